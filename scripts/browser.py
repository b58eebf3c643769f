"""Pages in a headless Chromium: screenshots, widths, printed pages and the violations that axe-core finds.

Needs ``chromium`` on the path (``apt-get install chromium``). Nothing is fetched, and each call has a profile
of its own.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

SCHEMES: dict[str, tuple[str, ...]] = {
    "light": (),
    "dark": ("--force-dark-mode", "--blink-settings=preferredColorScheme=0"),
}
_QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
_MEASURE = """<script>onload = () => {
  const shown = frames[0].document.documentElement, wide = [];
  for (const each of shown.querySelectorAll('body *')) {
    const clips = each.closest('.scroll') || getComputedStyle(each).display === 'inline';
    if (!clips && each.getBoundingClientRect().right > WIDTH + 1) wide.push(each.className || each.tagName);
  }
  document.title = JSON.stringify({high: shown.scrollHeight, wide});
}</script>"""
_AXE = """<script>axe.run(document, {resultTypes: ['violations']}).then(found => {
  document.title = JSON.stringify(found.violations.map(
    each => each.id + ': ' + each.nodes.map(node => node.target.join(' ')).join(', ')));
})</script>"""


class Size(NamedTuple):
    """The height of a page in pixels, and the names of what is wider than its window."""

    high: int
    wide: list[str]


def browser() -> str | None:
    """Returns the path of Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def shoot(page: Path, picture: Path, width: int, high: int, scheme: str) -> None:
    """Takes a screenshot of a page or picture, as wide and as high as that."""
    with tempfile.TemporaryDirectory() as folder:
        shown = _framed(page, width, high, Path(folder), "")
        size = f"--window-size={width},{high}"
        _run(shown, f"--screenshot={picture.resolve()}", size, "--hide-scrollbars", *SCHEMES[scheme])


def measure(page: Path, width: int) -> Size:
    """Returns how high a page is in a window of a width, and what reaches over its edge."""
    with tempfile.TemporaryDirectory() as folder:
        script = _MEASURE.replace("WIDTH", str(width))
        return Size(**told(_framed(page, width, 900, Path(folder), script)))


def violations(page: Path, axe: Path, width: int, scheme: str) -> list[str]:
    """Returns the violations that axe-core finds; ``axe`` is its ``axe.min.js``, from the npm package."""
    with tempfile.TemporaryDirectory() as folder:
        text = page.read_text(encoding="utf-8").replace("<details>", "<details open>")
        copy = Path(folder, "axe.html")
        script = f"<script>{axe.read_text(encoding='utf-8')}</script>{_AXE}"
        copy.write_text(text.replace("</body>", f"{script}</body>"), encoding="utf-8")
        return list(told(copy, f"--window-size={width},1200", *SCHEMES[scheme]))


def printed_pages(page: Path) -> int:
    """Returns on how many sheets a page is printed."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder, "page.pdf")
        _run(page, f"--print-to-pdf={sheet}", "--no-pdf-header-footer")
        return len(re.findall(rb"/Type\s*/Page\b", sheet.read_bytes()))


def _framed(page: Path, width: int, high: int, folder: Path, script: str) -> Path:
    """Returns a page that shows another in a frame: windows have a least width, frames have not."""
    if page.suffix != ".html":
        return page
    inner = html.escape(page.read_text(encoding="utf-8"))
    style = f"border: 0; width: {width}px; height: {high}px; display: block"
    frame = folder / "frame.html"
    text = (
        f'<!doctype html><body style="margin: 0"><iframe style="{style}" srcdoc="{inner}"></iframe>{script}'
    )
    frame.write_text(text, encoding="utf-8")
    return frame


def told(page: Path, *words: str) -> Any:
    """Returns what the scripts of a page wrote into its title."""
    told = _run(page, "--dump-dom", "--virtual-time-budget=20000", *words)
    title = re.findall(r"<title>([\[{].*?)</title>", told, re.DOTALL)
    return json.loads(html.unescape(title[0]))


def _run(page: Path, *words: str) -> str:
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser() or "chromium",
            *_QUIET,
            f"--user-data-dir={profile}",
            *words,
            page.resolve().as_uri(),
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=180).stdout
