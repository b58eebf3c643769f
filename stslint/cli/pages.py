"""Shows a page: drawn and paged on a terminal, as plain Markdown to a file or another program.

rich draws Markdown, if it is installed (the extra `terminal`). The pager is `PAGER`, else `less` or `more`.
"""

from __future__ import annotations

import os
import sys

from stslint.cli import console


def show_page(text: str) -> None:
    """Prints a page; one that is longer than the terminal goes through a pager."""
    text = console.sanitize_lines(text)
    if not sys.stdout.isatty():
        console.show(text)
        return
    shown = drawn(text)
    if shown.count("\n") < os.get_terminal_size(sys.stdout.fileno()).lines:
        sys.stdout.write(shown)
        return
    import click

    click.echo_via_pager(shown, color="NO_COLOR" not in os.environ)


def drawn(text: str) -> str:
    """Returns Markdown as rich draws it on this terminal; without rich, the text as it is."""
    try:
        from rich.console import Console
        from rich.markdown import Markdown
    except ImportError:
        return text
    terminal = Console()
    with terminal.capture() as captured:
        terminal.print(Markdown(text, hyperlinks=False))
    return captured.get()
