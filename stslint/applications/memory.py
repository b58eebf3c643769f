"""How applications write amounts of memory.

Sources: https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html (``-Xmx``),
https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES (units),
https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/ (``1k`` and ``1kb``).
"""

from __future__ import annotations

from stslint.kubernetes.values.digits import BEYOND, number_of
from stslint.runtime.lazy_regex import pattern

_AMOUNT = pattern(r"(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z%]*)\Z")
_JAVA_HEAP = pattern(r"(?:^|\s)-Xmx(\d+)([kKmMgGtT]?)(?=\s|\"|'|$)")
_JAVA_PART = pattern(r"-XX:MaxRAMPercentage=(\d+(?:\.\d+)?)")
_BINARY = {"": 1, "b": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_DECIMAL = {"k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_BASES = {"bytes": 1, "pages-8k": 8192, "kilobytes": 2**10, "megabytes": 2**20, "gigabytes": 2**30}


def amount(text: str, form: str) -> tuple[int | None, float | None]:
    """Returns the bytes of a value, or its part of the memory limit; both are None if it is unclear."""
    if form == "java":
        return _java(text)
    found = _AMOUNT.match(text.strip())
    if found is None:
        return None, None
    number, unit = min(float(found.group(1)), BEYOND), found.group(2).lower()
    if unit == "%" or (form == "fraction" and not unit and number <= 1):
        return None, number / (100 if unit else 1)
    if form == "percent" and not unit:
        return None, number / 100
    if not unit:
        return int(number * _BASES.get(form, 1)), None
    factor = _factor(unit, form)
    return (int(number * factor) if factor else None), None


def _java(text: str) -> tuple[int | None, float | None]:
    heaps = _JAVA_HEAP.findall(text)
    if heaps:
        number, unit = heaps[-1]
        return number_of(number) * _BINARY[unit.lower()], None
    parts = _JAVA_PART.findall(text)
    return None, min(float(parts[-1]), BEYOND) / 100 if parts else None


def _factor(unit: str, form: str) -> int:
    """Returns the bytes of a unit: Redis means 1000 with ``k`` and 1024 with ``kb``, all others 1024."""
    if form == "redis" and unit in _DECIMAL:
        return _DECIMAL[unit]
    return _BINARY.get(unit.removesuffix("b").removesuffix("i") if unit != "b" else unit, 0)
