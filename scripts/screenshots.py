"""Takes screenshots of plans and diagnoses in a headless Chromium, to look at them, and measures the pages.

    python scripts/screenshots.py FOLDER [--axe axe.min.js]

For each scene it writes the page and the picture, with screenshots at 1280 and 390 pixels, light and dark.
It prints what is wider than the window, the printed pages and, with axe-core (``npm pack axe-core``), its
violations. Needs ``chromium`` on the path. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scripts import browser  # noqa: E402

WIDTHS = (1280, 390)
_LONGEST = 6000
MANIFEST = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: {name}, namespace: prod}}
spec:
  serviceName: {name}
  replicas: {replicas}
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      terminationGracePeriodSeconds: 120
      containers:
      - name: etcd
        image: {image}
        readinessProbe: {{tcpSocket: {{port: 2379}}, initialDelaySeconds: 10}}
        volumeMounts:
        - {{name: data, mountPath: /var/lib/etcd}}
  volumeClaimTemplates:
  - metadata: {{name: data}}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {{requests: {{storage: {storage}}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: {name}, namespace: prod}}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{app: {name}}}
"""
_OLD = {"name": "etcd", "replicas": "5", "image": "quay.io/coreos/etcd:v3.5.16", "storage": "100Gi"}
_NEW = {"image": "quay.io/coreos/etcd:v3.5.17"}
_LONG = {
    "name": "a-database-of-the-payment-service-with-a-name",
    "image": "registry.payment.example.com:5000/platform/databases/etcd-with-extensions:v3.5.17-build.2026",
}
SCENES: dict[str, tuple[dict[str, str], dict[str, str], tuple[str, ...]]] = {
    "fine": ({}, _NEW, ()),
    "stuck": ({}, _NEW, ("--bad-revision",)),
    "refused": ({}, {"storage": "200Gi"}, ()),
    "invalid": ({}, {"replicas": "five"}, ()),
    "forty": ({"replicas": "40"}, {"replicas": "40", **_NEW}, ()),
    "lost": ({}, _NEW, ("--lose-node", "etcd-3", "--then", "force-delete etcd-3", "--then", "scale 3")),
    "long": ({**_LONG, "image": "etcd:1"}, _LONG, ("--bad-revision",)),
}
"""Scenes: what differs from the usual manifest before and after the change, and further words of the plan."""

SNAPSHOTS = [
    ROOT / "tests" / "fixtures" / "snapshots" / f"{name}.yaml" for name in ("image", "node", "rollback")
]


def manifest(fields: Mapping[str, str]) -> str:
    """Returns the manifest of a scene, which differs from the usual one in some fields."""
    return MANIFEST.format(**{**_OLD, **fields})


def main() -> int:
    """Writes and measures the pages of all scenes; returns 1 if one has a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--axe", type=Path, help="axe.min.js of axe-core")
    parser.add_argument("--only", nargs="+", help="names of scenes, or `folder` or `diagnosis`")
    asked = parser.parse_args()
    if browser.browser() is None:
        parser.error("no chromium on the path")
    asked.folder.mkdir(parents=True, exist_ok=True)
    faults = 0
    for page in draw(asked.folder):
        if asked.only and page.stem not in asked.only:
            continue
        sizes = {width: browser.measure(page, width) for width in WIDTHS}
        faults += _faults(page, sizes, asked.axe)
        _shoot(page, sizes)
    return 1 if faults else 0


def draw(folder: Path) -> list[Path]:
    """Writes the pages and pictures of all scenes, and returns the pages."""
    pages = [_drawn(folder, name) for name in SCENES]
    with tempfile.TemporaryDirectory() as where:
        for side in ("old", "new"):
            for name, (old, new, _) in SCENES.items():
                text = manifest({**(old if side == "old" else new), "name": name})
                Path(where, side).mkdir(exist_ok=True)
                Path(where, side, f"{name}.yaml").write_text(text, encoding="utf-8")
        pages.append(_planned(folder, "folder", "--from", f"{where}/old", f"{where}/new"))
    page = folder / "diagnosis.html"
    _stslint("diagnose", *map(str, SNAPSHOTS), "--format", "html", "--output", str(page))
    return [*pages, page]


def _drawn(folder: Path, scene: str) -> Path:
    old, new, words = SCENES[scene]
    with tempfile.TemporaryDirectory() as where:
        for side, fields in (("old", old), ("new", new)):
            Path(where, f"{side}.yaml").write_text(manifest(fields), encoding="utf-8")
        return _planned(folder, scene, "--from", f"{where}/old.yaml", f"{where}/new.yaml", *words)


def _planned(folder: Path, name: str, *words: str) -> Path:
    for form in ("svg", "html"):
        _stslint("plan", *words, "--format", form, "--output", str(folder / f"{name}.{form}"))
    return folder / f"{name}.html"


def _stslint(*words: str) -> None:
    ran = subprocess.run([sys.executable, "-m", "stslint", *words], check=False)
    if ran.returncode not in (0, 1):
        raise SystemExit(f"stslint {' '.join(words)}: exit code {ran.returncode}")


def _faults(page: Path, sizes: dict[int, browser.Size], axe: Path | None) -> int:
    """Prints the measures of a page and its faults, and returns the number of these."""
    print(f"{page.stem}: {browser.printed_pages(page)} printed pages")
    found = [f"wider than {width}: {each}" for width, size in sizes.items() for each in size.wide]
    if axe is not None:
        for scheme in browser.SCHEMES:
            for width in WIDTHS:
                told = browser.violations(page, axe, width, scheme)
                found += [f"{scheme} at {width}: {each}" for each in told]
    for each in found:
        print(f"  {each}")
    return len(found)


def _shoot(page: Path, sizes: dict[int, browser.Size]) -> None:
    for scheme in browser.SCHEMES:
        for width, size in sizes.items():
            picture = page.with_name(f"{page.stem}-{width}-{scheme}.png")
            browser.shoot(page, picture, width, min(size.high, _LONGEST), scheme)
        drawn = page.with_suffix(".svg")
        if drawn.exists():
            browser.shoot(drawn, page.with_name(f"{page.stem}-svg-{scheme}.png"), 1280, 600, scheme)


if __name__ == "__main__":
    raise SystemExit(main())
