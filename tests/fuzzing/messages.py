"""JSON-RPC messages as an editor sends them, some of them not valid."""

from __future__ import annotations

import json
import random
from typing import Any

from tests.fuzzing import seeds
from tests.fuzzing.mutations import mutated_bytes, mutated_data, mutated_text

URI = "file:///nowhere/web.yaml"


def messages(chance: random.Random) -> bytes:
    """Returns the bodies of several messages, one on each line."""
    sent = [_INITIALIZE] if chance.random() < 0.9 else []
    sent += [_opened(chance)] + [chance.choice(_FORMS)(chance) for _ in range(chance.randrange(1, 4))]
    lines = [
        json.dumps(mutated_data(each, chance) if chance.random() < 0.06 else each).encode() for each in sent
    ]
    return b"\n".join(mutated_bytes(line, chance) if chance.random() < 0.04 else line for line in lines)


def _message(method: str, params: Any, **more: Any) -> Any:
    return {"jsonrpc": "2.0", "method": method, "params": params, **more}


_INITIALIZE = _message(
    "initialize",
    {"processId": None, "rootUri": None, "capabilities": {"general": {"positionEncodings": ["utf-16"]}}},
    id=0,
)


def _opened(chance: random.Random) -> Any:
    text = mutated_text(chance.choice(seeds.manifests()), chance)
    language = chance.choice(("yaml", "markdown", "helm", ""))
    document = {"uri": URI, "languageId": language, "version": 1, "text": text}
    return _message("textDocument/didOpen", {"textDocument": document})


def _changed(chance: random.Random) -> Any:
    change: dict[str, Any] = {"text": mutated_text(chance.choice(seeds.manifests()), chance)[:200]}
    if chance.random() < 0.7:
        change["range"] = _range(chance)
    return _message(
        "textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [change]}
    )


def _position(chance: random.Random) -> Any:
    return {
        "line": chance.choice((0, 1, 5, 9, 99, 2**31)),
        "character": chance.choice((0, 1, 3, 8, 99, 2**31)),
    }


def _range(chance: random.Random) -> Any:
    return {"start": _position(chance), "end": _position(chance)}


def _hover(chance: random.Random) -> Any:
    params = {"textDocument": {"uri": URI}, "position": _position(chance)}
    return _message("textDocument/hover", params, id=chance.randrange(9))


def _actions(chance: random.Random) -> Any:
    context = {"diagnostics": [], "only": chance.choice((["quickfix"], ["source.fixAll"], ["x"]))}
    params = {"textDocument": {"uri": URI}, "range": _range(chance), "context": context}
    return _message("textDocument/codeAction", params, id="a")


def _closed(chance: random.Random) -> Any:
    return _message("textDocument/didClose", {"textDocument": {"uri": URI}})


_FORMS = (_changed, _changed, _hover, _hover, _actions, _actions, _closed, _opened)
