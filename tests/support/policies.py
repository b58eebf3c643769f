"""Policies and StatefulSets to check with them, and the way from texts to an outcome."""

from __future__ import annotations

from stslint.kubernetes.schema.versions import NEWEST
from stslint.linter.linter import lint
from stslint.linter.outcome import Outcome
from stslint.linter.rule_loader import load_rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Source
from stslint.policies.check import Policies, valid_policies
from stslint.policies.loader import shelf_of
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read

RULE = load_rule(package_data.folder("rules") / "admission_policy.py")

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  serviceName: web
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.2.3
        resources:
          limits:
            memory: 2048Mi
      - name: metrics
        image: docker.io/exporter:0.9
"""


def policy(spec: str, name: str = "p", operations: str = "[CREATE, UPDATE]", failure: str = "Fail") -> str:
    """Returns a policy about StatefulSets; ``spec`` is indented by two."""
    return f"""\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: {name}
spec:
  failurePolicy: {failure}
  matchConstraints:
    resourceRules:
    - apiGroups: [apps]
      apiVersions: [v1]
      operations: {operations}
      resources: [statefulsets]
{spec}"""


def binding(actions: str = "[Deny]", name: str = "p", more: str = "") -> str:
    """Returns a binding of a policy, as one more document."""
    return f"""---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {name}-binding
spec:
  policyName: {name}
  validationActions: {actions}
{more}"""


def policies(text: str) -> Policies:
    """Returns the policies of a text."""
    return valid_policies(shelf_of(read(Source("policy.yaml", text))))


def bundle(text: str, complete: bool = False) -> Bundle:
    """Returns the documents of a text."""
    return Bundle(tuple(read(Source("set.yaml", text))), NEWEST, complete)


def checked(policy_text: str, text: str = SET, old: str = "", complete: bool = False) -> Outcome:
    """Returns what the policies of a text say of the StatefulSets of another."""
    before = bundle(old) if old else None
    rules = policies(policy_text).rules([RULE], before)
    return lint(bundle(text, complete), rules, Settings(complete=complete), before)


def expression(text: str, failure: str = "Fail") -> str:
    """Returns a bound policy of one validation."""
    return policy(f"  validations:\n  - expression: {text}\n", failure=failure) + binding()
