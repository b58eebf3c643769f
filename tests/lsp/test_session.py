"""What an editor is told and offered, as plain data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from stslint.config import ConfigurationError, configuration_for
from stslint.config.settings import settings_from
from stslint.linter.rule_set import rule_set
from stslint.lsp.analysis import Judging
from stslint.lsp.session import Service
from stslint.model import StslintError

RULES = rule_set()
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  clusterIP: None
  selector: {app: web}
  ports: [{name: http, port: 80}]
"""
SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 5
  updateStrategy:
    type: RollingUpdate
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: nginx:1.27.3
        readinessProbe: {httpGet: {path: /, port: 80}}
"""


def judging_of(path: str) -> Judging:
    configuration = configuration_for(path)
    return Judging(settings_from(configuration, RULES), (), configuration)


def service(**words: Any) -> Service:
    return Service(RULES, judging_of, **words)


def opened(folder: Path, text: str, name: str = "web.yaml", language: str = "yaml") -> tuple[Service, str]:
    uri = (folder / name).as_uri()
    there = service()
    there.open(uri, text, 1, language)
    return there, uri


def told(there: Service, uri: str) -> list[dict[str, Any]]:
    published = [each for each in there.diagnostics(uri) if each.uri == uri]
    assert len(published) == 1
    return published[0].diagnostics


def codes(there: Service, uri: str) -> set[str]:
    return {each["code"] for each in told(there, uri)}


def at(text: str, words: str, offset: int = 0) -> dict[str, int]:
    """Returns the position of some words in an ASCII text."""
    index = text.index(words) + offset
    before = text[:index]
    return {"line": before.count("\n"), "character": index - (before.rfind("\n") + 1)}


def spot(text: str, words: str) -> dict[str, Any]:
    return {"start": at(text, words), "end": at(text, words)}


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """Returns an ASCII text with the edits of an action, made from the end as the protocol says."""
    lines = text.splitlines(keepends=True)

    def index(position: dict[str, int]) -> int:
        return sum(map(len, lines[: position["line"]])) + position["character"]

    for edit in sorted(edits, key=lambda each: index(each["range"]["start"]), reverse=True):
        start, end = index(edit["range"]["start"]), index(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


def test_a_diagnostic_says_all(tmp_path: Path) -> None:
    text = SET.replace("kind: StatefulSet", "kind: statefulset")
    there, uri = opened(tmp_path, text)
    found = next(each for each in told(there, uri) if each["code"] == "STS002")
    assert found["range"] == {"start": at(text, "statefulset"), "end": at(text, "statefulset", 11)}
    assert found["severity"] == 1
    assert found["source"] == "stslint"
    assert found["codeDescription"]["href"].startswith("https://")
    assert "did you mean `StatefulSet`?" in found["message"]


def test_the_unsaved_buffer_counts(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(SET)
    there, uri = opened(tmp_path, SET.replace("replicas", "replica"))
    assert "STS004" in codes(there, uri)
    there.change(uri, SET, 2)
    assert there.diagnostics(uri)[0].version == 2
    assert "STS004" not in codes(there, uri)


def test_files_beside_are_seen_changed_and_gone(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(SERVICE.replace("None", "10.0.0.1"))
    there, uri = opened(tmp_path, SET)
    assert "STS106" in codes(there, uri)
    (tmp_path / "service.yaml").write_text(SERVICE)
    assert "STS106" not in codes(there, uri)
    beside = (tmp_path / "service.yaml").as_uri()
    there.open(beside, SERVICE.replace("None", "10.0.0.1"), 1, "yaml")
    assert "STS106" in codes(there, uri)
    assert there.close(beside) == [(beside, None, [])]
    assert "STS106" not in codes(there, uri)
    (tmp_path / "service.yaml").unlink()
    assert not {"STS105", "STS106"} & codes(there, uri)


def test_related_places_in_other_files_count_their_own_units(tmp_path: Path) -> None:
    other = SET.replace("  name: web\n", "  name: other\n", 1).replace(
        "    metadata:\n      labels: {app: web}", "    metadata: {annotations: {𝄞: é}, labels: {app: web}}"
    )
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    there, uri = opened(tmp_path, SET)
    related = [place for each in told(there, uri) for place in each.get("relatedInformation", ())]
    assert related
    line = next(line for line in other.split("\n") if "𝄞" in line)
    for place in related:
        assert place["location"]["uri"] == (tmp_path / "other.yaml").as_uri()
        found = place["location"]["range"]
        assert found["start"] == {"line": other.split("\n").index(line), "character": line.index("{app") + 1}
        assert found["end"]["character"] - found["start"]["character"] == len("{app: web}")


def test_a_patch_that_a_kustomization_lists_is_judged_as_one(tmp_path: Path) -> None:
    patch = SET.replace("  selector:\n    matchLabels: {app: web}\n", "")
    there, uri = opened(tmp_path, patch)
    whole = codes(there, uri)
    (tmp_path / "kustomization.yaml").write_text("patches:\n- path: web.yaml\n")
    assert codes(there, uri) < whole


@pytest.mark.parametrize(
    "text",
    [
        "services:\n  web:\n    image: nginx\n",
        "a: [1\n",
        "",
        "\n",
        "\x00\x01",
        "\ud800 lone",
        "- " * 2000,
        "kind: StatefulSet\n" + "a: &a [*a]\n",
        "kind: StatefulSet\nspec: " + "[" * 3000,
    ],
)
def test_no_text_is_too_odd(tmp_path: Path, text: str) -> None:
    there, uri = opened(tmp_path, text)
    for each in there.diagnostics(uri):
        assert isinstance(each.diagnostics, list)
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 9}}
    assert isinstance(there.actions(uri, whole), list)
    there.hover(uri, {"line": 0, "character": 1})
    there.hover(uri, {"line": 99, "character": 99})


def test_foreign_yaml_is_left_alone(tmp_path: Path) -> None:
    there, uri = opened(tmp_path, "services:\n  web: [\n")
    assert told(there, uri) == []


def test_a_buffer_that_was_never_saved_is_judged_alone(tmp_path: Path) -> None:
    there = service()
    there.open("untitled:Untitled-1", SET.replace("replicas", "replica"), 1, "yaml")
    assert "STS004" in codes(there, "untitled:Untitled-1")
    page = f"# Page\n\n```yaml\n{SET.replace('replicas', 'replica')}```\n"
    there.open("untitled:Untitled-2", page, 1, "markdown")
    found = next(each for each in told(there, "untitled:Untitled-2") if each["code"] == "STS004")
    assert found["range"]["start"] == at(page, "replica:")


def test_each_block_of_a_page_keeps_its_lines(tmp_path: Path) -> None:
    bad = SET.replace("replicas", "replica")
    page = f"# One\n\n```yaml\n{bad}```\n\n- two\n\n  ```yaml\n" + "".join(
        f"  {line}\n" for line in bad.splitlines()
    )
    page += "  ```\n"
    there, uri = opened(tmp_path, page, "page.md", "markdown")
    places = [each["range"]["start"] for each in told(there, uri) if each["code"] == "STS004"]
    second = page.rindex("replica:")
    line = page[:second].count("\n")
    assert places == [at(page, "replica:"), {"line": line, "character": 4}]
    fix = next(
        each for each in there.actions(uri, {"start": places[1], "end": places[1]}) if "isPreferred" in each
    )
    changed = applied(page, fix["edit"]["changes"][uri])
    assert changed == page[:second] + "replicas:" + page[second + len("replica:") :]


def test_a_fix_an_ignore_and_all_fixes_are_offered(tmp_path: Path) -> None:
    text = SET.replace("kind: StatefulSet", "kind: statefulset").replace("replicas", "replica")
    there, uri = opened(tmp_path, text)
    found = there.actions(uri, spot(text, "statefulset"))
    assert [each["kind"] for each in found] == ["quickfix", "quickfix", "source.fixAll.stslint"]
    fix, ignore, everything = found
    assert fix["isPreferred"] is True
    assert fix["diagnostics"][0]["code"] == "STS002"
    assert applied(text, fix["edit"]["changes"][uri]) == text.replace("statefulset", "StatefulSet")
    ignored = applied(text, ignore["edit"]["changes"][uri])
    assert ignored == text.replace("kind: st", "# stslint: ignore=STS002\nkind: st")
    assert applied(text, everything["edit"]["changes"][uri]) == SET


def test_what_mends_comes_before_what_hides(tmp_path: Path) -> None:
    text = SET.replace("- name: web", "- naem: web")
    there, uri = opened(
        tmp_path, text.replace("        readinessProbe: {httpGet: {path: /, port: 80}}\n", "")
    )
    titles = [each["title"] for each in there.actions(uri, spot(text, "naem"), ["quickfix"])]
    assert titles[0] == "Rename it to `name`"
    hides = [title.startswith("Ignore") for title in titles]
    assert hides == sorted(hides)
    assert hides.count(True) >= 2


def test_an_ignore_keeps_the_margin_and_joins_the_one_above(tmp_path: Path) -> None:
    text = SET.replace("replicas", "replica")
    there, uri = opened(tmp_path, text)
    ignore = next(e for e in there.actions(uri, spot(text, "replica:")) if "Ignore" in e["title"])
    once = applied(text, ignore["edit"]["changes"][uri])
    assert "\n  # stslint: ignore=STS004\n  replica: 5\n" in once
    there.change(uri, once, 2)
    assert "STS004" not in codes(there, uri)
    other = once.replace("ignore=STS004", "ignore=STS101")
    there.change(uri, other, 2)
    again = next(e for e in there.actions(uri, spot(other, "replica:")) if "Ignore" in e["title"])
    assert "\n  # stslint: ignore=STS101,STS004\n" in applied(other, again["edit"]["changes"][uri])


def test_json_is_offered_no_comment(tmp_path: Path) -> None:
    text = '{"apiVersion": "apps/v1",\n "kind": "StatefulSet",\n "metadata": {"name": "web"},\n "spce": {}}\n'
    there, uri = opened(tmp_path, text, "web.json", "json")
    titles = [each["title"] for each in there.actions(uri, spot(text, "spce"))]
    assert titles
    assert not [title for title in titles if title.startswith("Ignore")]


def test_an_unsafe_fix_is_named_so_and_not_among_all(tmp_path: Path) -> None:
    text = SET.replace(
        "    matchLabels: {app: web}", "    matchLabels:\n      app: web\n      version: 1.2.3"
    )
    text = text.replace("labels: {app: web}", "labels: {app: web, version: 1.2.3}")
    there, uri = opened(tmp_path, text)
    found = there.actions(uri, spot(text, "version: 1.2.3"))
    unsafe = [each for each in found if each.get("isPreferred") is False]
    assert len(unsafe) == 1
    assert "(unsafe: " in unsafe[0]["title"]
    assert not [each for each in found if each["kind"] == "source.fixAll.stslint"]


def test_only_the_kinds_that_are_asked_for_come(tmp_path: Path) -> None:
    text = SET.replace("replicas", "replica")
    there, uri = opened(tmp_path, text)
    here = spot(text, "replica:")
    assert {each["kind"] for each in there.actions(uri, here, ["quickfix"])} == {"quickfix"}
    assert {each["kind"] for each in there.actions(uri, here, ["source.fixAll"])} == {"source.fixAll.stslint"}
    assert {each["kind"] for each in there.actions(uri, here, ["source"])} == {"source.fixAll.stslint"}
    assert there.actions(uri, here, ["refactor"]) == []


def test_edits_name_the_version_where_the_editor_takes_it(tmp_path: Path) -> None:
    text = SET.replace("replicas", "replica")
    there, uri = opened(tmp_path, text)
    fix = there.actions(uri, spot(text, "replica:"), versioned=True)[0]
    assert fix["edit"]["documentChanges"][0]["textDocument"] == {"uri": uri, "version": 1}


def test_actions_are_of_the_newest_text(tmp_path: Path) -> None:
    there, uri = opened(tmp_path, SET)
    there.diagnostics(uri)
    changed = "# a line more\n" + SET.replace("replicas", "replica")
    there.change(uri, changed, 2)
    assert there.actions(uri, spot(changed, "replica:"))


def shown(there: Service, uri: str, position: dict[str, int]) -> str:
    found = there.hover(uri, position)
    return "" if found is None else str(found["contents"]["value"])


def test_a_finding_shows_its_page_and_a_field_its_meaning(tmp_path: Path) -> None:
    text = SET.replace("replicas", "replica")
    there, uri = opened(tmp_path, text)
    page = shown(there, uri, at(text, "replica:", 2))
    assert page.startswith("**STS004 unknown-field**")
    assert "## Bad" in page
    there.change(uri, SET, 2)
    assert shown(there, uri, at(SET, "replicas", 1)) == "`spec.replicas`: int32"
    assert "StatefulSetSpec with `minReadySeconds`" in shown(there, uri, at(SET, "spec:", 1))
    assert shown(there, uri, {"line": 0, "character": 12}) == "`apiVersion`: string"
    assert shown(there, uri, {"line": 50, "character": 10}) == ""


def test_a_field_of_few_values_names_them(tmp_path: Path) -> None:
    text = SET.replace("  replicas", "  podManagementPolicy: Parallel\n  replicas")
    there, uri = opened(tmp_path, text)
    page = shown(there, uri, at(text, "podManagementPolicy", 3))
    assert "OrderedReady" in page
    assert "Parallel" in page


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "replicas: 5",
            "replicas: 3",
            "OrderedReady: web-0, web-1, web-2 one after the other; an update replaces web-2 down to web-0",
        ),
        (
            "replicas: 5",
            "podManagementPolicy: Parallel\n  replicas: 5",
            "Parallel: web-0 ... web-4 at once; an update replaces web-4 down to web-0",
        ),
        (
            "    type: RollingUpdate",
            "    rollingUpdate: {partition: 3}",
            "an update replaces web-4 down to web-3 and leaves web-0, web-1, web-2 as they are",
        ),
        ("type: RollingUpdate", "type: OnDelete", "an update reaches a pod when you delete it"),
        ("replicas: 5", "replicas: 1", "OrderedReady: web-0 is created; an update replaces web-0"),
        ("replicas: 5", "replicas: 0", "no pod is created"),
        ("replicas: 5", "ordinals: {start: 4}\n  replicas: 2", "web-4, web-5 one after the other"),
    ],
)
def test_the_kind_shows_the_rollout(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = SET.replace(old, new)
    there, uri = opened(tmp_path, text)
    assert words in shown(there, uri, at(text, "StatefulSet", 2))
    assert words in shown(there, uri, at(text, "updateStrategy", 2))


def test_a_set_that_can_not_be_planned_shows_none(tmp_path: Path) -> None:
    for text in (SET.replace("replicas: 5", "replicas: 5000000"), "apiVersion: apps/v1\nkind: StatefulSet\n"):
        there, uri = opened(tmp_path, text)
        assert "OrderedReady" not in shown(there, uri, at(text, "StatefulSet", 2))


def test_the_configuration_counts_and_its_mistakes_stand_in_it(tmp_path: Path) -> None:
    text = SET.replace("replicas", "replica")
    there, uri = opened(tmp_path, text)
    assert "STS004" in codes(there, uri)
    file = tmp_path / ".stslint.yaml"
    file.write_text("ignore: [STS004]\n")
    assert "STS004" not in codes(there, uri)
    file.write_text("fail-on: error\nselct: []\n")
    published = {each.uri: each.diagnostics for each in there.diagnostics(uri)}
    assert published[file.as_uri()][0]["range"]["start"] == {"line": 1, "character": 0}
    assert "did you mean `select`?" in published[file.as_uri()][0]["message"]
    file.unlink()
    assert {each.uri: each.diagnostics for each in there.diagnostics(uri)}[file.as_uri()] == []


def test_what_is_excluded_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".stslint.yaml").write_text("exclude: [generated/]\n")
    (tmp_path / "generated").mkdir()
    there, uri = opened(tmp_path / "generated", SET.replace("replicas", "replica"))
    assert told(there, uri) == []


def test_several_minors_are_named(tmp_path: Path) -> None:
    (tmp_path / ".stslint.yaml").write_text("kubernetes-versions: ['1.33', '1.34']\n")
    text = SET.replace("        image", "        restartPolicyRules: []\n        image")
    there, uri = opened(tmp_path, text)
    found = next(each for each in told(there, uri) if each["code"] == "STS004")
    assert "(in 1.33)" in found["message"]


def test_a_configuration_that_can_not_be_read_is_no_end(tmp_path: Path) -> None:
    def broken(path: str) -> Judging:
        raise PermissionError(13, "Permission denied", os.fspath(tmp_path / "stslint.toml"))

    there = Service(RULES, broken)
    there.open("untitled:x", SET, 1, "yaml")
    assert "permission denied" in there.diagnostics("untitled:x")[1].diagnostics[0]["message"].lower()
    assert issubclass(ConfigurationError, StslintError)


def test_an_unknown_document_has_nothing() -> None:
    there = service()
    assert there.diagnostics("file:///nowhere.yaml") == []
    assert there.actions("file:///nowhere.yaml", spot("a", "a")) == []
    assert there.hover("file:///nowhere.yaml", {"line": 0, "character": 0}) is None
    assert there.close("file:///nowhere.yaml") == [("file:///nowhere.yaml", None, [])]
