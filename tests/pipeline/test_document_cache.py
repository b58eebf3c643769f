"""What is known of documents from an earlier run never changes a report, whatever has changed since."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stslint
from stslint.kubernetes.verdict import Verdict, check_object
from stslint.linter import known_answers, linter, rule_runner
from stslint.linter.asking import ask_watched
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.model import Document, Node, Source
from stslint.pipeline import cached_check_run, loading, run, survey
from stslint.pipeline.inputs import Inputs, discovery_of
from stslint.report import json
from stslint.runtime import worker_processes
from stslint.runtime.disk_cache import Store, is_worth_writing
from stslint.sources.loading import file_states
from stslint.sources.yaml.recovery import read

SET = """apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {name}
  namespace: {space}
spec:
  serviceName: {name}
  replicas: 3
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
      - name: main
        image: {image}
        env:
        - {{name: PEERS, value: "{name}-0.{name}"}}
        envFrom:
        - configMapRef: {{name: {name}}}
        volumeMounts:
        - {{name: data, mountPath: /data}}
  volumeClaimTemplates:
  - metadata: {{name: data}}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {{requests: {{storage: 1Gi}}}}
"""
OTHERS = (
    "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: {space}}}\n"
    "spec:\n  clusterIP: None\n  selector: {{app: {name}}}\n  ports: [{{port: 80}}]\n",
    "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: {name}, namespace: {space}}}\n"
    "spec:\n  maxUnavailable: 1\n  selector:\n    matchLabels: {{app: {name}}}\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: {space}}}\ndata: {{MODE: fast}}\n",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {space}}}\nspec:\n"
    "  selector:\n    matchLabels: {{app: {name}}}\n"
    "  template:\n    metadata:\n      labels: {{app: {name}}}\n"
    "    spec:\n      containers:\n      - {{name: main, image: nginx}}\n",
)
NAMES, SPACES = ("web", "db", "queue"), ("shop", "dev")
IMAGES = ("postgres:16.4", "nginx", "redis:7.4.1", "kafka:3.9")
WORDS = (
    "web",
    "db",
    "queue",
    "shop",
    "dev",
    "3",
    "1",
    "data",
    "main",
    "None",
    "StatefulSet",
    "Service",
    "app",
)


def manifest(chance: random.Random) -> str:
    texts = [chance.choice((SET, SET, *OTHERS)) for _ in range(chance.randint(1, 3))]
    fields = {"name": chance.choice(NAMES), "space": chance.choice(SPACES), "image": chance.choice(IMAGES)}
    return "---\n".join(text.format(**fields) for text in texts)


def replaced_word(text: str, chance: random.Random) -> str:
    return text.replace(chance.choice(WORDS), chance.choice(WORDS), chance.randint(1, 4))


def removed_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def added_ignore(text: str, chance: random.Random) -> str:
    return f"# stslint: ignore-file={chance.choice(('STS401', 'STS105', 'STS1', 'STS999'))}\n{text}"


def broken(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(("\t", "{", ":", '"', "---\n")) + text[place:]


EDITS: tuple[Callable[[str, random.Random], str], ...] = (
    *(replaced_word,) * 5, removed_line, removed_line, added_ignore, broken,
)  # fmt: skip


def same_size(text: str, chance: random.Random) -> str:
    """Returns a text of the same length with other digits or names in it."""
    pairs = ("3", "1"), ("db", "qa"), ("web", "dbs"), ("shop", "prod"), ("16.4", "16.3"), ("app", "web")
    old, new = chance.choice(pairs)
    return text.replace(old, new, chance.randint(1, 4))


def change_secretly(file: Path, chance: random.Random) -> None:
    """Changes a file that keeps its size and the time of its last change, or gets an older one."""
    state = file.stat()
    file.write_text(same_size(file.read_text(), chance))
    age = chance.choice((0, 0, 1_000_000_000))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns - age))


def exchange(one: Path, other: Path) -> None:
    spare = one.with_name("spare")
    one.rename(spare)
    other.rename(one)
    spare.rename(other)


def link(folder: Path, name: str, chance: random.Random) -> None:
    """Makes a file a link to one of the texts that nobody finds by their names, or retargets it."""
    target = folder / f"text-{chance.randrange(3)}"
    if not target.exists() or chance.random() < 0.3:
        target.write_text(manifest(chance))
    file = folder / name
    file.unlink(missing_ok=True)
    file.symlink_to(target.name)


def replace_folder(folder: Path, chance: random.Random) -> None:
    """Replaces a folder by a copy in which one file is another one of the same size and times."""
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy, symlinks=True)
    files = sorted(path for path in copy.rglob("*.yaml") if not path.is_symlink())
    if files:
        change_secretly(chance.choice(files), chance)
    shutil.rmtree(folder)
    copy.rename(folder)


def edit(folder: Path, chance: random.Random) -> None:
    if chance.random() < 0.3:
        edit_unseen(folder, chance)
    else:
        edit_text(folder, chance)


def edit_unseen(folder: Path, chance: random.Random) -> None:
    """Changes files in ways that neither their sizes nor the times of their last changes show."""
    files = sorted(path for path in folder.rglob("*.yaml") if not path.is_symlink())
    kind = chance.random()
    if kind < 0.5 and files:
        change_secretly(chance.choice(files), chance)
    elif kind < 0.7 and len(files) > 1:
        exchange(*chance.sample(files, 2))
    elif kind < 0.9:
        link(folder / chance.choice("ab"), f"{chance.randrange(30)}.yaml", chance)
    else:
        replace_folder(folder / chance.choice("ab"), chance)


def edit_text(folder: Path, chance: random.Random) -> None:
    files = sorted(folder.rglob("*.yaml"))
    kind = chance.random()
    if kind < 0.15 or len(files) < 4:
        (folder / chance.choice("ab") / f"{chance.randrange(30)}.yaml").write_text(manifest(chance))
    elif kind < 0.25:
        chance.choice(files).unlink()
    elif kind < 0.32:
        file = chance.choice(files)
        file.rename(file.with_name(f"{chance.randrange(30)}.yaml"))
    else:
        file = chance.choice(files)
        file.write_text(chance.choice(EDITS)(file.read_text(), chance))


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in "ab":
        (tmp_path / "tree" / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "tree")
    monkeypatch.setattr(worker_processes, "SHARE", 1)
    # A file is trusted as soon as the next run begins: a run takes longer than a tick of the file system.
    monkeypatch.setattr(file_states, "_SETTLED", 0)
    monkeypatch.setattr(cached_check_run, "FEWEST_STATES", 1)
    monkeypatch.setattr(cached_check_run, "FEWEST_FILES", 1)
    return tmp_path / "tree"


RULES = rule_set()


def report(store: Store | None, settings: Settings = Settings()) -> str:  # noqa: B008
    asked = run.Run(Inputs(["."]), RULES, settings, store=store)
    rendered: tuple[str] = cached_check_run.check(asked, "json", lambda report: (json.render(report),))
    return rendered[0]


def assert_random_edits_change_nothing(
    tree: Path, monkeypatch: pytest.MonkeyPatch, seed: int, rounds: int
) -> None:
    chance = random.Random(seed)
    store = Store(str(tree.parent / "cache"))
    for _ in range(8):
        (tree / chance.choice("ab") / f"{chance.randrange(30)}.yaml").write_text(manifest(chance))
    for number in range(rounds):
        edit(tree, chance)
        # Every other run begins with a survey, as one over many files does.
        monkeypatch.setattr(survey, "FEWEST", 1 + number % 2 * 1_000)
        monkeypatch.setattr(rule_runner, "_TREES", 2 + number % 3)
        # Some runs leave what the last one has written, as those over many files do.
        worth = is_worth_writing if number % 3 else lambda changed, total: not total
        monkeypatch.setattr(known_answers, "is_worth_writing", worth)
        monkeypatch.setattr(cached_check_run, "is_worth_writing", worth)
        settings = Settings(jobs=(1, 2, 4)[number % 3], complete=number % 16 > 11)
        found = report(store, settings)
        monkeypatch.setattr(survey, "FEWEST", 1_000)
        assert found == report(None, Settings(complete=settings.complete)), (seed, number)


@pytest.mark.parametrize("seed", range(3))
def test_report_after_random_edits_is_that_of_a_run_from_nothing(
    tree: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_random_edits_change_nothing(tree, monkeypatch, seed, 20)


@pytest.mark.slow
def test_report_after_many_random_edits_is_that_of_a_run_from_nothing(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_random_edits_change_nothing(
        tree, monkeypatch, 2026, 500 if os.environ.get("STSLINT_LONG_TESTS") else 60
    )


def test_unchanged_documents_are_not_checked_again(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = {"space": "shop", "image": "nginx"}
    for name in NAMES:
        (tree / "a" / f"{name}.yaml").write_text(SET.format(name=name, **fields))
    store = Store(str(tree.parent / "cache"))
    checked: list[Node] = []

    def counted(root: Node, *words: Any) -> Verdict:
        checked.append(root)
        return check_object(root, *words)

    monkeypatch.setattr(linter, "check_object", counted)
    report(store)
    assert len(checked) == 3
    (tree / "a" / "web.yaml").write_text(SET.format(name="web", **fields).replace("1Gi", "2Gi"))
    changed = report(store)
    assert [root.at("metadata.name").value for root in checked[3:]] == ["web"]
    assert changed == report(None)


def test_cache_of_another_version_is_not_used(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "a" / "web.yaml").write_text(SET.format(name="web", space="shop", image="nginx"))
    store = Store(str(tree.parent / "cache"))
    report(store)
    kept = {path.name for path in (tree.parent / "cache").iterdir()}
    monkeypatch.setattr(stslint, "__version__", "99.0")
    assert report(store) == report(None)
    # The states of the files, what is known of the documents, and the report.
    assert len({path.name for path in (tree.parent / "cache").iterdir()} - kept) == 3


def test_files_of_other_objects_are_not_parsed_again(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        fields = {"name": name, "space": "shop", "image": "nginx"}
        texts = [text.format(**fields) for text in (SET, OTHERS[0], OTHERS[1])]
        (tree / "a" / f"{name}.yaml").write_text("---\n".join(texts))
    store = Store(str(tree.parent / "cache"))
    parsed: list[str] = []

    def noted(source: Source) -> list[Document]:
        parsed.append(source.name)
        return read(source)

    monkeypatch.setattr(loading, "read", noted)
    report(store)
    assert parsed == [f"a/{name}.yaml" for name in sorted(NAMES)]
    web = tree / "a" / "web.yaml"
    web.write_text(web.read_text().replace("replicas: 3", "replicas: 1"))
    changed = report(store)
    assert parsed[3:] == ["a/web.yaml"]
    assert changed == report(None)


def test_object_is_looked_at_again_when_what_it_needs_is_removed(tree: Path) -> None:
    fields = {"name": "web", "space": "shop", "image": "nginx"}
    (tree / "a" / "web.yaml").write_text(SET.format(**fields))
    budget = tree / "b" / "budget.yaml"
    budget.write_text(OTHERS[1].format(**fields))
    store = Store(str(tree.parent / "cache"))
    assert "STS401" not in report(store)
    budget.write_text(OTHERS[1].format(**fields).replace("{app: web}", "{app: db}"))
    changed = report(store)
    assert "STS401" in changed
    assert changed == report(None)


@pytest.mark.parametrize("text", [SET, f"{SET}---\n{SET}", ""])
def test_file_that_changes_while_it_is_checked_is_checked_as_it_is_then(
    tree: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    fields = {"name": "web", "space": "shop", "image": "nginx"}
    web, budget = tree / "a" / "web.yaml", tree / "b" / "budget.yaml"
    web.write_text(SET.format(**fields))
    budget.write_text(OTHERS[1].format(**fields))
    store = Store(str(tree.parent / "cache"))
    report(store)
    # The StatefulSet is looked at again, but by now its file is another one than the discovery has seen.
    budget.write_text(OTHERS[1].format(**fields).replace("{app: web}", "{app: db}"))

    def then_changed(*words: Any) -> Any:
        found = discovery_of(*words)
        web.write_text(text.format(**{**fields, "image": "postgres:16.4"}))
        return found

    monkeypatch.setattr(cached_check_run, "discovery_of", then_changed)
    found = report(store)
    monkeypatch.undo()
    monkeypatch.chdir(tree)
    assert found == report(None)


def test_objects_next_to_a_changed_one_are_known_to_be_the_same(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"space": "shop", "image": "nginx"}
    together = [OTHERS[0].format(name="web", **fields), SET.format(name="web", **fields)]
    (tree / "a" / "web.yaml").write_text("---\n".join(together))
    (tree / "a" / "db.yaml").write_text(SET.format(name="db", **fields))
    store = Store(str(tree.parent / "cache"))
    report(store)
    asked: list[str] = []

    def noted(document: Document, *words: Any) -> Any:
        asked.append(document.name)
        return ask_watched(document, *words)

    monkeypatch.setattr(rule_runner, "ask_watched", noted)
    together[1] = together[1].replace("replicas: 3", "replicas: 1")
    (tree / "a" / "web.yaml").write_text("---\n".join(together))
    assert report(store) == report(None)
    assert set(asked) == {"web"}
    together[0] = together[0].replace("port: 80", "port: 81")
    (tree / "a" / "web.yaml").write_text("---\n".join(together))
    assert report(store) == report(None)
    assert "db" in asked


def test_few_changes_are_not_written(tree: Path) -> None:
    fields = {"space": "shop", "image": "nginx"}
    for number in range(60):
        text = SET.format(name=f"web-{number}", **fields)
        (tree / "a" / f"{number}.yaml").write_text(text)
    store = Store(str(tree.parent / "cache"))
    report(store)
    entries = {path.name: path.read_bytes() for path in (tree.parent / "cache").iterdir()}
    (tree / "a" / "0.yaml").write_text(
        SET.format(name="web-0", **fields).replace("replicas: 3", "replicas: 1")
    )
    assert report(store) == report(None)
    now = {path.name: path.read_bytes() for path in (tree.parent / "cache").iterdir()}
    assert len(now) == len(entries) + 1  # the report
    assert entries.items() <= now.items()
    assert report(store) == report(None)


def test_states_of_few_files_are_not_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached_check_run, "FEWEST_STATES", 2)
    web = tree / "a" / "web.yaml"
    web.write_text(SET.format(name="web", space="shop", image="nginx"))
    store = Store(str(tree.parent / "cache"))
    report(store)
    entries = {path.name for path in (tree.parent / "cache").iterdir()}
    assert len(entries - {"CACHEDIR.TAG"}) == 2  # what is known of the document, and the report


@pytest.mark.parametrize(("fewest", "entries"), [(1, 3), (2, 2)])
def test_documents_of_few_files_are_not_kept(
    tree: Path, monkeypatch: pytest.MonkeyPatch, fewest: int, entries: int
) -> None:
    monkeypatch.setattr(cached_check_run, "FEWEST_FILES", fewest)
    (tree / "a" / "web.yaml").write_text(SET.format(name="web", space="shop", image="nginx"))
    store = Store(str(tree.parent / "cache"))
    assert report(store) == report(None)
    cached = {path.name for path in (tree.parent / "cache").iterdir()} - {"CACHEDIR.TAG"}
    assert len(cached) == entries  # the states, what is known of the document, and the report
    assert report(store) == report(None)
