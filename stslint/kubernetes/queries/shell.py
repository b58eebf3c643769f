"""How long a command sleeps, according to its text.

Source: the `sleep` and `sh` utilities of POSIX,
https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sleep.html
"""

from __future__ import annotations

from posixpath import basename

from stslint.runtime.lazy_regex import pattern

SHELLS = frozenset(("sh", "bash", "ash", "dash"))
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = pattern(r"([0-9]+(?:\.[0-9]+)?)([smhd]?)\Z")
_SLEEP = pattern(r"(?:^|[;&|\n(])[^\S\n]*(?:/usr)?(?:/bin/)?sleep\s+([0-9.]+[smhd]?)(?=\s*(?:$|[;&|\n)]))")
_CONDITIONAL = pattern(r"(?:^|[\s;&|(])(?:if|while|until|for|case)\s|\|\|")
_BACKGROUND = pattern(r"(?<!&)&(?!&)")


def seconds_asleep(command: list[str]) -> float | None:
    """Returns the minimum number of seconds that a command sleeps, or nothing if it is unknown.

    A script that branches, loops or runs something in the background can sleep less than the sum in its text.
    """
    if not command:
        return None
    program = basename(command[0])
    if program == "sleep":
        return _total(command[1:])
    script = _script(command) if program in SHELLS else None
    if script is None or _CONDITIONAL.search(script) or _BACKGROUND.search(script):
        return None
    return _total(_SLEEP.findall(script))


def _script(command: list[str]) -> str | None:
    for position, word in enumerate(command[1:-1], 1):
        if word.startswith("-") and word.endswith("c"):
            return command[position + 1]
    return None


def _total(words: list[str]) -> float | None:
    found = [_DURATION.match(word) for word in words]
    if not found or None in found:
        return None
    return sum(float(one.group(1)) * _UNITS[one.group(2)] for one in found if one)
