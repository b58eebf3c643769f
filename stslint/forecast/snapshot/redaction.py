"""A scenario without its owner's data: images, names, environment and commands replaced, the rest kept.

What the controller decides by stays: counts, policies, owners, times, and which templates are equal. What is
equal in the original is equal here, so that the plan is the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from stslint.planner.pod_template import pull_policy

_DROPPED = frozenset({"managedFields", "message", "note", "stringData"})
_OPAQUE = frozenset({"annotations", "args", "command", "env", "envFrom"})
"""Fields that only have to stay different where they were different."""

_ALIASED = {"nodeName": "node", "hostIP": "ip", "podIP": "ip"}
_NAMED = frozenset({"id", "name", "generateName", "claimName", "serviceName", "subdomain", "hostname"})
_REVISIONS = frozenset({"currentRevision", "updateRevision"})
_ASSUMED = frozenset({"not_ready_revisions", "pending_revisions", "lost"})
_KEPT_LABELS = frozenset({"apps.kubernetes.io/pod-index", "controller.kubernetes.io/hash"})
_OWN_LABELS = frozenset({"controller-revision-hash", "statefulset.kubernetes.io/pod-name"})


def redacted(scenario: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the scenario with everything replaced that its plan does not depend on."""
    aliases = _Aliases(str(scenario.get("id") or ""))
    return {key: aliases.value(key, value) for key, value in scenario.items()}


class _Aliases:
    """The same word for the same thing throughout one scenario."""

    def __init__(self, set_name: str) -> None:
        self._own = re.compile(rf"(?<![a-z0-9]){re.escape(set_name)}(?![a-z0-9])") if set_name else None
        self._known: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def value(self, key: str, value: Any) -> Any:
        """Returns what stands for a value under a key."""
        if key in _OPAQUE:
            return _shaped(key, self._alias(key, json.dumps(value, sort_keys=True)))
        if key in ("labels", "matchLabels") and isinstance(value, Mapping):
            return {self._label_key(name): self._label(name, text) for name, text in value.items()}
        if isinstance(value, Mapping):
            return {inner: self.value(inner, each) for inner, each in value.items() if _kept(inner, each)}
        if isinstance(value, list):
            return [self._container(each) if key in _CONTAINERS else self.value(key, each) for each in value]
        return self._text(key, value) if isinstance(value, str) else value

    def _text(self, key: str, value: str) -> str:
        if key in ("image", "imageID"):
            # The tag decides on the default of imagePullPolicy.
            return f"{self._alias('image', value)}:{'latest' if pull_policy(value) == 'Always' else '1'}"
        if key in _ALIASED:
            return self._alias(_ALIASED[key], value)
        if key in _NAMED | _REVISIONS | _ASSUMED:
            return self._renamed(value)
        if key == "manifest":
            return json.dumps(self.value("", json.loads(value)))
        return "default" if key == "namespace" else value

    def _container(self, container: Any) -> Any:
        if not isinstance(container, Mapping):
            return container
        named = {"name": self._alias("container", str(container.get("name")))}
        return {**self.value("", container), **named}

    def _label_key(self, name: str) -> str:
        return name if "kubernetes.io/" in name or name in _OWN_LABELS else self._alias("label", name)

    def _label(self, name: str, text: Any) -> str:
        if name in _KEPT_LABELS:
            return str(text)
        return self._renamed(str(text)) if name in _OWN_LABELS else self._alias("value", str(text))

    def _renamed(self, value: str) -> str:
        """Returns a name in which the StatefulSet is called ``web``."""
        return self._own.sub("web", value) if self._own else value

    def _alias(self, what: str, value: str) -> str:
        if (what, value) not in self._known:
            self._counts[what] = self._counts.get(what, 0) + 1
            self._known[what, value] = f"{what.lower()}-{self._counts[what]}"
        return self._known[what, value]


_CONTAINERS = frozenset({"containers", "initContainers", "containerStatuses", "initContainerStatuses"})


def _kept(key: str, value: Any) -> bool:
    """Returns whether a field stays; of ``data`` only that of a ControllerRevision does."""
    if key == "data":
        return isinstance(value, Mapping) and "spec" in value
    return key not in _DROPPED


def _shaped(key: str, word: str) -> Any:
    """Returns an alias in the form that the field has."""
    if key == "annotations":
        return {"redacted": word}
    if key == "env":
        return [{"name": "REDACTED", "value": word}]
    return [{"prefix": word, "configMapRef": {"name": "redacted"}}] if key == "envFrom" else [word]
