"""Contrast of pages and pictures, from their style sheets: WCAG 2.2 AA in both schemes.

Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

import re

import pytest

from stslint.report.page.assets import read_asset

TEXTS = [
    *((text, ground) for text in ("ink", "soft", "new", "bad", "stop") for ground in ("page", "band")),
    *(("on", ground) for ground in ("new", "old", "stop", "bad", "left")),
]
SHAPES = [
    (shape, ground)
    for shape in ("new", "old", "stop", "bad", "left", "ink", "soft")
    for ground in ("page", "band")
]
SHEETS = [("colors.css", "stslint.report.page"), ("page.css", "stslint.report.page")] + [
    (name, "stslint.report.plan") for name in ("plan.css", "picture.css")
]


def schemes() -> dict[str, dict[str, str]]:
    """Returns the colors of each scheme by their names."""
    light, dark = read_asset("colors.css").split("@media")
    return {
        name: dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", text))
        for name, text in (("light", light), ("dark", dark))
    }


def ratio(one: str, other: str) -> float:
    """Returns the contrast of two colors."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("least", "pairs"), [(4.5, TEXTS), (3.0, SHAPES)], ids=["texts", "shapes"])
def test_contrast_is_at_least_that_of_aa(scheme: str, least: float, pairs: list[tuple[str, str]]) -> None:
    colors = schemes()[scheme]
    low = {pair: round(ratio(colors[pair[0]], colors[pair[1]]), 2) for pair in pairs}
    assert {pair: found for pair, found in low.items() if found < least} == {}


def test_both_schemes_have_the_same_names() -> None:
    found = schemes()
    assert found["light"].keys() == found["dark"].keys()


@pytest.mark.parametrize(("name", "package"), SHEETS)
def test_every_color_is_one_of_the_scheme(name: str, package: str) -> None:
    sheet = read_asset(name, package)
    used = set(re.findall(r"var\(--([a-z]+)\)", sheet)) - {"moments"}
    assert used <= schemes()["light"].keys()
    if name != "colors.css":
        assert re.findall(r"#[0-9a-f]{3,6}\b|\brgba?\(|opacity", sheet) == []
