"""What an upgrade of the control plane changes, as text for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from stslint.forecast.version_upgrade import ObjectUpgrade, UpgradeChange, VersionUpgrade
from stslint.report.terminal_colour import Painter
from stslint.text.sanitize import one_line, sanitize
from stslint.text.wording import pluralize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NO_RESTART = "The upgrade itself restarts no pod: the stored pod templates stay as they are."


def render(upgrade: VersionUpgrade, *, colour: bool = False) -> str:
    """Returns the changes of all objects, those of one object together."""
    paint = Painter(colour)
    blocks = ["\n".join(_object(each, paint)) for each in upgrade.objects]
    count = sum(len(each.changes) for each in upgrade.objects)
    objects = f"{pluralize(len(upgrade.objects), 'object')} of {upgrade.checked}"
    summary = f"Kubernetes {upgrade.old} to {upgrade.new}: {pluralize(count, 'change')} for {objects}"
    blocks.append(f"{paint(summary, 'bold')}\n{_NO_RESTART}")
    return "\n\n".join(blocks) + "\n"


def _object(upgrade: ObjectUpgrade, paint: Painter) -> Iterator[str]:
    place = sanitize(f"{upgrade.file}:{upgrade.line}")
    name = one_line(f"{upgrade.kind} {upgrade.name}")
    yield f"{paint(place, 'bold')}: {name}" + (f" in {upgrade.namespace}" if upgrade.namespace else "")
    for change in upgrade.changes:
        yield f"  {change.since:>5}  {_head(change, paint)}{one_line(change.message)}"


def _head(change: UpgradeChange, paint: Painter) -> str:
    finding = change.finding
    if finding is None:
        return f"{change.what}: "
    severity = paint(finding.severity, finding.severity)
    line = f"line {finding.span.line}: "
    return f"{severity} {finding.rule} {change.what}, {line}"


def render_json(upgrade: VersionUpgrade) -> str:
    """Returns the changes as one JSON object."""
    made = {
        "from": upgrade.old,
        "to": upgrade.new,
        "checked": upgrade.checked,
        "objects": [_plain(each) for each in upgrade.objects],
    }
    return json.dumps(made, indent=2) + "\n"


def _plain(upgrade: ObjectUpgrade) -> dict[str, Any]:
    head = {key: getattr(upgrade, key) for key in ("kind", "namespace", "name", "file", "line")}
    return {**head, "changes": [_plain_change(change) for change in upgrade.changes]}


def _plain_change(change: UpgradeChange) -> dict[str, Any]:
    made: dict[str, Any] = {"what": change.what, "since": change.since, "message": change.message}
    if change.field:
        made["field"] = change.field
    if change.span is not None:
        made["line"] = change.span.line
    if change.finding is not None:
        finding = change.finding
        made |= {"rule": finding.rule, "severity": finding.severity, "layer": finding.layer}
    return made
