"""Characters of other keyboards: each is named, its fix is applied, and the fixed file is the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.linter.linter import lint
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.text.lookalikes import named, plain
from tests.support.fixing import mended_bytes
from tests.support.manifests import bundle_of

MANIFEST = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: db}}
    spec:
      containers:
      - name: web
        image: "nginx:1.27"
"""

CASES = {
    "colon": ("kind: StatefulSet", "kind：StatefulSet", "FULLWIDTH COLON (U+FF1A)"),
    "colon-of-an-only-key": ("  name: web\nspec", "  name：web\nspec", "FULLWIDTH COLON (U+FF1A)"),
    "colon-in-braces": ("{matchLabels: {", "{matchLabels：{", "FULLWIDTH COLON (U+FF1A)"),
    "comma": ("web, tier", "web，tier", "FULLWIDTH COMMA (U+FF0C)"),
    "ideographic-comma": ("web, tier", "web、tier", "IDEOGRAPHIC COMMA (U+3001)"),
    "quotes-around-a-number": ("replicas: 3", "replicas: “3”", "LEFT DOUBLE QUOTATION MARK (U+201C)"),
    "digit": ("replicas: 3", "replicas: ３", "FULLWIDTH DIGIT THREE (U+FF13)"),
    "quotes-around-a-key": ("serviceName:", "“serviceName”:", "LEFT DOUBLE QUOTATION MARK (U+201C)"),
    "no-break-spaces": ("  serviceName", "\u00a0\u00a0serviceName", "NO-BREAK SPACE (U+00A0)"),
    "space-after-colon": ("serviceName: web", "serviceName:\u00a0web", "NO-BREAK SPACE (U+00A0)"),
    "ideographic-space": ("  serviceName", "\u3000serviceName", "IDEOGRAPHIC SPACE (U+3000)"),
    "dash": ("- name", "－ name", "FULLWIDTH HYPHEN-MINUS (U+FF0D)"),
    "cyrillic": ("serviceName", "sеrviceName", "CYRILLIC SMALL LETTER IE (U+0435)"),
    "all-cyrillic": ("serviceName", "ѕеrvісеNаmе", "CYRILLIC SMALL LETTER DZE (U+0455)"),
    "greek": ("replicas", "replιcas", "GREEK SMALL LETTER IOTA (U+03B9)"),
    "top-level": ("kind:", "kіnd:", "CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I (U+0456)"),
    "full-width-letters": ("replicas", "ｒｅｐｌｉｃａｓ", "FULLWIDTH LATIN SMALL LETTER R (U+FF52)"),
    "zero-width": ("replicas:", "replicas\u200b:", "ZERO WIDTH SPACE (U+200B)"),
    "value": ("StatefulSet", "StatеfulSet", "CYRILLIC SMALL LETTER IE (U+0435)"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_look_alike_is_named_once_and_fixed(tmp_path: Path, name: str) -> None:
    right, wrong, character = CASES[name]
    text = MANIFEST.replace(right, wrong)
    assert text != MANIFEST
    api = [rule for rule in rule_set() if rule.layer == "api"]
    found = lint(bundle_of({"web.yaml": text}), api, Settings()).findings
    [finding] = [each for each in found if each.severity == "error"]
    assert character in finding.message
    path = tmp_path / "web.yaml"
    path.write_text(text, encoding="utf-8")
    assert mended_bytes(path).decode() == MANIFEST


def test_text_for_people_keeps_its_characters(tmp_path: Path) -> None:
    text = MANIFEST.replace("  name: web\n", "  name: web\n  annotations:\n    note: 说明：你好，“世界”\n", 1)
    path = tmp_path / "web.yaml"
    path.write_text(text.replace("kind: ", "kind："), encoding="utf-8")
    assert mended_bytes(path).decode() == text


def test_other_letters_are_not_look_alikes() -> None:
    assert (plain("数据库 é ü"), named("数据库 é ü")) == ("数据库 é ü", "")
