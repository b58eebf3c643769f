"""Takes screenshots of a plan's pictures in a headless Chromium, light and dark, to look at them.

    python scripts/screenshots.py FOLDER [-- words for stslint plan]

Needs ``chromium`` on the path (``apt-get install chromium``). Nothing is fetched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = {"svg": "1100,420", "html": "1200,1500"}
SCHEMES = {"light": (), "dark": ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")}


def main(folder: Path, words: list[str]) -> int:
    """Writes ``plan.svg`` and ``plan.html`` and their screenshots into a folder; returns an exit code."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("no chromium on the path", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    for form, size in SIZES.items():
        picture = folder / f"plan.{form}"
        command = [
            sys.executable,
            "-m",
            "stslint",
            "plan",
            "--format",
            form,
            "--output",
            str(picture),
            *words,
        ]
        if subprocess.run(command, check=False).returncode == 2:
            return 2
        for scheme, options in SCHEMES.items():
            _shoot(browser, picture, folder / f"{form}-{scheme}.png", size, options)
    return 0


def _shoot(browser: str, page: Path, picture: Path, size: str, options: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-sync",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
            f"--window-size={size}",
            f"--screenshot={picture.resolve()}",
            *options,
            page.resolve().as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(Path(sys.argv[1]), [word for word in sys.argv[2:] if word != "--"]))
