"""``stslint`` and ``python -m stslint``."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line; the process ends with its exit code."""
    from stslint.commands import plain

    words = plain.parsed(sys.argv[1:])
    if words is not None:
        raise SystemExit(plain.run(words))
    from stslint.cli import command_line

    command_line(prog_name="stslint")


if __name__ == "__main__":
    main()
