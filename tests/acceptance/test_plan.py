"""``stslint plan`` as a user runs it: what is told, in which form, and how it ends."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.runners import Run

pytestmark = pytest.mark.slow

Json = dict[str, Any]

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: sample-statefulset
spec:
  serviceName: sample-statefulset
  replicas: 3
  selector:
    matchLabels:
      app: sample-app
  template:
    metadata:
      labels:
        app: sample-app
    spec:
      containers:
      - name: nginx-container
        image: nginx:1.16
        volumeMounts:
        - name: www
          mountPath: /usr/share/nginx/html
  volumeClaimTemplates:
  - metadata:
      name: www
    spec:
      accessModes:
      - ReadWriteOncePod
      resources:
        requests:
          storage: 1Gi
      storageClassName: csi-fs-sc
"""
BUDGET = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: keep
spec:
  minAvailable: {}
  selector:
    matchLabels:
      app: sample-app
"""
POD = "sample-statefulset"

Files = Callable[..., list[str]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Returns a function that writes files and returns their names."""

    def write(**texts: str) -> list[str]:
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return [f"{name}.yaml" for name in texts]

    return write


def with_spec(text: str, fields: str) -> str:
    return text.replace("spec:\n  service", f"spec:\n{fields}  service", 1)


def moved(output: str) -> list[str]:
    """Returns the numbered lines, without the name of the set."""
    lines = (line.strip() for line in output.splitlines())
    return [" ".join(line.replace(f"{POD}-", "").split()) for line in lines if line[:1].isdigit()]


NEW = SET.replace("1.16", "1.17")


def test_creation_goes_up_one_by_one_and_names_what_is_there(stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=SET))
    assert ran.returncode == 0, ran.stderr
    assert moved(ran.stdout) == ["1 0 created", "2 1 created once 0 is Ready", "3 2 created once 1 is Ready"]
    assert f"{POD}-0.{POD}.default.svc.cluster.local" in ran.stdout
    assert f"www-{POD}-0, www-{POD}-1 and www-{POD}-2 in use" in ran.stdout


def test_the_document_scales_from_three_to_four_to_two(stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=SET), "--replicas", "4", "--replicas", "2")
    assert moved(ran.stdout) == ["1 3 created", "1 3 deleted", "2 2 deleted once 3 has terminated"]
    assert f"kubectl delete pvc www-{POD}-2 www-{POD}-3" in ran.stdout


def test_the_document_lowers_the_partition_from_three_to_one(stslint: Run, files: Files) -> None:
    strategy = "  updateStrategy:\n    type: RollingUpdate\n    rollingUpdate:\n      partition: 3\n"
    old, new = (with_spec(text.replace("replicas: 3", "replicas: 5"), strategy) for text in (SET, NEW))
    ran = stslint("plan", "--from", *files(old=old, new=new), "--then", "partition 1")
    assert moved(ran.stdout) == [
        "1 4 deleted, recreated on the new revision",
        "2 3 deleted once 4 is Ready, recreated on the new revision",
        "1 2 deleted, recreated on the new revision",
        "2 1 deleted once 2 is Ready, recreated on the new revision",
    ]
    assert f"{POD}-2, {POD}-1 and {POD}-0 stay: below the partition" in ran.stdout
    assert f"{POD}-0 stays: below the partition" in ran.stdout


def test_the_documents_parallel_set_comes_together_and_is_updated_one_by_one(
    stslint: Run, files: Files
) -> None:
    old, new = (with_spec(text, "  podManagementPolicy: Parallel\n") for text in (SET, NEW))
    names = files(old=old, new=new)
    assert moved(stslint("plan", names[0]).stdout) == [
        f"1 0, {POD}-1 and {POD}-2 created together".replace(f"{POD}-", "")
    ]
    assert moved(stslint("plan", "--from", *names).stdout) == [
        "1 2 deleted, recreated on the new revision",
        "2 1 deleted once 2 is Ready, recreated on the new revision",
        "3 0 deleted once 1 is Ready, recreated on the new revision",
    ]


def test_the_documents_ondelete_set_changes_nothing_by_itself(stslint: Run, files: Files) -> None:
    old, new = (with_spec(text, "  updateStrategy:\n    type: OnDelete\n") for text in (SET, NEW))
    names = files(old=old, new=new)
    ran = stslint("plan", "--from", *names)
    assert ran.returncode == 0
    assert moved(ran.stdout) == []
    assert "OnDelete waits until you delete them" in ran.stdout
    assert moved(stslint("plan", "--from", *names, "--delete-pod", f"{POD}-1").stdout) == [
        "1 1 recreated on the new revision"
    ]


def test_the_document_deletes_the_set_and_its_claims_stay(stslint: Run, files: Files) -> None:
    [web] = files(web=SET.replace("replicas: 3", "replicas: 4"))
    ran = stslint("plan", web, "--delete")
    assert ran.returncode == 0
    claims = " ".join(f"www-{POD}-{ordinal}" for ordinal in range(4))
    assert f"kubectl delete pvc {claims}" in ran.stdout
    assert "in no particular order" in ran.stdout


def test_a_set_that_is_made_again_takes_up_its_claims(stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=SET), "--delete", "--then", "create")
    assert ran.returncode == 0, ran.stderr
    assert f"www-{POD}-0, www-{POD}-1 and www-{POD}-2 in use" in ran.stdout
    assert "within about 17 minutes" in ran.stdout


def test_orphans_run_on(stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=SET), "--delete", "--orphan")
    assert "left running without an owner" in ran.stdout
    assert stslint("plan", "web.yaml", "--orphan").returncode == 2


def test_a_bad_revision_is_stuck_and_says_how_to_go_back(stslint: Run, files: Files) -> None:
    names = files(old=SET, new=NEW)
    ran = stslint("plan", "--from", *names, "--bad-revision")
    assert ran.returncode == 1
    assert moved(ran.stdout) == ["1 2 deleted, recreated on the new revision, and never becomes Ready"]
    assert f"kubectl delete pod {POD}-2" in ran.stdout
    assert "forced-rollback" in ran.stdout
    good = stslint("plan", "--from", *names)
    assert good.returncode == 0
    assert f"stop it at {POD}-2" in good.stdout


def test_a_lost_node_has_its_exits(stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=SET), "--lose-node", f"{POD}-2")
    assert ran.returncode == 1
    for line in (
        "kubectl delete node NODE",
        f"kubectl delete pod {POD}-2 --grace-period=0 --force",
        "out-of-service=nodeshutdown:NoExecute",
        "node-loss",
    ):
        assert line in ran.stdout
    freed = stslint("plan", "web.yaml", "--lose-node", "2", "--then", "force-delete 2")
    assert freed.returncode == 0
    older = stslint("plan", "web.yaml", "--lose-node", "2", "--kubernetes-version", "1.25")
    assert "out-of-service" not in older.stdout


def test_a_pod_that_never_gets_ready_holds_back_those_above_it(stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=SET), "--not-ready", f"{POD}-1")
    assert ran.returncode == 1
    assert moved(ran.stdout)[-1] == "2 1 created once 0 is Ready, and never becomes Ready"
    assert f"{POD}-2 is not created" in ran.stdout
    assert f"kubectl describe pod {POD}-1" in ran.stdout


def test_two_broken_condemned_pods_wait_for_each_other(stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=SET), "--not-ready", "1", "--not-ready", "2", "--then", "heal-pod 1")
    assert ran.returncode == 1
    words = ("--then", "break-pod 1", "--then", "break-pod 2", "--then", "scale 1")
    stuck = stslint("plan", "web.yaml", *words)
    assert stuck.returncode == 1
    assert "waits for one before another" in stuck.stdout
    assert f"kubectl delete pod {POD}-2" in stuck.stdout
    assert stslint("plan", "web.yaml", *words, "--then", "delete-pod 2").returncode == 0


def test_a_partition_that_leaves_nothing_to_update_is_said(stslint: Run, files: Files) -> None:
    ran = stslint("plan", "--from", *files(old=SET, new=NEW), "--partition", "3")
    assert ran.returncode == 0
    assert "partition 3 leaves none of 3 replicas to update" in ran.stdout
    assert "--partition 1" in ran.stdout


def test_an_immutable_field_is_refused_where_it_stands_and_the_way_around_is_planned(
    stslint: Run, files: Files
) -> None:
    ran = stslint("plan", "--from", *files(old=SET, new=SET.replace("1Gi", "2Gi")))
    assert ran.returncode == 1
    assert "new.yaml:30:20: refused" in ran.stdout
    assert "--cascade=orphan" in ran.stdout
    assert "adopted as they are" in ran.stdout


def test_a_manifest_that_the_server_refuses_is_shown_with_its_findings(stslint: Run, files: Files) -> None:
    typos = SET.replace("StatefulSet", "statefulset").replace("- name: nginx", "- naem: nginx")
    ran = stslint("plan", *files(web=typos))
    assert ran.returncode == 1
    assert "web.yaml:2:7: error" in ran.stdout
    assert "web.yaml:17:9: error" in ran.stdout
    assert "there is nothing to plan" in ran.stdout


def test_defaults_that_the_server_filled_in_stay_under_an_apply(stslint: Run, files: Files) -> None:
    bare = with_spec(NEW, "  updateStrategy:\n    type: RollingUpdate\n  podManagementPolicy: Parallel\n")
    old = with_spec(SET, "  podManagementPolicy: Parallel\n")
    ran = stslint("plan", "--from", *files(old=old, new=bare), "--format", "json")
    answer = json.loads(ran.stdout)
    assert answer["id"] == POD
    assert not any(step.get("livelock") for step in answer["steps"])


def test_budgets_of_the_folder_are_held_against_the_plan(stslint: Run, files: Files) -> None:
    names = files(old=SET, new=NEW, budget=BUDGET.format("2"))
    ran = stslint("plan", "--from", "old.yaml", "new.yaml")
    assert "`keep` needs 2 of 3 pods Ready, and 2 stay Ready" in ran.stdout
    files(budget=BUDGET.format("100%"))
    ran = stslint("plan", "--from", *names[:2])
    assert f"only 2 are left once {POD}-2 is deleted" in ran.stdout
    assert "never a rollout" in ran.stdout


def test_a_quorum_is_counted_where_the_image_is_known_to_need_one(stslint: Run, files: Files) -> None:
    old, new = (text.replace("nginx:", "etcd:") for text in (SET, NEW))
    names = files(old=old, new=new)
    assert "2 of 3 holds throughout" in stslint("plan", "--from", *names).stdout
    lost = stslint("plan", "--from", *names, "--lose-node", "0", "--delete-pod", "1")
    assert "2 of 3 is lost" in lost.stdout


def test_git_revisions_are_planned_from(stslint: Run, files: Files, tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    [web] = files(web=SET)
    git("init", "-q")
    git("add", web)
    git("commit", "-qm", "one")
    files(web=NEW)
    ran = stslint("plan", "--from", "git:HEAD", web)
    assert ran.returncode == 0, ran.stderr
    assert "image nginx:1.16 -> nginx:1.17" in ran.stdout
    assert stslint("plan", "--from", "git:nonsense", web).returncode == 2


def test_a_page_with_several_sets_gives_one_plan_each(stslint: Run, tmp_path: Path) -> None:
    blocks = "\n\n".join(f"```yaml\n{SET.replace(POD, name)}```" for name in ("one", "two"))
    (tmp_path / "page.md").write_text(f"# Sets\n\n{blocks}\n", encoding="utf-8")
    ran = stslint("plan", "page.md")
    assert ran.returncode == 0
    assert "one in default" in ran.stdout
    assert "two in default" in ran.stdout
    assert len(stslint("plan", "page.md", "--format", "json").stdout.splitlines()) == 2
    several = stslint("plan", "page.md", "--replicas", "2")
    assert several.returncode == 2
    assert "add --name NAME" in several.stderr
    assert stslint("plan", "page.md", "--replicas", "2", "--name", "one").returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lose-node", "smaple-statefulset-2"), f"did you mean `{POD}-2`?"),
        (("--lose-node", f"{POD}-7"), f"`{POD}` has `{POD}-0` to `{POD}-2`"),
        (("--delete-pod", "other-1"), f"did you mean `{POD}-1`?"),
        (("--then", "explode"), "use one of"),
        (("--then", "scael 3"), "did you mean `scale`?"),
        (("--then", "scale three"), "needs a whole number"),
        (("--then", "scale"), "use `scale 1`"),
        (("--then", "delete-pod"), f"use `delete-pod {POD}-0`"),
        (("--then", "delete orphan now"), "does not accept"),
        (("--name", "sample"), f"there is `{POD}`"),
        (("--from", "nowhere.yaml"), "nowhere.yaml: does not exist"),
        (("--kubernetes-version", "1.99"), "not supported"),
        (("--scenario", "web.yaml"), "cannot be combined with a manifest"),
        (("--replicas", "-1"), "-1"),
    ],
)
def test_words_that_can_not_be_meant_fail_and_say_what_to_write(
    words: tuple[str, ...], said: str, stslint: Run, files: Files
) -> None:
    ran = stslint("plan", *files(web=SET), *words)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("text", ["", "kind: Service\napiVersion: v1\n", "{", "a: b", "\0"])
def test_a_file_without_a_set_fails(text: str, stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=text))
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert ran.stderr.startswith("stslint: ")


FRAGMENT = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\nspec:\n  replicas: 5\n"
PATCH = SET.replace("  name: sample", "  $patch: replace\n  name: sample", 1)


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        (FRAGMENT, "web", "no selector, no complete container"),
        (PATCH, POD, "a patch, or what a test expects"),
    ],
)
def test_a_fragment_alone_is_named_as_one(
    text: str, name: str, reason: str, stslint: Run, files: Files
) -> None:
    ran = stslint("plan", *files(ff=text))
    assert ran.returncode == 2
    assert ran.stderr == f"stslint: ff.yaml:2: StatefulSet {name} is a fragment ({reason}): nothing to plan\n"


def test_a_fragment_next_to_a_whole_set_is_noted(stslint: Run, files: Files) -> None:
    names = files(web=SET, ff=FRAGMENT)
    ran = stslint("plan", *names)
    assert ran.returncode == 0
    assert "ff.yaml: StatefulSet web is a fragment" in ran.stderr
    assert stslint("plan", *names, "--name", POD).stderr == ""
    assert "ff.yaml:2: StatefulSet web is a fragment" in stslint("plan", *names, "--name", "web").stderr


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\u0085", "\f"])
def test_a_refused_manifest_is_shown_with_the_line_that_editors_show(
    character: str, stslint: Run, files: Files
) -> None:
    text = f"# one{character}two\n" + SET.replace("replicas: 3", "replicas: -3")
    ran = stslint("plan", *files(web=text))
    assert ran.returncode == 1
    [place] = [line for line in ran.stdout.splitlines() if line.startswith("web.yaml:8:")]
    assert "error" in place
    assert "   8 |   replicas: -3" in ran.stdout


def test_nothing_to_plan_is_said(stslint: Run) -> None:
    assert "name a manifest" in stslint("plan").stderr


SCENARIO = {"id": 7, "manifest": SET, "steps": [{"op": "create"}, {"op": "scale", "replicas": 1}]}


def test_json_lines_are_answered_line_by_line_the_bad_ones_too(stslint: Run) -> None:
    lines = [
        json.dumps(SCENARIO),
        "",
        "{nonsense",
        "[]",
        json.dumps({"id": "x", "manifest": SET, "steps": [{"op": "explode"}]}),
        json.dumps({**SCENARIO, "id": None}),
    ]
    ran = stslint("plan", "--scenario", "-", "--format", "json", stdin="\n".join(lines))
    answers: list[Json] = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 2
    assert [next(iter(answer)) for answer in answers] == ["id"] * 5
    assert [answer["id"] for answer in answers] == [7, None, None, "x", None]
    assert [bool(answer.get("error")) for answer in answers] == [False, True, True, True, False]
    deleted = [wave[0]["name"] for wave in answers[0]["steps"][1]["waves"]]
    assert deleted == [f"{POD}-2", f"{POD}-1"]


def test_a_yaml_scenario_gets_the_same_answer_as_its_json(stslint: Run, tmp_path: Path) -> None:
    manifest = "".join(f"  {line}\n" for line in SET.splitlines())
    text = f"id: 7\nkubernetes: 1.30\nmanifest:\n{manifest}steps:\n- create\n- {{op: scale, replicas: 1}}\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    line = json.dumps({**SCENARIO, "kubernetes": "1.30"})
    (tmp_path / "s.jsonl").write_text(line, encoding="utf-8")
    one, other = (stslint("plan", "--scenario", name, "--format", "json") for name in ("s.yaml", "s.jsonl"))
    assert one.returncode == 0, one.stderr
    assert one.stdout == other.stdout
    assert one.stdout.count("\n") == 1


def test_a_scenario_that_can_not_be_read_fails(stslint: Run, files: Files) -> None:
    for text in ("", "- a\n", "id: [\n", "steps: 3\n", "steps: []\n"):
        ran = stslint("plan", "--scenario", *files(s=text))
        assert "Traceback" not in ran.stderr, text
        assert ran.returncode == (0 if text == "steps: []\n" else 2), text
    assert stslint("plan", "--scenario", "nowhere.yaml").returncode == 2


def test_a_refused_step_of_a_scenario_is_exit_code_1(stslint: Run) -> None:
    steps = [{"op": "create"}, {"op": "create"}]
    ran = stslint("plan", "--scenario", "-", stdin=json.dumps({**SCENARIO, "steps": steps}))
    assert ran.returncode == 1
    assert "already exists" in ran.stdout


def test_a_livelock_is_said_with_the_way_out(stslint: Run) -> None:
    spec = "  updateStrategy:\n    type: RollingUpdate\n  podManagementPolicy: Parallel\n"
    steps = [
        {"op": "create"},
        {"op": "break-pod", "ordinal": 0},
        {"op": "apply", "manifest": with_spec(NEW, spec)},
    ]
    scenario = {"id": 1, "manifest": with_spec(SET, spec), "steps": steps}
    ran = stslint("plan", "--scenario", "-", stdin=json.dumps(scenario))
    assert ran.returncode == 1
    assert f"the controller deletes and creates {POD}-0 forever" in ran.stdout
    assert "rollingUpdate: {}" in ran.stdout


def test_the_version_of_the_words_is_for_scenarios_that_name_none(stslint: Run) -> None:
    spec = "  updateStrategy:\n    rollingUpdate: {maxUnavailable: 2}\n  podManagementPolicy: Parallel\n"
    steps = [{"op": "create"}, {"op": "apply", "manifest": with_spec(NEW, spec)}]
    open_one = {"id": 1, "manifest": with_spec(SET, spec), "steps": steps}
    lines = "\n".join(json.dumps(each) for each in (open_one, {**open_one, "kubernetes": "1.37"}))
    words = ("plan", "--scenario", "-", "--format", "json")
    newest = stslint(*words, stdin=lines).stdout.splitlines()
    older = stslint(*words, "--kubernetes-version", "1.36", stdin=lines).stdout.splitlines()
    assert newest[0] == newest[1] == older[1]
    assert older[0] != newest[0]
    assert stslint(*words, "--kubernetes-version", "9.9", stdin=lines).returncode == 2


def test_ten_thousand_replicas_are_folded(stslint: Run, files: Files) -> None:
    ran = stslint("plan", *files(web=SET.replace("replicas: 3", "replicas: 10000")))
    assert ran.returncode == 0
    assert "and so on, 9998 more moves" in ran.stdout
    assert len(ran.stdout.splitlines()) < 20


@pytest.mark.parametrize("form", ["svg", "html"])
def test_pictures_are_written_to_a_file(form: str, stslint: Run, files: Files, tmp_path: Path) -> None:
    ran = stslint("plan", *files(web=SET), "--format", form, "--output", f"plan.{form}")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    assert f"{POD}-2" in (tmp_path / f"plan.{form}").read_text(encoding="utf-8")


def test_what_the_terminal_can_not_show_is_spelled_out(
    stslint: Run, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    [name] = files(wéb=SET.replace("replicas: 3", "replicas: -3"))
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    ran = stslint("plan", name)
    assert ran.returncode == 1, ran.stderr
    assert r"w\xe9b.yaml:7:13: error" in ran.stdout


def test_of_thousands_of_findings_on_a_refused_manifest_the_first_are_shown(
    stslint: Run, tmp_path: Path
) -> None:
    ports = "".join(f"        - {{containerPort: {number}, nam: x}}\n" for number in range(1, 1_006))
    image = "        image: nginx:1.16\n"
    (tmp_path / "web.yaml").write_text(SET.replace(image, f"{image}        ports:\n{ports}"))
    done = stslint("plan", "web.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "(1000 findings and 1009 more): there is nothing to plan" in done.stdout.splitlines()[0]
