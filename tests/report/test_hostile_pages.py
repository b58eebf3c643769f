"""Pages and pictures of plans and diagnoses that hold attacks, as browsers read them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from tests.report.test_hostile_texts import assert_own_markup
from tests.support.attacks import ATTACKS, DRIVING, MARKUP, manifest
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

ALL = " ".join(ATTACKS[name] for name in MARKUP)
"""Attacks on markup as one text."""
OWNED = "document.title='owned'"
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "header", "footer", "h1", "h2"),
    *("p", "span", "b", "br", "small", "div", "button", "input", "table", "caption", "thead", "tbody", "tr"),
    *(
        "td",
        "th",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "pre",
        "code",
        "script",
        "ul",
        "nav",
        "a",
        "h3",
        "details",
        "summary",
    ),
}
PLANS = ("html", "svg", "markdown", "text", "json")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")


def stslint(*words: str, cwd: Path) -> str:
    """Returns what a command prints; it may find something, and must not fail."""
    command = [sys.executable, "-m", "stslint", *words]
    paths = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=cwd, env=paths, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stdout


def running(image: str) -> str:
    """Returns a StatefulSet that the API server accepts, with an image that is an attack."""
    return f"""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: web, annotations: {{note: {json.dumps(image)}}}}}
spec:
  serviceName: web
  replicas: 2
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      containers: [{{name: web, image: {json.dumps(image)}}}]
"""


def pages(folder: Path) -> dict[str, str]:
    """Returns each format of a plan of a changed image, of a refused object, and of a diagnosis."""
    (folder / "old.yaml").write_text(running("a:1"), encoding="utf-8")
    (folder / "new.yaml").write_text(running(ALL), encoding="utf-8")
    (folder / "@octocat <b>.yaml").write_text(manifest(ALL), encoding="utf-8")
    file = ROOT / "tests" / "fixtures" / "snapshots" / "image.yaml"
    image = "registry.example.com/postgres:16.4-1"
    lines = (line.partition(": ") for line in file.read_text(encoding="utf-8").splitlines())
    snapshot = "\n".join(
        f"{key}{dots}{json.dumps(ALL) if image in value else value}" for key, dots, value in lines
    )
    (folder / "snapshot.yaml").write_text(snapshot, encoding="utf-8")
    changed = ("plan", "--from", "old.yaml", "new.yaml", "-v")
    found = {f"plan-{form}": stslint(*changed, "--format", form, cwd=folder) for form in PLANS}
    found["refused-markdown"] = stslint("plan", "@octocat <b>.yaml", "--format", "markdown", cwd=folder)
    found["refused-text"] = stslint("plan", "@octocat <b>.yaml", cwd=folder)
    found |= {
        f"diagnose-{form}": stslint("diagnose", "snapshot.yaml", "--format", form, cwd=folder)
        for form in ("html", "text", "json")
    }
    return found


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    if sys.platform == "win32":
        pytest.skip("Windows has no files of these names")
    return pages(tmp_path_factory.mktemp("pages"))


def test_no_page_drives_a_terminal(shown: dict[str, str]) -> None:
    for name, page in shown.items():
        assert not re.search(DRIVING, page), name
        assert "onerror" in page or name == "plan-json", name


@pytest.mark.parametrize("name", ["plan-html", "diagnose-html"])
def test_page_has_its_own_elements_only(shown: dict[str, str], name: str) -> None:
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(shown[name])
    for element in document.iter():
        assert element.tag in TAGS
        assert not {key for key in element.attrib if key.startswith("on") or key in ("src", "href")}
        assert re.fullmatch(r"[a-z0-9:;,()/ -]*", element.attrib.get("style", "")), "only places in a grid"
    scripts = [each.text or "" for each in document.iter("script")]
    assert len(scripts) == (name == "plan-html")
    assert not any("owned" in each for each in scripts)
    assert OWNED in "".join(document.find("body").itertext())


def test_picture_has_its_own_elements_only(shown: dict[str, str]) -> None:
    root = ElementTree.fromstring(shown["plan-svg"])
    tags = {each.tag.removeprefix("{http://www.w3.org/2000/svg}") for each in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "tspan", "g", "line", "path", "circle"}
    for element in root.iter():
        assert not {key for key in element.attrib if key.startswith("on") or key.endswith("href")}


@pytest.mark.parametrize("name", ["plan-markdown", "refused-markdown"])
def test_markdown_of_a_plan_has_no_markup_of_an_attack(shown: dict[str, str], name: str) -> None:
    assert_own_markup(shown[name])


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on the PATH")
@pytest.mark.parametrize("name", ["plan-html", "diagnose-html", "plan-svg"])
def test_browser_runs_nothing_of_an_attack(shown: dict[str, str], name: str, tmp_path: Path) -> None:
    assert "owned" not in _title(shown[name], tmp_path / f"page.{name.rpartition('-')[2]}")
    if name == "plan-html":
        bare = f"<title>fine</title>{ATTACKS['script-end']}"
        assert _title(bare, tmp_path / "bare.html") == "owned"


def _title(page: str, path: Path) -> str:
    """Returns the title of a page after a browser has run its scripts."""
    path.write_text(page, encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--dump-dom")
    profile = f"--user-data-dir={path.parent / 'profile'}"
    command = [str(BROWSER), *options, profile, path.as_uri()]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    document = html5lib.parse(ran.stdout, namespaceHTMLElements=False)
    assert len(ran.stdout) > 20, ran.stderr
    return "".join(each.text or "" for each in document.iter("title"))
