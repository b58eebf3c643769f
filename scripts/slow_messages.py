"""Measures how long the language server takes for messages of 97 KB, and lists those above a limit.

``python scripts/slow_messages.py`` opens the texts of ``tests/fuzzing/repeated_texts.py`` in a server,
changes them, asks for all code actions and hovers over their last line. Each text has a server of its own;
the seconds are those of a processor, without the start.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts.slow_texts import largest
from tests.fuzzing.repeated_texts import BROKEN, HOSTILE, PLANNED
from tests.lsp.client import Client

LARGEST = 97_000
TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(process: int) -> float:
    """Returns the processor time of a process until now (Linux only)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def messages(client: Client, uri: str, text: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yields what is measured: a name, and what sends the message and waits for its answer."""
    place = {"textDocument": {"uri": uri}}
    last = {"line": max(text.count("\n") - 1, 0), "character": 8}
    whole = {"range": {"start": {"line": 0, "character": 0}, "end": last}, "context": {"diagnostics": []}}

    def opened() -> None:
        client.open(uri, text)
        client.diagnostics(uri)

    def changed() -> None:
        client.change(uri, text + "\n", 2)
        client.diagnostics(uri, 2)

    yield "open", opened
    yield "actions", lambda: client.request("textDocument/codeAction", {**place, **whole})
    yield "hover", lambda: client.request("textDocument/hover", {**place, "position": last})
    yield "change", changed


def main() -> int:
    """Returns 1 if a message takes longer than the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--limit", type=float, default=1.0, help="seconds of processor time")
    parser.add_argument("--text", default="", help="only texts whose name contains this")
    arguments = parser.parse_args()
    slow = 0
    for name, text in {**HOSTILE, **PLANNED, **BROKEN}.items():
        if arguments.text not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            client, uri = Client(Path(folder)), (Path(folder) / "web.yaml").as_uri()
            for message, sent in messages(client, uri, largest(*text, LARGEST).decode()):
                begun = seconds_of(client.process_id)
                sent()
                taken = seconds_of(client.process_id) - begun
                if taken > arguments.limit:
                    slow += 1
                    print(f"{taken:6.2f} s  {message:8}  {name}", flush=True)
            client.end()
    print(f"{slow} above {arguments.limit} s")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
