"""What an organization's policies report about StatefulSets, by the features of a policy."""

from __future__ import annotations

import pytest

pytest.importorskip("cel_expr_python", reason="the extra stslint[cel] needs Python 3.11")

from tests.support.policies import SET, binding, checked, expression, policies, policy

BOUNDS = policy(
    """\
  validations:
  - expression: object.spec.replicas >= 2 && object.spec.replicas <= 5
    message: run two to five replicas.
    reason: Invalid
"""
)


def test_bounds_of_replicas() -> None:
    assert checked(BOUNDS + binding()).findings == ()
    (finding,) = checked(BOUNDS + binding(), SET.replace("replicas: 3", "replicas: 9")).findings
    assert (finding.rule, finding.layer, finding.severity) == ("STS801", "rule", "error")
    assert (finding.field, finding.span.line) == ("spec.replicas", 8)
    assert finding.message == "the policy `p` denies this: run two to five replicas"
    assert "must be true (reason Invalid)" in finding.help
    (related,) = finding.related
    assert (related.file, related.span.line) == ("policy.yaml", 14)


@pytest.mark.parametrize(
    ("actions", "severity"),
    [("[Deny]", "error"), ("[Warn]", "warning"), ("[Audit]", "info"), ("[Audit, Warn]", "warning")],
)
def test_the_binding_says_how_grave_it_is(actions: str, severity: str) -> None:
    (finding,) = checked(BOUNDS + binding(actions), SET.replace("replicas: 3", "replicas: 9")).findings
    assert finding.severity == severity


def test_an_action_that_is_a_mapping_is_no_action() -> None:
    (finding,) = checked(BOUNDS + binding("[a: b]"), SET.replace("replicas: 3", "replicas: 9")).findings
    assert finding.severity == "error"
    (finding,) = checked(BOUNDS + binding("[a: b, Warn]"), SET.replace("replicas: 3", "replicas: 9")).findings
    assert finding.severity == "warning"


def test_a_policy_without_a_binding_warns() -> None:
    (finding,) = checked(BOUNDS, SET.replace("replicas: 3", "replicas: 9")).findings
    assert finding.severity == "warning"
    assert "no binding of it" in finding.message


def test_defaults_are_there_as_at_admission() -> None:
    without = SET.replace("  replicas: 3\n", "")
    (finding,) = checked(BOUNDS + binding(), without).findings
    assert finding.field == "spec.replicas"
    assert checked(expression("object.spec.updateStrategy.rollingUpdate.partition == 0")).findings == ()
    always = "object.spec.template.spec.containers[0].imagePullPolicy == 'Always'"
    assert len(checked(expression(always)).findings) == 1
    limit = "object.spec.template.spec.containers[0].resources.limits.memory == '2Gi'"
    assert checked(expression(limit)).findings == ()


def test_required_labels_with_a_message_of_their_own() -> None:
    labels = policy(
        """\
  validations:
  - expression: "['team', 'tier'].all(key, key in object.metadata.labels)"
    messageExpression: "object.metadata.name + ' lacks one of team and tier'"
"""
    )
    (finding,) = checked(labels + binding()).findings
    assert finding.message.endswith("web lacks one of team and tier")
    assert (finding.field, finding.span.line) == ("metadata.labels", 5)
    assert (
        checked(
            labels + binding(), SET.replace("    app: web\nspec", "    team: a\n    tier: b\nspec")
        ).findings
        == ()
    )


def test_a_message_that_fails_gives_way_to_the_fixed_one() -> None:
    said = policy(
        """\
  validations:
  - expression: object.spec.replicas > 10
    message: too few
    messageExpression: object.spec.nothing
"""
    )
    (finding,) = checked(said + binding()).findings
    assert finding.message.endswith(": too few")


IMAGES = policy(
    """\
  variables:
  - name: containers
    expression: object.spec.template.spec.containers
  - name: images
    expression: variables.containers.map(c, c.image)
  - name: unused
    expression: object.spec.nothing
  validations:
  - expression: variables.images.all(image, image.startsWith('registry.example.com/'))
    message: images come from registry.example.com
  - expression: variables.containers.all(c, c.image.startsWith('registry.example.com/'))
    message: images come from registry.example.com
"""
)


def test_variables_refer_to_each_other_and_are_lazy() -> None:
    first, second = checked(IMAGES + binding()).findings
    assert first.field == "spec.template.spec.containers"
    assert (second.field, second.span.line) == ("spec.template.spec.containers[1].image", 25)


def test_a_variable_that_fails_is_named() -> None:
    failing = policy(
        """\
  variables:
  - name: team
    expression: object.metadata.annotations['team']
  validations:
  - expression: variables.team != ''
"""
    )
    (finding,) = checked(failing + binding()).findings
    assert "the variable `team` fails: there is no `annotations`" in finding.message


PARAMETERS = policy(
    """\
  paramKind:
    apiVersion: v1
    kind: ConfigMap
  validations:
  - expression: object.spec.replicas <= int(params.data.most)
    messageExpression: "'at most ' + params.data.most"
"""
)
REFERENCE = """\
  paramRef:
    {what}
    parameterNotFoundAction: {action}
"""


def config_map(most: int, name: str = "limits") -> str:
    return f"""---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  labels:
    limits: "yes"
data:
  most: "{most}"
"""


@pytest.mark.parametrize("what", ["name: limits", "selector: {matchLabels: {limits: 'yes'}}"])
def test_parameters_come_from_the_files(what: str) -> None:
    bound = PARAMETERS + binding(more=REFERENCE.format(what=what, action="Deny"))
    (finding,) = checked(bound + config_map(2)).findings
    assert finding.message.endswith(": at most 2")
    assert checked(bound + config_map(3)).findings == ()


def test_each_set_of_parameters_counts() -> None:
    bound = PARAMETERS + binding(more=REFERENCE.format(what="selector: {}", action="Deny"))
    (finding,) = checked(bound + config_map(9) + config_map(1, "other")).findings
    assert finding.message.endswith(": at most 1")


@pytest.mark.parametrize("action", ["Deny", "Allow"])
def test_absent_parameters_are_not_known(action: str) -> None:
    outcome = checked(PARAMETERS + binding(more=REFERENCE.format(what="name: limits", action=action)))
    assert outcome.findings == ()
    assert "the ConfigMap `limits` is not in the policy files" in outcome.not_checked[0].reason


def test_absent_parameters_deny_where_everything_is_there() -> None:
    bound = PARAMETERS + binding(more=REFERENCE.format(what="name: limits", action="Deny"))
    (finding,) = checked(bound, complete=True).findings
    assert finding.severity == "error"


def test_parameters_without_a_binding_are_not_known() -> None:
    outcome = checked(PARAMETERS)
    assert outcome.findings == ()
    assert "parameters" in outcome.not_checked[0].reason


def conditions(text: str, failure: str = "Fail") -> str:
    spec = f"""\
  matchConditions:
  - name: c
    expression: {text}
  validations:
  - expression: object.spec.replicas > 100
"""
    return policy(spec, failure=failure) + binding()


def test_conditions_choose() -> None:
    assert len(checked(conditions("object.metadata.name == 'web'")).findings) == 1
    assert checked(conditions("object.metadata.name == 'db'")).findings == ()


def test_a_condition_that_fails_follows_the_failure_policy() -> None:
    (finding,) = checked(conditions("object.spec.nothing == 1")).findings
    assert "its expression fails: there is no `nothing`" in finding.message
    ignored = checked(conditions("object.spec.nothing == 1", "Ignore"))
    assert ignored.findings == ()
    assert "`failurePolicy: Ignore`" in ignored.not_checked[0].reason


FROZEN = policy(
    """\
  validations:
  - expression: object.spec.serviceName == oldObject.spec.serviceName
    message: the service stays
""",
    operations="[UPDATE]",
)


def test_what_was_there_before_is_the_old_object() -> None:
    (finding,) = checked(
        FROZEN + binding(), SET.replace("serviceName: web", "serviceName: other"), SET
    ).findings
    assert finding.message.endswith(": the service stays")
    assert finding.field == "spec.serviceName"
    assert checked(FROZEN + binding(), SET, SET).findings == ()


def test_updates_are_not_checked_without_what_was_there_before() -> None:
    outcome = checked(FROZEN + binding())
    assert outcome.findings == ()
    assert "--against" in outcome.not_checked[0].reason


def test_creation_has_no_old_object() -> None:
    assert checked(expression("oldObject == null && request.operation == 'CREATE'")).findings == ()
    both = expression("request.operation == 'UPDATE' && oldObject.metadata.name == request.name")
    assert checked(both, SET, SET).findings == ()


def test_what_does_not_compile_is_named_and_the_others_run() -> None:
    broken = """\
  validations:
  - expression: |
      object.spec.replicas > 1 &&
        object.spec.replicas <
"""
    found = policies(policy(broken, "broken") + "---\n" + BOUNDS)
    assert [each.name for each in found.shelf.policies] == ["p"]
    (error,) = found.errors
    assert error.file == "policy.yaml:16:31"
    assert "the policy `broken` does not compile: Syntax error" in error.reason
    ignored = policies(policy(broken, "broken", failure="Ignore"))
    assert ignored.errors == ()
    assert len(ignored.not_checked) == 1


@pytest.mark.parametrize(
    "text", ["nosuch(1)", "variables.later == 1", "params.data.a == 'b'", "1 + 'a' == 2", "object..spec"]
)
def test_mistakes_in_expressions(text: str) -> None:
    assert len(policies(expression(text)).errors) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "authorizer.group('apps').resource('statefulsets').check('create').allowed()",
            "only the cluster knows",
        ),
        ("request.userInfo.username == 'me'", "only the cluster knows"),
        ("'!format.dns1123Label().validate(object.metadata.name).hasValue()'", "named formats"),
        ("object.metadata.labels.all(key, value, key != value)", "two variables"),
        ("object.metadata.name.find('\\\\p{Greek}') == ''", "is not evaluated here"),
        ("namespaceObject.metadata.labels['team'] == 'a'", "no manifest of the namespace"),
        ("object.metadata.namespace == 'a'", "sets no namespace"),
        ("has(object.metadata.namespace)", "sets no namespace"),
    ],
)
def test_what_is_not_evaluated_is_named(text: str, reason: str) -> None:
    assert policies(expression(text)).errors == ()
    outcome = checked(expression(text))
    assert outcome.findings == ()
    (unchecked,) = outcome.not_checked
    assert "the policy `p` (policy.yaml:14)" in unchecked.reason
    assert reason in unchecked.reason


def test_what_is_unknown_does_not_matter_where_the_rest_decides() -> None:
    outcome = checked(expression("object.spec.replicas == 3 || request.userInfo.username == 'me'"))
    assert (outcome.findings, outcome.not_checked) == ((), ())


def test_a_namespace_among_the_files_is_known() -> None:
    namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {team: b}\n"
    here = SET.replace("  name: web\n  labels", "  name: web\n  namespace: a\n  labels", 1)
    text = expression("namespaceObject.metadata.labels['team'] == 'a' && request.namespace == 'a'")
    assert len(checked(text + namespace, here).findings) == 1


def test_an_expression_that_says_no_boolean_fails() -> None:
    (finding,) = checked(expression("object.spec.replicas")).findings
    assert "neither true nor false" in finding.message


def test_an_expression_about_several_fields_is_reported_at_the_name() -> None:
    (finding,) = checked(expression("object.spec.replicas == size(object.spec.serviceName) + 1")).findings
    assert finding.field == "metadata.name"
