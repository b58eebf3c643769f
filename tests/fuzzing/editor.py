"""A language server that is given messages in this process, without a pipe."""

from __future__ import annotations

import asyncio
import json
import logging
from functools import cache
from typing import Any

from stslint.linter.rule import Rule
from stslint.linter.rule_set import rule_set
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run


class _Raised(logging.Handler):
    """Keeps the exceptions that the server logs of its handlers."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self.errors.append(record.exc_info[1])


class _Discarding:
    """What the server writes to, in place of standard output."""

    def close(self) -> None:
        """Does nothing."""

    def write(self, data: bytes) -> None:
        """Discards an answer, which has to be JSON after its header."""
        json.loads(data.partition(b"\r\n\r\n")[2])


@cache
def rules() -> tuple[Rule, ...]:
    """Returns the built-in rules."""
    return tuple(rule_set())


@cache
def _server() -> Any:
    from stslint.lsp.server import make_server
    from stslint.lsp.session import EditorSession

    for name in ("pygls", "concurrent.futures"):  # they log what they refuse
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    server = make_server(EditorSession(rules(), _run_for))
    server.protocol.set_writer(_Discarding())
    return server


def _run_for(path: str) -> Run:
    return Run(Inputs([path], use_context=False), rules())


def play(data: bytes) -> bool:
    """Gives a server the messages of an input, and raises what one of its handlers raises."""
    return asyncio.run(_played(data))


async def _played(data: bytes) -> bool:
    from stslint.lsp.session import EditorSession

    server, raised = _server(), _Raised()
    vars(server.protocol).pop("client_capabilities", None)
    server.session = EditorSession(rules(), _run_for)
    logger = logging.getLogger("stslint")
    logger.addHandler(raised)
    try:
        delivered = [_deliver(server, body) for body in data.split(b"\n")]
        for uri in server.session.uris:
            server.publish(server.session.diagnostics(uri))
    finally:
        logger.removeHandler(raised)
    for error in raised.errors:
        raise error
    return all(delivered)


def _deliver(server: Any, body: bytes) -> bool:
    """Returns whether pygls can read a message: what it refuses never reaches the handlers."""
    try:
        message = json.loads(body, object_hook=server.protocol.structure_message)
        server.protocol.handle_message(message)
    except Exception:
        return False
    return True
