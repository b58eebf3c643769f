"""One input of each kind, drawn by a generator of random numbers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from typing import Any

from tests.fuzzing import seeds
from tests.fuzzing.configurations import configuration
from tests.fuzzing.likely_changes import likely_data
from tests.fuzzing.messages import messages
from tests.fuzzing.mutations import (
    BYTES,
    ENCODINGS,
    SCALARS,
    as_text,
    mutated_bytes,
    mutated_data,
    mutated_text,
)
from tests.fuzzing.plan_questions import against, set_text, state, update
from tests.support.plain_reader import grown, lines_at_random
from tests.support.policies import SET, binding, policy

VALID = (
    "object.spec.replicas > 1",
    "object.spec.template.spec.containers.all(c, c.image.startsWith('registry.example.com/'))",
    "has(object.metadata.labels) && 'app' in object.metadata.labels",
    "oldObject == null || object.spec.replicas >= oldObject.spec.replicas",
    "!has(object.spec.minReadySeconds) || object.spec.minReadySeconds > 10",
    "object.spec.template.spec.containers.map(c, c.name).join(',').size() < 40",
    "quantity('1Gi').isGreaterThan(quantity('1Mi'))",
    "object.metadata.name.matches('^[a-z]+$')",
    "[3, 1, 2].sort() == [1, 2, 3]",
    "request.operation in ['CREATE', 'UPDATE']",
    "isURL('https://example.com') && url('https://example.com').getHost() == 'example.com'",
    "ip('10.0.0.1').family() == 4",
)
EXPRESSIONS = (
    "object.spec.replicas > 1",
    "has(object.spec.x)",
    "object.spec.template.spec.containers.all(c, c.image != '')",
    "oldObject == null",
    "request.operation == 'CREATE'",
    "params.a == 1",
    "variables.x",
    "1/0 == 1",
    "'a' + 1",
    "object.metadata.name.matches('(a+)+$')",
    "[1,2].map(x, x * 2)",
    "((((((",
    "",
    '"',
    "true",
    "1",
    "null",
    "size(object)",
    "[[[[1]]]].exists(x, x == 1)",
    "object['a']['b']",
    "duration('1h')",
    "quantity('1Gi')",
    "9999999999999999999",
    "x" * 3000,
    "!" * 200 + "true",
    "1+" * 300 + "1 == 1",
)
FENCES = (
    "```yaml\n{}\n```\n",
    "~~~\n{}\n~~~\n",
    "1. a\n   ```yml\n   {}\n   ```\n",
    "kubectl apply -f - <<EOF\n{}\nEOF\n",
    "> ```yaml\n> {}\n> ```\n",
    "```sh\ncat <<'X' | kubectl apply -f -\n{}\nX\n```\n",
    "    {}\n",
    "<!-- {} -->\n",
    "````yaml\n```\n{}\n",
    "---\ntitle: a\n---\n{}\n",
)


def any_bytes(chance: random.Random) -> bytes:
    """Returns the bytes of a manifest with some changed, in any encoding, or bytes without a meaning."""
    form = chance.random()
    if form < 0.1:
        return b"".join(chance.choice((*BYTES, b"a", b": ", b"- ")) for _ in range(chance.randrange(40)))
    text = chance.choice(seeds.manifests())
    data = text.encode(chance.choice(ENCODINGS), "replace") if form < 0.3 else text.encode()
    return mutated_bytes(data, chance)


def manifest(chance: random.Random) -> bytes:
    """Returns the text of a manifest with some places changed, sometimes together with another."""
    text = chance.choice(seeds.manifests())
    if chance.random() < 0.2:
        text += chance.choice(("---\n", "--- \n", "", "...\n")) + chance.choice(seeds.manifests())
    return _encoded(mutated_text(text, chance))


def structure(chance: random.Random) -> bytes:
    """Returns objects with the right form, with wild values or with values of other objects."""
    wild, values = chance.random() < 0.5, seeds.object_values()
    found = [
        mutated_data(each, chance) if wild else likely_data(each, values, chance)
        for each in chance.choices(seeds.objects(), k=chance.choice((1, 1, 1, 2, 3)))
    ]
    if chance.random() < 0.2:
        return _encoded(as_text({"apiVersion": "v1", "kind": "List", "items": found}, chance))
    return _encoded("---\n".join(as_text(each, chance) for each in found))


def page(chance: random.Random) -> bytes:
    """Returns a Markdown page with manifests in it."""
    parts = ["# A page\n"]
    for _ in range(chance.randrange(1, 4)):
        fence = chance.choice(FENCES)
        line = fence.partition("{}")[0].rpartition("\n")[2]
        parts.append(
            fence.replace("{}", chance.choice(seeds.manifests()).rstrip().replace("\n", f"\n{line}"))
        )
    return _encoded(mutated_text("\n".join(parts), chance))


def snapshot(chance: random.Random) -> bytes:
    """Returns what `kubectl get` prints, with values changed or the text of it damaged."""
    value = chance.choice(seeds.snapshots())
    for _ in range(chance.randrange(1, 5)):
        wild = chance.random() < 0.25
        value = mutated_data(value, chance) if wild else likely_data(value, seeds.snapshot_values(), chance)
    text = json.dumps(value) if chance.random() < 0.9 else as_text(value, chance)
    return _encoded(mutated_text(text, chance) if chance.random() < 0.1 else text)


def policies(chance: random.Random) -> bytes:
    """Returns policies and bindings with any expression."""
    lines = "".join(f"  - expression: {_expression(chance)}\n" for _ in range(chance.randrange(1, 3)))
    variables = f"  variables:\n  - name: x\n    expression: {_expression(chance)}\n"
    text = policy(f"{variables if chance.random() < 0.4 else ''}  validations:\n{lines}") + binding()
    return _encoded(mutated_text(text, chance) if chance.random() < 0.5 else text)


def _expression(chance: random.Random) -> str:
    return json.dumps(chance.choice(VALID if chance.random() < 0.6 else EXPRESSIONS))


def scenario(chance: random.Random) -> bytes:
    """Returns a scenario as YAML or a line of JSON."""
    if chance.random() < 0.1:
        return _encoded(mutated_text(seeds.SCENARIO, chance))
    value = chance.choice(seeds.scenarios())
    wild = chance.random() < 0.3
    value = mutated_data(value, chance) if wild else likely_data(value, seeds.scenario_values(), chance)
    as_line = chance.random() < 0.6
    for place in (value, *_steps(value)):
        text = chance.random() < (0.97 if as_line else 0.5)  # a line of JSON holds manifests as texts
        if isinstance(place, dict) and isinstance(place.get("manifest"), dict) and text:
            place["manifest"] = json.dumps(place["manifest"])
    return _encoded(json.dumps(value) if as_line else as_text(value, chance))


def _steps(value: Any) -> list[Any]:
    steps = value.get("steps") if isinstance(value, dict) else None
    return steps if isinstance(steps, list) else []


def plain_lines(chance: random.Random) -> bytes:
    """Returns lines of YAML that mostly fit together."""
    return _encoded(grown(chance) if chance.random() < 0.1 else lines_at_random(chance))


def creation(chance: random.Random) -> bytes:
    """Returns StatefulSets that are planned, most of them valid."""
    return _encoded(set_text(chance))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


GENERATORS: Mapping[str, Callable[[random.Random], bytes]] = {
    "bytes": any_bytes,
    "manifest": manifest,
    "structure": structure,
    "markdown": page,
    "fix": manifest,
    "plan": creation,
    "update": update,
    "state": state,
    "against": against,
    "snapshot": snapshot,
    "configuration": configuration,
    "policy": policies,
    "scenario": scenario,
    "messages": messages,
    "readers": plain_lines,
    "tolerant": manifest,
}
"""What makes an input of each kind."""

__all__ = ["GENERATORS", "SCALARS", "SET"]
