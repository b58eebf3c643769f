"""The configuration: which file, what it may say, and how it is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.config import ConfigurationError, configuration_for
from stslint.config.keys import KEYS
from stslint.config.schema import configuration_schema
from stslint.config.settings import settings_from
from stslint.config.validation import complaints
from stslint.linter.rule_set import rule_set
from tests.support.paths import ROOT

WHOLE = """\
select: [STS1, STS3]
extend-select: [STS201]
ignore: [service-name-missing]
profile: gitops
severities: {STS302: info}
per-path-ignores:
  "tests/**": [STS2]
per-path-severities:
  "deploy/": {STS105: error}
kubernetes-versions: [1.30, v1.34.2]
exclude: [generated/]
context: [../shared]
applications: [apps.toml]
complete: true
fail-on: error
"""


def written(folder: Path, text: str, name: str = ".stslint.yaml") -> Path:
    (folder / name).write_text(text)
    return folder


def faults(folder: Path) -> list[tuple[int, str]]:
    with pytest.raises(ConfigurationError) as caught:
        settings_from(configuration_for(str(folder)), rule_set())
    return [(fault.line, fault.message) for fault in caught.value.faults]


def test_every_setting_arrives(tmp_path: Path) -> None:
    written(tmp_path, '[images]\n"example.com/db" = "etcd"\n', "apps.toml")
    settings = settings_from(configuration_for(str(written(tmp_path, WHOLE))), rule_set())
    assert settings.images == (("example.com/db", "etcd"),)
    assert settings.versions == ("1.30", "1.34")
    assert settings.select == ("STS1", "STS3")
    assert settings.extend_select == ("claim-defaults-omitted", "forced-rollback-risk", "STS201")
    assert settings.ignore == ("service-name-missing",)
    assert settings.severities == {"STS302": "info", "STS408": "error", "STS508": "warning"}
    assert settings.per_path[0].ignore == ("STS2",)
    assert settings.per_path[1].severities == {"STS105": "error"}
    assert (settings.complete, settings.fail_on) == (True, "error")
    assert settings.folder == str(tmp_path.resolve())


def test_the_three_files_say_the_same(tmp_path: Path) -> None:
    texts = {
        ".stslint.yaml": 'kubernetes-version: 1.30\nignore: [STS1]\nseverities: {"STS302": info}\n',
        "stslint.toml": 'kubernetes-version = 1.30\nignore = ["STS1"]\n[severities]\nSTS302 = "info"\n',
        "pyproject.toml": '[tool.stslint]\nkubernetes-version = "1.30"\nignore = ["STS1"]\n'
        'severities = {STS302 = "info"}\n',
    }
    read = []
    for index, (name, text) in enumerate(texts.items()):
        folder = tmp_path / str(index)
        folder.mkdir()
        read.append(configuration_for(str(written(folder, text, name))).values)
    assert read[0] == read[1] == read[2]


def test_the_nearest_file_is_taken_and_a_foreign_project_is_passed(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    written(tmp_path, "fail-on: error")
    written(inner, '[project]\ndependencies = ["stslint"]\n', "pyproject.toml")
    manifest = inner / "set.yaml"
    assert configuration_for(str(manifest)).values == {"fail-on": "error"}
    written(inner, 'fail-on = "info"', "stslint.toml")
    assert configuration_for(str(manifest)).values == {"fail-on": "info"}


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        (".stslint.yaml", "fail-on: info\nselct: []\n", 2, "did you mean `select`?"),
        (".stslint.yaml", "extend_select: []\n", 1, "did you mean `extend-select`?"),
        (".stslint.yaml", "rules: ./mine\n", 1, "only when --rules names"),
        (".stslint.yaml", "ignore:\n- STS1\n- 7\n", 3, "must be a string, not the number `7`"),
        (".stslint.yaml", "ignore: STS201\n", 1, "`ignore` must be a list, not the string `STS201`"),
        (".stslint.yaml", "complete: yep\n", 1, "must be true or false, not the string `yep`"),
        (".stslint.yaml", "fail-on: warn\n", 1, "`error`, `warning` or `info`, not the string `warn`"),
        (".stslint.yaml", "profile: gitop\n", 1, "did you mean `gitops`?"),
        (".stslint.yaml", "kubernetes-version: 1.12\n", 1, "1.25 to 1.37"),
        (".stslint.yaml", "kubernetes-version: 1.3\nkubernetes-versions: ['1.33']\n", 1, "1.25 to 1.37"),
        (".stslint.yaml", "kubernetes-versions: []\n", 1, "`kubernetes-versions` must not be empty"),
        (
            ".stslint.yaml",
            "severities:\n  STS302: loud\n",
            2,
            "`STS302` must be `error`, `warning` or `info`, not the string `loud`",
        ),
        (".stslint.yaml", "severities:\n  STS302: info\n  STS99: info\n", 3, "no rule matches `STS99`"),
        (".stslint.yaml", "select: [service-name-mising]\n", 1, "did you mean `service-name-missing`?"),
        (".stslint.yaml", "per-path-ignores:\n  a/: [STS201]\n  b/: [STS99]\n", 3, "no rule matches"),
        (".stslint.yaml", "per-path-ignores: [a]\n", 1, "must be a mapping"),
        (".stslint.yaml", "fail-on: info\nfail-on: error\n", 2, "duplicate key `fail-on`"),
        (".stslint.yaml", "- fail-on\n", 1, "a mapping of settings"),
        (".stslint.yaml", "fail-on: [\n", 2, "not valid YAML"),
        (".stslint.yaml", "fail-on: info\n---\nfail-on: info\n", 3, "one document"),
        ("stslint.toml", "kubernetes-version = 1\n", 1, "must be a version in quotes"),
        ("stslint.toml", 'fail-on = "info"\nselct = []\n', 2, "did you mean `select`?"),
        (
            "stslint.toml",
            "\n[severities]\n# so\nSTS302 = true\n",
            4,
            "`STS302` must be `error`, `warning` or `info`, not true",
        ),
        ("stslint.toml", 'exclude = ["""\na = 1\n[ignore]\nit\'s # b"""]\nselct = []\n', 5, "`select`?"),
        (
            "stslint.toml",
            'exclude = [\'a#\', \'\'\'\nselct = 1\'\'\', """"""] # """\nselct = []\n',
            3,
            "`select`?",
        ),
        ("stslint.toml", 'fail-on = "info\n', 1, "not valid TOML"),
        ("pyproject.toml", "[project]\nname = 'x'\n[tool.stslint]\nselct = []\n", 4, "`selct`"),
        ("pyproject.toml", "[tool]\nstslint = 3\n", 2, "must be a table"),
    ],
)
def test_what_can_not_be_meant_is_refused_on_its_line(
    tmp_path: Path, name: str, text: str, line: int, says: str
) -> None:
    found = faults(written(tmp_path, text, name))
    assert any(at == line and says in message for at, message in found), found


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    found = faults(written(tmp_path, "selct: []\nfail-on: loud\ncomplete: 3\n"))
    assert [line for line, _ in found] == [1, 2, 3]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
VALUES = st.one_of(
    PLAIN,
    st.lists(st.sampled_from(["STS1", "1.33", "1.34"]), max_size=2),
    st.sampled_from(["1.33", "error", "gitops", True]),
    st.dictionaries(st.sampled_from(["STS1", "a"]), st.sampled_from(["error", "loud", ["STS1"]]), max_size=2),
)


@given(st.dictionaries(st.sampled_from([*KEYS, "rules"]), VALUES, max_size=4))
def test_what_is_taken_fits_the_published_schema(values: dict[str, object]) -> None:
    if not list(complaints(values)):
        jsonschema.Draft7Validator(configuration_schema()).validate(values)


def test_the_published_schema_refuses_what_is_refused(tmp_path: Path) -> None:
    validator = jsonschema.Draft7Validator(configuration_schema())
    jsonschema.Draft7Validator.check_schema(configuration_schema())
    validator.validate(configuration_for(str(written(tmp_path, WHOLE))).values)
    wrongs: tuple[dict[str, Any], ...] = (
        {"selct": []},
        {"select": "STS1"},
        {"fail-on": "loud"},
        {"kubernetes-versions": []},
    )
    for wrong in wrongs:
        assert not validator.is_valid(wrong)
        assert list(complaints(wrong))


def examples() -> list[tuple[str, str]]:
    """Returns the name and the text of each example on the page about configuration."""
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    names = {"toml": "stslint.toml", "yaml": ".stslint.yaml"}
    parts = page.split("```")[1::2]
    return [
        (names[label], text) for label, _, text in (part.partition("\n") for part in parts) if label in names
    ]


@pytest.mark.parametrize("index", range(len(examples())))
def test_the_examples_of_the_page_hold(tmp_path: Path, index: int) -> None:
    name, text = examples()[index]
    if "[tool.stslint" in text:
        name = "pyproject.toml"
    configuration = configuration_for(str(written(tmp_path, text, name)))
    assert configuration.values
    settings_from(configuration, rule_set())
    jsonschema.Draft7Validator(configuration_schema()).validate(dict(configuration.values))


def test_the_page_speaks_of_every_setting() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [name for name in KEYS if f"`{name}`" not in page] == []
    json.dumps(configuration_schema())


APPLICATIONS = "applications: [apps.toml]\n"


def test_a_file_of_images_says_which_applications_they_run(tmp_path: Path) -> None:
    written(tmp_path, APPLICATIONS)
    written(tmp_path, '[images]\n"example.com/db" = "postgresql:17.2"\n"etcd" = "none"\n', "apps.toml")
    settings = settings_from(configuration_for(str(tmp_path)), rule_set())
    assert settings.images == (("example.com/db", "postgresql:17.2"), ("etcd", "none"))


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ('[images]\n"a" = "etcd"\n"b" = "postgrsql"\n', 3, "did you mean `postgresql`?"),
        ("[images]\na = 1\n", 2, "must name an application in quotes"),
        ("[image]\na = 'etcd'\n", 1, "there is `images`"),
        ("images = 1\n", 1, "must be a table"),
        ("images = [\n", 2, ""),
    ],
)
def test_a_file_of_images_with_a_fault_is_refused(tmp_path: Path, text: str, line: int, fault: str) -> None:
    written(tmp_path, APPLICATIONS)
    written(tmp_path, text, "apps.toml")
    with pytest.raises(ConfigurationError) as refused:
        settings_from(configuration_for(str(tmp_path)), rule_set())
    (found,) = refused.value.faults
    assert found.file.endswith("apps.toml")
    assert fault in found.message
    assert found.line in (1, line)


def test_a_file_of_images_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    written(tmp_path, APPLICATIONS)
    with pytest.raises(ConfigurationError, match=r"\.stslint\.yaml:1: .*apps\.toml. can't be read"):
        settings_from(configuration_for(str(tmp_path)), rule_set())


def test_selectors_that_are_repeated_are_one(tmp_path: Path) -> None:
    text = (
        "select: [STS1, ALL, STS1]\nextend-select: [STS2, STS2]\nignore: [STS105, STS105]\n"
        "per-path-ignores: {a/: [STS3, STS3]}\n"
    )
    settings = settings_from(configuration_for(str(written(tmp_path, text))), rule_set())
    assert (settings.select, settings.extend_select, settings.ignore, settings.per_path[0].ignore) == (
        ("STS1", "ALL"),
        ("STS2",),
        ("STS105",),
        ("STS3",),
    )
