"""``stslint check --render``: charts and kustomizations by the installed programs, and by fakes of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.runners import Run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the fake programs are shell scripts"),
]

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
      - name: db
        image: postgres:16.3
        readinessProbe:
          tcpSocket:
            port: 5432
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
"""
BROKEN = SET.replace("image:", "imgae:")
CHART = "apiVersion: v2\nname: postgres\nversion: 0.1.0\n"
# A chart's name is not its folder's; Helm puts the Service first.
RENDERED = f"""\
---
# Source: postgres/templates/service.yaml
{SERVICE}---
# Source: postgres/templates/sets/db.yaml
{BROKEN}"""

Fake = Callable[[str, str], Path]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Returns a function that puts a program, the body of a shell script, alone on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name: str, body: str) -> Path:
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
        return folder / name

    return put


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Returns a folder with a chart whose templates are templates, and a kustomization."""
    root = tmp_path / "work"
    write(root, "deploy/chart/Chart.yaml", CHART)
    write(root, "deploy/chart/templates/sets/db.yaml", SET.replace("3", "{{ .Values.replicas }}", 1))
    return root


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def prints(text: str, root: Path) -> str:
    """Returns the body of a program that prints a text."""
    write(root.parent, "printed", text)
    return f"while IFS= read -r line; do printf '%s\\n' \"$line\"; done < '{root.parent}/printed'"


def report(stslint: Run, root: Path, *words: str) -> dict[str, Any]:
    ran = stslint("check", "--format", "json", *words, cwd=root)
    assert ran.stdout, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    answer["exit"] = ran.returncode
    return answer


def places(answer: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    return [
        (each["rule"], each["file"], each["start"]["line"], each["start"]["column"])
        for each in answer["findings"]
        if each["severity"] != "info"
    ]


def test_no_program_is_run_unasked(stslint: Run, work: Path, fake: Fake) -> None:
    fake("helm", f"echo ran > '{work}/ran'")
    answer = report(stslint, work, ".")
    assert not (work / "ran").exists()
    assert [each["file"] for each in answer["skipped"]] == ["deploy/chart/templates/sets/db.yaml"]


@pytest.mark.parametrize("path", [".", "deploy", "deploy/chart", "deploy/chart/Chart.yaml", "deploy/*"])
def test_a_chart_is_judged_as_it_is_rendered(stslint: Run, work: Path, fake: Fake, path: str) -> None:
    fake("helm", prints(RENDERED, work))
    answer = report(stslint, work, "--render", path)
    name = "deploy/chart (rendered: templates/sets/db.yaml)"
    line = 1 + RENDERED.split("\n").index("        imgae: postgres:16.3")
    assert ("STS004", name, line, 9) in places(answer)
    assert {each["file"] for each in answer["findings"]} == {name}
    assert all(each["fix"] is None for each in answer["findings"])
    assert answer["skipped"] == []
    assert answer["exit"] == 1
    assert answer["files"] >= 2


def test_the_rendered_line_is_shown(stslint: Run, work: Path, fake: Fake) -> None:
    fake("helm", prints(RENDERED, work))
    ran = stslint("check", "--render", "deploy", cwd=work)
    line = 1 + RENDERED.split("\n").index("        imgae: postgres:16.3")
    assert f"{line} |         imgae: postgres:16.3\n" in ran.stdout


def test_a_rendering_is_complete_and_alone(stslint: Run, work: Path, fake: Fake) -> None:
    """A Service of another chart, or of a file beside it, is not what this chart makes."""
    fake("helm", prints(f"---\n# Source: postgres/templates/db.yaml\n{SET}", work))
    write(work, "deploy/service.yaml", SERVICE)
    answer = report(stslint, work, "--render", "--select", "STS105", "deploy")
    name = "deploy/chart (rendered: templates/db.yaml)"
    assert [each[:2] for each in places(answer)] == [("STS105", name)]
    assert "in deploy/chart:" in next(f["message"] for f in answer["findings"] if f["rule"] == "STS105")
    answer = report(stslint, work, "--render", "deploy/chart", "--context", "deploy/service.yaml")
    assert "STS105" not in {each[0] for each in places(answer)}


def test_a_chart_without_a_set_is_judged_only_if_it_is_named(stslint: Run, work: Path, fake: Fake) -> None:
    fake(
        "helm",
        prints(RENDERED.partition("---\n# Source: postgres/templates/sets")[0] + "nonsense: 1\n", work),
    )
    assert report(stslint, work, "--render", "deploy")["documents"] == 0
    answer = report(stslint, work, "--render", "deploy/chart")
    assert answer["documents"] == 1
    assert {each["file"] for each in answer["findings"]} == {
        "deploy/chart (rendered: templates/service.yaml)"
    }
    assert [each["rule"] for each in answer["findings"]] == ["STS004"]


def test_helm_is_asked_for_the_version_and_the_values(stslint: Run, work: Path, fake: Fake) -> None:
    fake("helm", f"printf '%s\\n' \"$@\" > '{work}/words'; {prints(RENDERED, work)}")
    write(work, "prod.yaml", "replicas: 3\n")
    report(
        stslint, work, "--render", "--render-values", "prod.yaml", "--kubernetes-version", "1.30", "deploy"
    )
    words = (work / "words").read_text().split("\n")
    assert words[:2] == ["template", str(work / "deploy" / "chart")]
    assert words[words.index("--kube-version") + 1] == "1.30"
    assert words[words.index("--values") + 1] == str(work / "prod.yaml")


def test_the_environment_reaches_no_network_and_no_cluster(
    stslint: Run, work: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KUBECONFIG", "HELM_PLUGINS", "HELM_DEBUG", "HTTPS_PROXY", "ANYTHING"):
        monkeypatch.setenv(name, "theirs")
    fake("helm", f"export > '{work}/environment'; {prints(RENDERED, work)}")
    report(stslint, work, "--render", "deploy")
    environment = (work / "environment").read_text()
    assert "theirs" not in environment
    assert "127.0.0.1:9" in environment
    assert "GIT_ALLOW_PROTOCOL" in environment


def test_without_the_program_the_run_fails_in_one_line(stslint: Run, work: Path, fake: Fake) -> None:
    write(work, "deploy/app/kustomization.yaml", "resources: [set.yaml]\n")
    write(work, "deploy/app/set.yaml", BROKEN)
    ran = stslint("check", "--format", "json", "--render", "deploy", cwd=work)
    answer = json.loads(ran.stdout)
    reasons = {each["file"]: each["reason"] for each in answer["errors"]}
    assert ran.returncode == 2
    assert "stslint: deploy/chart: `helm` is not installed" in ran.stderr
    assert reasons["deploy/chart"].startswith("`helm` is not installed")
    assert reasons["deploy/app"].startswith("neither `kustomize` nor `kubectl` is installed")
    # What can't be rendered is judged as it stands.
    assert ("STS004", "deploy/app/set.yaml", 18, 9) in places(answer)


def test_a_program_in_the_linted_folder_is_not_run(
    stslint: Run, work: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(fake("helm", f"echo ran > '{work}/ran'"), work / "helm")
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{work / 'none'}")
    ran = stslint("check", "--render", "deploy", cwd=work)
    assert not (work / "ran").exists()
    assert "`helm` is not installed" in ran.stderr


def test_a_failing_program_fails_the_run_with_its_error(stslint: Run, work: Path, fake: Fake) -> None:
    body = f"""
echo 'walk.go:75: found symbolic link' >&2
echo 'Error: parse error at ({work}/deploy/chart/templates/x.yaml:3)' >&2
echo >&2
echo 'Use --debug flag to render out invalid YAML' >&2
exit 1"""
    fake("helm", body)
    ran = stslint("check", "--render", "deploy", cwd=work)
    assert ran.returncode == 2
    assert ran.stderr == (
        "stslint: deploy/chart: `helm template` failed: "
        "Error: parse error at (deploy/chart/templates/x.yaml:3)\n"
    )


def test_a_silent_failure_is_told(stslint: Run, work: Path, fake: Fake) -> None:
    fake("helm", "exit 3")
    ran = stslint("check", "--render", "deploy", cwd=work)
    assert ran.returncode == 2
    assert ran.stderr == "stslint: deploy/chart: `helm template` failed: it printed no reason\n"


def test_missing_dependencies_say_what_to_run(stslint: Run, work: Path, fake: Fake) -> None:
    fake(
        "helm",
        "echo 'Error: found in Chart.yaml, but missing in charts/ directory: redis' >&2; exit 1",
    )
    ran = stslint("check", "--render", "deploy", cwd=work)
    assert ran.returncode == 2
    assert ran.stderr.endswith("redis; run `helm dependency build deploy/chart` first\n")


def test_what_a_failing_program_says_drives_no_terminal(stslint: Run, work: Path, fake: Fake) -> None:
    fake("helm", "printf 'Error: \\033[31mred\\n' >&2; exit 1")
    ran = stslint("check", "--render", "deploy", cwd=work)
    assert "\x1b" not in ran.stdout + ran.stderr
    assert ran.stderr.endswith("Error: red\n")


def test_a_program_that_takes_too_long_is_stopped_with_its_children(
    stslint: Run, work: Path, fake: Fake, tmp_path: Path
) -> None:
    sleep = shutil.which("sleep", path=os.defpath)
    fake("helm", f"{sleep} 60 & echo $! > '{tmp_path}/child'; wait")
    start = time.monotonic()
    ran = stslint("check", "--render", "--render-timeout", "0.5", "deploy", cwd=work)
    assert time.monotonic() - start < 20
    assert ran.returncode == 2
    assert "took longer than 0.5 s and was stopped: set a higher `--render-timeout`" in ran.stderr
    assert not runs(int((tmp_path / "child").read_text()))


def runs(process: int) -> bool:
    """Returns whether a process still runs, given a moment to be gone; one that is done only waits."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True


def test_a_program_that_prints_without_end_is_stopped(
    stslint: Run, work: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stslint.sources.render import runner
    from stslint.sources.render.targets import targets

    fake("helm", "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done")
    monkeypatch.setattr(runner, "MAXIMUM_BYTES", 1 << 20)
    monkeypatch.chdir(work)
    (target,) = targets(["deploy"])
    (error,) = runner.render(target, runner.RenderOptions(timeout=60)).errors
    assert error.reason == "`helm template` printed more than 1 MiB and was stopped"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("printf 'kind: \\377\\n'", "the output of `helm template` is not text: line 1, column 7: byte 0xff"),
        ("printf '\\000\\000'", "the output of `helm template` is not text: "),
    ],
)
def test_output_that_is_no_text_fails_the_run(
    stslint: Run, work: Path, fake: Fake, body: str, reason: str
) -> None:
    fake("helm", body)
    ran = stslint("check", "--render", "deploy", cwd=work)
    assert ran.returncode == 2
    assert f"stslint: deploy/chart: {reason}" in ran.stderr


def test_output_that_is_no_yaml_is_judged_as_any_text(stslint: Run, work: Path, fake: Fake) -> None:
    fake(
        "helm",
        "echo '---'; echo '# Source: postgres/templates/x.yaml'; echo 'kind: StatefulSet'; echo 'a: [b'",
    )
    answer = report(stslint, work, "--render", "deploy")
    assert answer["exit"] == 1
    name = "deploy/chart (rendered: templates/x.yaml)"
    write(work, "x.yaml", "---\n# Source: postgres/templates/x.yaml\nkind: StatefulSet\na: [b\n")
    plain = places(report(stslint, work, "--complete", "x.yaml"))
    assert "STS001" in {each[0] for each in plain}
    assert places(answer) == [(rule, name, *place) for rule, _, *place in plain]


@pytest.mark.parametrize("body", ["", "echo '# nothing is enabled'"])
def test_a_chart_that_renders_no_object_is_told(stslint: Run, work: Path, fake: Fake, body: str) -> None:
    fake("helm", body)
    answer = report(stslint, work, "--render", "deploy")
    assert answer["exit"] == 0
    assert [each["file"] for each in answer["skipped"]][-1].startswith("deploy/chart")


def test_a_program_that_can_not_start_is_told(stslint: Run, work: Path, fake: Fake) -> None:
    fake("helm", "").write_bytes(b"\x7fELF nonsense")
    ran = stslint("check", "--render", "deploy", cwd=work)
    assert ran.returncode == 2
    assert "deploy/chart: `helm template` cannot be run: exec format error" in ran.stderr


def test_values_need_the_option_and_a_file(stslint: Run, work: Path) -> None:
    ran = stslint("check", "--render-values", "x.yaml", ".", cwd=work)
    assert (ran.returncode, "add --render" in ran.stderr) == (2, True)
    ran = stslint("check", "--render", "--render-values", "https://example.com/x.yaml", ".", cwd=work)
    assert (ran.returncode, "no such file" in ran.stderr) == (2, True)


def test_a_rendering_is_compared_with_a_file_and_never_with_git(stslint: Run, work: Path, fake: Fake) -> None:
    fake("helm", prints(f"---\n# Source: postgres/templates/db.yaml\n{SET}", work))
    write(work, "old.yaml", SET.replace("serviceName: db", "serviceName: other"))
    answer = report(stslint, work, "--render", "--against", "old.yaml", "deploy")
    name = "deploy/chart (rendered: templates/db.yaml)"
    fields = {(each["file"], each["field"]) for each in answer["findings"] if each["rule"].startswith("STS7")}
    assert (name, "spec.serviceName") in fields, answer["findings"]
    ran = stslint("check", "--render", "--against", "git:HEAD", "deploy", cwd=work)
    assert ran.returncode == 2
    assert "render the old revision to a file" in ran.stderr


def test_a_kustomization_replaces_the_files_that_it_is_made_of(stslint: Run, work: Path, fake: Fake) -> None:
    fake("kustomize", prints(SERVICE + "---\n" + BROKEN, work))
    write(work, "app/base/set.yaml", BROKEN)
    write(work, "app/base/kustomization.yaml", "resources: [set.yaml]\n")
    write(work, "app/prod/Kustomization", "resources: [../base]\npatches:\n- path: patch.yaml\n")
    write(work, "app/prod/patch.yaml", BROKEN)
    write(work, "app/prod/forgotten.yaml", BROKEN.replace("name: db\n", "name: other\n", 1))
    answer = report(stslint, work, "--render", "app")
    assert [each[:3] for each in places(answer) if each[0] == "STS004"] == [
        ("STS004", "app/prod/forgotten.yaml", 18),
        ("STS004", "app/prod (rendered)", 28),
    ]
    answer = report(stslint, work, "--render", "app/prod", "app/base/set.yaml")
    assert ("STS004", "app/base/set.yaml", 18, 9) in places(answer)


def test_kubectl_stands_in_for_kustomize(stslint: Run, work: Path, fake: Fake) -> None:
    fake("kubectl", f"printf '%s\\n' \"$@\" > '{work}/words'; {prints(BROKEN, work)}")
    write(work, "app/kustomization.yaml", "resources: [set.yaml]\n")
    write(work, "app/set.yaml", BROKEN)
    answer = report(stslint, work, "--render", "app")
    assert (work / "words").read_text().split() == ["kustomize", str(work / "app")]
    assert ("STS004", "app (rendered)", 18, 9) in places(answer)


def test_a_chart_on_standard_input_is_whole_and_names_its_templates(stslint: Run, tmp_path: Path) -> None:
    other = RENDERED.replace("name: db\nspec:\n  clusterIP", "name: web\nspec:\n  clusterIP")
    ran = stslint("check", "--format", "json", "-", stdin=other)
    findings = {each["rule"]: each for each in json.loads(ran.stdout)["findings"]}
    missing = findings["STS105"]
    assert missing["severity"] == "warning"
    assert missing["file"] == "<stdin>"
    (related,) = missing["related"]
    assert related["message"] == "rendered from `postgres/templates/sets/db.yaml`"
    assert RENDERED.split("\n")[related["start"]["line"] - 1] == "# Source: postgres/templates/sets/db.yaml"


@pytest.mark.parametrize(
    "words", [["-", "other.yaml"], ["-", "--stdin-filename", "db.yaml"]], ids=["files too", "a file's text"]
)
def test_more_than_a_chart_on_standard_input_is_not_taken_for_all(
    stslint: Run, tmp_path: Path, words: list[str]
) -> None:
    write(tmp_path, "other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n")
    two = f"---\n# Source: a/templates/a.yaml\n{SET}---\n# Source: a/templates/b.yaml\nkind: ConfigMap\n"
    ran = stslint("check", "--format", "json", *words, stdin=two)
    assert "STS105" in {each["rule"] for each in json.loads(ran.stdout)["findings"]} | {
        each["rule"] for each in json.loads(ran.stdout)["not_checked"]
    }
    severities = {each["severity"] for each in json.loads(ran.stdout)["findings"] if each["rule"] == "STS105"}
    assert "warning" not in severities


def installed(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


@pytest.mark.skipif(not installed("helm"), reason="helm is not installed")
def test_the_real_helm(stslint: Run, work: Path) -> None:
    broken = BROKEN.replace("replicas: 3", "replicas: {{ .Values.replicas }}")
    write(work, "deploy/chart/templates/sets/db.yaml", f"{{{{/* a comment\n\n */}}}}\n{broken}")
    write(work, "deploy/chart/templates/service.yaml", SERVICE)
    write(work, "deploy/chart/templates/tests/pod.yaml", "metadata: {annotations: {helm.sh/hook: test}}\n")
    write(work, "deploy/chart/values.yaml", "replicas: 1\n")
    write(work, "prod.yaml", "replicas: 5\n")
    answer = report(stslint, work, "--render", "--render-values", "prod.yaml", ".")
    name = "deploy/chart (rendered: templates/sets/db.yaml)"
    ran = subprocess.run(
        ["helm", "template", "--values", "prod.yaml", "--skip-tests", "deploy/chart"],
        cwd=work,
        capture_output=True,
        text=True,
        check=True,
    )
    line = 1 + ran.stdout.split("\n").index("        imgae: postgres:16.3")
    assert "  replicas: 5" in ran.stdout
    assert ("STS004", name, line, 9) in places(answer)
    assert "STS105" not in {each[0] for each in places(answer)}


@pytest.mark.skipif(not installed("helm"), reason="helm is not installed")
@pytest.mark.parametrize(
    ("chart", "template", "words"),
    [
        (
            f"{CHART}dependencies:\n- name: redis\n  version: 1.0.0\n",
            SET,
            "helm dependency build deploy/chart",
        ),
        (CHART, "a: {{ .Values.a.b.c }}\n", "templates/sets/db.yaml:1"),
        (CHART, "a: {{ required `say who` .Values.a }}\n", "say who"),
        ("name: [\n", SET, "Chart.yaml"),
        (f'{CHART}kubeVersion: "<1.20"\n', SET, "1.37"),
    ],
    ids=["dependency", "nil", "required", "no chart", "version"],
)
def test_the_real_helm_says_why_it_fails(
    stslint: Run, work: Path, chart: str, template: str, words: str
) -> None:
    write(work, "deploy/chart/Chart.yaml", chart)
    write(work, "deploy/chart/templates/sets/db.yaml", template)
    ran = stslint("check", "--render", "deploy", cwd=work)
    assert ran.returncode == 2
    assert ran.stderr.startswith("stslint: deploy/chart: `helm template` failed: ")
    assert words in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.skipif(
    not installed("kustomize", "kubectl"), reason="neither kustomize nor kubectl is installed"
)
def test_the_real_kustomize(stslint: Run, work: Path) -> None:
    write(work, "app/base/set.yaml", BROKEN)
    write(work, "app/base/kustomization.yaml", "resources: [set.yaml]\n")
    write(work, "app/prod/kustomization.yaml", "resources: [../base]\nnamePrefix: prod-\n")
    write(work, "app/bad/kustomization.yaml", "resources: [nowhere.yaml]\n")
    answer = report(stslint, work, "--render", "app/base", "app/prod")
    assert [each[:2] for each in places(answer) if each[0] == "STS004"] == [
        ("STS004", "app/base (rendered)"),
        ("STS004", "app/prod (rendered)"),
    ]
    ran = stslint("check", "--render", "app/bad", cwd=work)
    assert ran.returncode == 2
    assert "nowhere.yaml" in ran.stderr
    assert str(work) not in ran.stderr


@pytest.mark.skipif(
    not installed("kustomize", "kubectl"), reason="neither kustomize nor kubectl is installed"
)
def test_the_real_kustomize_fetches_nothing(stslint: Run, work: Path) -> None:
    """A transformer's address is no part that is looked for beforehand, so the program itself meets it."""
    write(work, "app/kustomization.yaml", "transformers: ['https://example.com/x.yaml']\n")
    ran = stslint("check", "--render", "app", cwd=work)
    assert ran.returncode == 2
    assert "127.0.0.1:9" in ran.stderr


def test_a_long_error_of_helm_is_kept_whole(stslint: Run, work: Path, fake: Fake) -> None:
    reason = "x" * 900
    fake("helm", f"echo 'Error: execution error at (a.yaml:1): {reason} end' >&2; echo hint >&2; exit 1")
    assert f"{reason} end" in stslint("check", "--render", "deploy", cwd=work).stderr


def test_a_chart_is_asked_for_what_its_kubernetes_version_serves(
    stslint: Run, work: Path, fake: Fake, tmp_path: Path
) -> None:
    fake("helm", f'echo "$@" > {tmp_path}/words; exit 1')
    stslint("check", "--render", "--kubernetes-version", "1.25", "deploy", cwd=work)
    words = (tmp_path / "words").read_text().split()
    assert "policy/v1/PodDisruptionBudget" in words
    assert "policy/v1beta1/PodDisruptionBudget" not in words
