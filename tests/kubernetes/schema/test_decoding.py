"""Strict decoding: what is refused, what is not, and what is said of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.json_schema import validator
from stslint.kubernetes.schema.decoding import decode
from stslint.kubernetes.schema.explanation import reasons
from stslint.kubernetes.schema.openapi import load
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Problem, Source
from stslint.sources.yaml.parser import parse

CLEAN = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels: {app: web, empty: null}
  annotations:
spec:
  serviceName: web
  replicas: 3.0
  revisionHistoryLimit: 1e1
  minReadySeconds: 0x3
  selector: {matchLabels: {app: web}}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0, maxUnavailable: 25%}}
  template:
    metadata: {creationTimestamp: null, labels: {app: web}}
    spec:
      hostNetwork: no
      containers:
        - name: web
          image: nginx:1.27
          command: [sh, null]
          env:
            - name: TIME
              value: 12:30:45
            - {name: DAY, value: 2026-01-31}
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 5}
          resources: {requests: {cpu: 0.5, memory: 1Gi}, limits: {cpu: 2, memory: 2Gi}}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
"""


def decoded(text: str, version: str = NEWEST, *, patch: bool = False) -> list[Problem]:
    return [
        found
        for document in parse(Source("x", text))
        for found in decode(document.root, version, patch=patch)
    ]


def one(text: str, version: str = NEWEST) -> Problem:
    (problem,) = decoded(text, version)
    return problem


def with_spec(spec: str) -> str:
    return f"apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  {spec}\n"


def with_container(container: str) -> str:
    return with_spec(f"template: {{spec: {{containers: [{{{container}}}]}}}}")


def test_a_clean_document_decodes() -> None:
    assert decoded(CLEAN) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (CLEAN, []),
        (CLEAN.replace("10Gi", "10GB"), ["invalid-quantity"]),
        (CLEAN.replace("3.0", "3000000000"), ["wrong-type"]),
        (CLEAN.replace("replicas: 3.0", "replicas: 3\n  replicas: 3"), ["duplicate-key"]),
    ],
)
def test_jsonschema_is_not_imported_where_no_schema_gives_the_reason(text: str, rules: list[str]) -> None:
    program = (
        "import sys; from stslint.kubernetes.schema.decoding import decode; from stslint.model import Source;"
        "from stslint.sources.yaml.parser import parse;"
        "print(*(each.rule for each in decode(parse(Source('x', sys.argv[1]))[0].root, sys.argv[2])));"
        "assert 'jsonschema' not in sys.modules"
    )
    command = [sys.executable, "-c", program, text, NEWEST]
    done = subprocess.run(command, check=True, timeout=60, capture_output=True, text=True)
    assert done.stdout.split() == rules


BROKEN = with_container("naem: web, image: 1, ports: {a: 1}, command: [sh, 1], resources: {limits: {cpu: x}}")


def test_jsonschema_is_not_imported_for_problems_that_are_not_reported() -> None:
    program = (
        "import sys; from stslint.kubernetes.schema.decoding import decode; from stslint.model import Source;"
        "from stslint.sources.yaml.parser import parse; (document,) = parse(Source('x', sys.argv[1]));"
        "found = decode(document.root, sys.argv[2], reported=False);"
        "assert 'jsonschema' not in sys.modules;"
        "assert found == decode(document.root, sys.argv[2]);"
        "assert 'jsonschema' in sys.modules;"
        "print(len(found))"
    )
    command = [sys.executable, "-c", program, BROKEN, NEWEST]
    assert subprocess.run(command, check=True, timeout=60, capture_output=True, text=True).stdout == "5\n"


def test_a_kind_without_a_schema_decodes() -> None:
    assert decoded("apiVersion: example.com/v1\nkind: Thing\nspec: {a: [1, {b: c}]}") == []
    assert decoded("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrule: 1") == []


def test_a_misspelled_kind_is_read_as_what_was_meant() -> None:
    assert one("apiVersion: apps/v1\nkind: statefulset\nspec: {replica: 1}").rule == "unknown-field"
    assert one("apiVersion: apps/v1beta1\nkind: StatefulSet\nspec: {replica: 1}").rule == "unknown-field"


def test_problems_come_in_the_order_of_the_file() -> None:
    text = CLEAN.replace("serviceName", "servicename").replace("10Gi", "10gb").replace("image:", "img:")
    problems = decoded(text)
    assert [problem.rule for problem in problems] == ["unknown-field", "unknown-field", "invalid-quantity"]
    assert [problem.span.line for problem in problems] == sorted(problem.span.line for problem in problems)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (with_container("naem: web"), "name"),
        (with_container("Name: web"), "name"),
        (with_container("volumeMount: []"), "volumeMounts"),
        (with_container("read_only: x, readinessprobe: {}").replace("read_only: x, ", ""), "readinessProbe"),
        (with_container("'name ': web"), "name"),
        (with_spec("volumeClaimTemplate: []"), "volumeClaimTemplates"),
        (with_spec("selector: {matchLabel: {a: b}}"), "matchLabels"),
        (with_spec("updateStrategy: {rollingUpdate: {partiton: 1}}"), "partition"),
        ("apiVersion: apps/v1\nkind: StatefulSet\nmetdata: {}", "metadata"),
    ],
)
def test_a_misspelled_field_is_renamed(text: str, meant: str) -> None:
    problem = one(text)
    assert (problem.rule, problem.on) == ("unknown-field", "key")
    assert problem.help == f"did you mean `{meant}`?"
    assert problem.fix is not None
    assert problem.fix.safe
    (edit,) = problem.fix.edits
    assert edit.span == problem.node.key_span
    assert edit.text.strip("\"'") == meant


def test_no_fix_where_the_name_is_taken_or_the_value_does_not_fit() -> None:
    taken = one(with_container("name: a, naem: b"))
    assert (taken.help, taken.fix) == ("`name` is already set here: remove one of the two", None)
    assert one(with_container("port: 80")).fix is None


@pytest.mark.parametrize(
    "fields", ["naem: a, nmae: b", "nmae: a, naem: b", "naem: a, naem: b", "naem: a, image: x, naem: b"]
)
def test_no_fix_where_two_keys_can_mean_the_same_field(fields: str) -> None:
    problems = [each for each in decoded(with_container(fields)) if each.rule == "unknown-field"]
    assert problems
    assert [(problem.help, problem.fix) for problem in problems] == [
        ("did you mean `name`?", None) for _ in problems
    ]


def test_a_quoted_key_stays_quoted() -> None:
    problem = one('{"apiVersion": "apps/v1", "kind": "StatefulSet", "sepc": {}}')
    assert problem.fix is not None
    assert problem.fix.edits[0].text == '"spec"'


def test_two_candidates_are_no_suggestion() -> None:
    problem = one(with_container("lifecycle: {postStart: {http: {}}, xyz: 1}").replace("http: {}", ""))
    assert problem.help == ""
    assert problem.fix is None


@pytest.mark.parametrize(
    ("text", "home"),
    [
        (with_spec("template: {spec: {replicas: 3}}"), "under `spec`"),
        (with_spec("containers: []"), "under `template.spec`"),
        (with_spec("updateStrategy: {partition: 1}"), "under `rollingUpdate`"),
        ("apiVersion: apps/v1\nkind: StatefulSet\nreplicas: 3", "under `spec`"),
        (with_spec("selector: {app: web}"), "under `matchLabels`"),
        (
            with_spec("template: {spec: {containers: [], imagePullPolicy: Always}}"),
            "an entry of `containers`",
        ),
        ("apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {spec: {}}", "at the top of the document"),
    ],
)
def test_a_misplaced_field_is_sent_home(text: str, home: str) -> None:
    problem = one(text)
    assert problem.rule == "unknown-field"
    assert home in problem.help


def test_a_field_of_a_newer_version_says_since_when() -> None:
    text = with_spec("ordinals: {start: 1}")
    problem = one(text, "1.25")
    assert "before Kubernetes 1.26" in problem.message
    assert "1.25" in problem.message
    assert problem.fix is None
    assert decoded(text, "1.26") == []


def test_an_unknown_field_is_refused_even_when_it_is_null() -> None:
    assert one(with_container("foo: null")).rule == "unknown-field"


def test_the_path_of_an_unknown_field_is_the_decoders() -> None:
    assert one("apiVersion: v1\nkind: Pod\nmetadata: {a.b/c: d}").path == "metadata.a.b/c"


def test_directives_of_a_patch_are_known_to_patches_alone() -> None:
    text = with_container("name: web, $patch: delete")
    assert decoded(text, patch=True) == []
    assert one(text).rule == "unknown-field"


def test_a_repeated_key_points_at_the_second_and_names_the_first() -> None:
    problem = one("apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  replicas: 1\n  replicas: 2")
    assert (problem.rule, problem.span.line) == ("duplicate-key", 5)
    assert problem.related[0].node.span.line == 4


def test_a_repeated_key_in_a_free_mapping_is_refused_too() -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: '1', a: '2'}"
    assert [problem.rule for problem in decoded(text)] == ["duplicate-key"]


@pytest.mark.parametrize(
    ("spec", "quoted"),
    [
        ("serviceName: 8080", '"8080"'),
        ("serviceName: yes", '"yes"'),
        ("serviceName: 010", '"010"'),
        ("serviceName: 1e3", '"1e3"'),
        ("serviceName: 1.10", '"1.10"'),
        ("selector: {matchLabels: {version: 1.10}}", '"1.10"'),
        ("template: {spec: {containers: [{args: [on]}]}}", '"on"'),
    ],
)
def test_a_bare_scalar_in_a_string_field_gets_quotes(spec: str, quoted: str) -> None:
    problem = one(with_spec(spec))
    assert problem.rule == "unquoted-scalar"
    assert problem.fix is not None
    assert problem.fix.edits == ((problem.node.span, quoted),)


@pytest.mark.parametrize(
    ("spec", "written"),
    [
        ("replicas: '3'", "3"),
        ('minReadySeconds: "-1"', "-1"),
        ("template: {spec: {terminationGracePeriodSeconds: 30s}}", "30"),
        ("template: {spec: {hostNetwork: 'true'}}", "true"),
    ],
)
def test_a_value_in_another_form_is_rewritten(spec: str, written: str) -> None:
    problem = one(with_spec(spec))
    assert (problem.rule, problem.help) == ("wrong-type", f"use `{written}`")
    assert problem.fix is not None
    assert problem.fix.edits == ((problem.node.span, written),)


@pytest.mark.parametrize(
    ("spec", "message", "advice"),
    [
        ("replicas: three", "must be a whole number, not the string `three`", ""),
        ("replicas: 1.5", "not the number `1.5`", ""),
        ("replicas: ''", "not an empty string", ""),
        ("replicas: 2147483648", "must be between -2147483648 and 2147483647", ""),
        ("replicas: 1e20", "must be between", ""),
        ("template: {spec: {securityContext: {runAsUser: 9223372036854775808}}}", "must fit in 64 bits", ""),
        ("template: []", "must be a mapping, not a list", "use `{}`"),
        ("template: [{spec: {}}]", "must be a mapping, not a list", "braces"),
        ("template: web", "must be a mapping, not the string `web`", ""),
        ("volumeClaimTemplates: {metadata: {}}", "must be a list, not a mapping", "brackets"),
        (
            "volumeClaimTemplates:\n    metadata: {}",
            "must be a list, not a mapping",
            "begin the entry with `- `",
        ),
        ("template:\n  - spec: {}", "must be a mapping, not a list", "without `- `"),
        ("template: {spec: {containers: [{command: sh}]}}", "must be a list, not the string", "`- sh`"),
        ("template: {spec: {containers: [web]}}", "an entry of `containers` must be a mapping", ""),
        ("template: {spec: {hostNetwork: 1}}", "must be `true` or `false`, not the number `1`", ""),
        ("updateStrategy: {rollingUpdate: {maxUnavailable: 1.5}}", "a whole number or a string", ""),
        ("selector: {matchLabels: [a, b]}", "must be a mapping, not a list", ""),
        ("selector: {matchLabels: {a: {b: c}}}", "`a` must be a string, not a mapping", ""),
        (
            "template: {metadata: {creationTimestamp: 2026-01-31}}",
            "a time such as `2026-01-31T12:00:00Z`",
            "",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(spec: str, message: str, advice: str) -> None:
    problem = one(with_spec(spec))
    assert problem.rule == "wrong-type"
    assert message in problem.message
    assert advice in problem.help


def test_json_takes_no_fraction_for_a_whole_number() -> None:
    text = '{"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {"replicas": 3.0}}'
    problem = one(text)
    assert (problem.rule, problem.help) == ("wrong-type", "use `3`")
    assert one(text.replace("3.0", "2147483647.0")).help == "use `2147483647`"
    assert decoded(with_spec("replicas: 3.0")) == []


@pytest.mark.parametrize(
    "spec",
    [
        "replicas: 1.5",
        "replicas: 2147483648.0",
        "template: {spec: {hostNetwork: 1.0}}",
        "template: {spec: {hostNetwork: 1.5}}",
        "template: {spec: {hostNetwork: 'yes'}}",
        "updateStrategy: {rollingUpdate: {maxUnavailable: 1.5}}",
    ],
)
def test_a_value_that_can_mean_several_things_gets_no_fix(spec: str) -> None:
    problem = one(with_spec(spec))
    assert (problem.rule, problem.help, problem.fix) == ("wrong-type", "", None)


@pytest.mark.parametrize(("length", "shown"), [(40, "x" * 40), (41, "x" * 40 + "...")])
def test_a_long_value_is_shown_with_its_first_40_characters(length: int, shown: str) -> None:
    assert f"not the string `{shown}`" in one(with_spec(f"replicas: {'x' * length}")).message


@pytest.mark.parametrize(
    ("quantity", "advice"),
    [
        ("10GiB", "did you mean `10Gi`?"),
        ("10gi", "did you mean `10Gi`?"),
        ("10 Gi", "did you mean `10Gi`?"),
        ("'0,5'", "did you mean `0.5`?"),
        ("10GB", "use `10Gi` (powers of 1024) or `10G` (powers of 1000)"),
        ("10K", "use `10Ki` (powers of 1024) or `10k` (powers of 1000)"),
        ("'1,000'", "use a number and a suffix"),
        ("ten", "use a number and a suffix"),
        ("''", "use a number and a suffix"),
    ],
)
def test_an_invalid_quantity_is_explained(quantity: str, advice: str) -> None:
    problem = one(with_container(f"resources: {{limits: {{memory: {quantity}}}}}"))
    assert problem.rule == "invalid-quantity"
    assert advice in problem.help
    assert (problem.fix is not None) == problem.help.startswith("did you mean")


@pytest.mark.parametrize(
    ("quantity", "written"), [("10GiB", "10Gi"), ("'10GiB'", "'10Gi'"), ('"0,5"', '"0.5"'), ("10 Gi", "10Gi")]
)
def test_a_quantity_is_corrected_in_its_quotes(quantity: str, written: str) -> None:
    fix = one(with_container(f"resources: {{limits: {{memory: {quantity}}}}}")).fix
    assert fix is not None
    assert [edit.text for edit in fix.edits] == [written]


@pytest.mark.parametrize("quantity", ["yes", "[1]", "{a: b}"])
def test_a_quantity_is_a_text_or_a_number(quantity: str) -> None:
    problem = one(with_container(f"resources: {{limits: {{memory: {quantity}}}}}"))
    assert (problem.rule, problem.fix) == ("invalid-quantity", None)


def test_what_is_no_base64_is_not_shown() -> None:
    problem = one("apiVersion: v1\nkind: Secret\ndata: {password: hunter2!}")
    assert problem.rule == "wrong-type"
    assert "hunter2" not in problem.message + problem.help
    # The colon is one of East Asian texts: in ASCII this would be a mapping.
    spelled = one("apiVersion: v1\nkind: Secret\ndata: {password: 'name： hunter2'}")
    assert "hunter2" not in spelled.message + spelled.help
    assert spelled.fix is None
    assert decoded("apiVersion: v1\nkind: Secret\ndata: {a: YQ==, b: [1, 255], c: null}") == []
    assert one("apiVersion: v1\nkind: Secret\ndata: {b: [256]}").rule == "wrong-type"


@pytest.fixture
def nothing_asked() -> Iterator[None]:
    """Forgets what jsonschema has answered, before a test and after it."""
    reasons.cache_clear()
    yield
    reasons.cache_clear()


@pytest.mark.usefixtures("nothing_asked")
def test_unknown_fields_and_wrong_types_have_jsonschema_s_reasons_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = CLEAN.replace("3.0", "'3'").replace("serviceName", "servicename").replace("10Gi", "10GB")
    assert [each.rule for each in decoded(text)] == ["unknown-field", "wrong-type", "invalid-quantity"]
    reasons.cache_clear()
    monkeypatch.setattr(validator, "errors", lambda *_: ())
    assert [each.rule for each in decoded(text)] == ["invalid-quantity"]


@pytest.mark.usefixtures("nothing_asked")
def test_jsonschema_is_asked_once_about_what_is_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def errors(*question: object) -> object:
        asked.append(question[0])
        return found(*question)  # type: ignore[arg-type]

    found = validator.errors
    monkeypatch.setattr(validator, "errors", errors)
    text = with_spec(f"template: {{spec: {{containers: [{'{x: 1, name: 2}, ' * 25}{{name: []}}]}}}}")
    assert len(decoded(text) + decoded(text)) == 102
    assert sorted(asked, key=str) == [2, [], {"x": None}]


FIELDS = sorted(load(NEWEST).references["#/definitions/Container"]["properties"])


@given(st.sampled_from(FIELDS), st.integers(0, 40))
def test_every_misspelling_by_exchange_is_refused(field: str, place: int) -> None:
    place %= max(len(field) - 1, 1)
    swapped = field[:place] + field[place + 1 : place + 2] + field[place] + field[place + 2 :]
    problems = decoded(with_container(f'"{swapped}": null'))
    assert [problem.rule for problem in problems] == ([] if swapped in FIELDS else ["unknown-field"])
