"""``stslint`` and ``python -m stslint``."""

from __future__ import annotations


def main() -> None:
    """Runs the command line; the process ends with its exit code."""
    from stslint.cli import command_line

    command_line(prog_name="stslint")


if __name__ == "__main__":
    main()
