"""Escapes text from manifests so that it cannot control a terminal or a CI runner."""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern

# C0, DEL and C1 control terminals.
_CONTROLS = r"\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029"
# These change the direction of the text, or cannot be encoded.
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff"
# These are not visible: what is shown would not be what is there. Joiners, which scripts and emoji need, are
# not among them.
_INVISIBLE = r"\u00ad\u180e\u200b\u2060-\u2065\ufff9-\ufffb\U000e0000-\U000e007f"
# A CI runner executes commands in a log: `::error::` at the start of a line and `##[error]` anywhere (GitHub
# Actions), `##vso[task]` (Azure Pipelines) and `##teamcity[message]`.
_COMMANDS = rf"\A[^\S{_CONTROLS}]*:(?=:)|#(?=#[A-Za-z]*\[)"
_HARMFUL = pattern(f"[{_CONTROLS}{_DIRECTIONS}{_INVISIBLE}]|{_COMMANDS}")


def sanitize(text: str) -> str:
    """Returns a text that cannot control a terminal or a CI runner.

    Each character that could is escaped, such as ``\\u001b``.
    """
    if text.isprintable() and "::" not in text and "##" not in text:
        return text
    return _HARMFUL.sub(lambda match: f"{match.group()[:-1]}{escape_char(match.group()[-1])}", text)


def escape_char(character: str) -> str:
    """Returns a character as ``\\u`` and four digits, or ``\\U`` and eight."""
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def one_line(text: str) -> str:
    """Returns a sanitized text on one line, with a space for each tab."""
    return sanitize(text.replace("\t", " "))
