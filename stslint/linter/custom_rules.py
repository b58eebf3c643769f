"""What custom rules import of stslint: only its public face is promised to stay.

Source: docs/own-rules.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.linter.rule import Rule
from stslint.linter.rule_loader import PUBLIC_IMPORTS, compiled

PUBLIC = ("stslint.rule_api", "stslint.kubernetes", "stslint.applications")


def private_imports(rules: Sequence[Rule], built_in: str) -> Iterator[str]:
    """Yields a sentence for each custom rule that imports a private module, which a release may move.

    ``built_in`` is the folder of the built-in rules.
    """
    for rule in rules:
        if not rule.file.startswith(built_in):
            private = sorted(filter(_is_private, compiled(rule.file).co_names))
            if private:
                yield f"{rule.file}: `{'`, `'.join(private)}` is private and may change: {PUBLIC_IMPORTS}"


def _is_private(name: str) -> bool:
    return name.startswith("stslint.") and not name.startswith(PUBLIC)
