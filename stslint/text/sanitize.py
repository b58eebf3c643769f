"""What every format needs: text from a manifest, made harmless, and the summary in words."""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern

# C0, DEL and C1 drive terminals.
_CONTROLS = r"\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029"
# These turn the direction of the text around, or can't be encoded.
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff"
# A CI runner obeys what it reads in a log: `::error::` and `##[error]` (GitHub Actions, where a line starts
# and anywhere in it), `##vso[task]` (Azure Pipelines) and `##teamcity[message]`.
_COMMANDS = rf"\A[^\S{_CONTROLS}]*:(?=:)|#(?=#[A-Za-z]*\[)"
_HARMFUL = pattern(f"[{_CONTROLS}{_TURNING}]|{_COMMANDS}")


def sanitize(text: str) -> str:
    """Returns a text that drives no terminal and commands no CI runner.

    Each character that would is spelled out, such as ``\\u001b``.
    """
    if text.isprintable() and "::" not in text and "##" not in text:
        return text
    return _HARMFUL.sub(lambda found: f"{found.group()[:-1]}{escape_char(found.group()[-1])}", text)


def escape_char(character: str) -> str:
    """Returns a character of the basic plane as ``\\u`` and four digits."""
    return f"\\u{ord(character):04x}"


def one_line(text: str) -> str:
    """Returns a text on one line, harmless, with each tab as a space."""
    return sanitize(text.replace("\t", " "))
