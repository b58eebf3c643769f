"""One corpus of texts that try to be something else to whatever shows them, and manifests that hold them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

ATTACKS: Mapping[str, str] = {
    # A terminal: colors, the title, the clipboard, a link, an answer to what was never asked, the cursor.
    "ansi-color": "a\x1b[31;5mred",
    "ansi-clear": "a\x1b[2J\x1b[Hgone",
    "osc-title": "a\x1b]0;owned\x07b",
    "osc-clipboard": "a\x1b]52;c;b3duZWQ=\x07b",
    "osc-link": "a\x1b]8;;https://example.invalid\x1b\\b\x1b]8;;\x1b\\",
    "device-status": "a\x1b[6n\x1b[c\x05",
    "c1-csi": "a\x9b31mred\x9d0;owned\x9c",
    "backspace": "safe\x08\x08\x08\x08evil\x7f",
    "carriage-return": "evil\rsafe",
    "nul": "a\x00b",
    # What a reader sees is not what is there.
    "bidi-override": "a\u202etxt.exe\u202c",
    "bidi-isolate": "a\u2066b\u2069\u200f",
    "zero-width": "pass\u200bword\u2060\ufeff\u00ad",
    "tags": "a\U000e0041\U000e0042",
    "line-separators": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "surrogate": "a\udc80b",
    # A CI runner that executes commands in a log.
    "workflow-command": "::error file=x.yaml::forged",
    "workflow-lines": "a\n::error::forged\n::add-mask::a",
    "workflow-escapes": "a%0A::error::forged%0D%0A::stop-commands::x",
    "workflow-property": "a,line=1,title=forged::b",
    "azure-command": "##vso[task.setvariable variable=x]y ##[error]forged",
    "teamcity-command": "##teamcity[buildProblem description='x']",
    # Markup.
    "script-end": "</script></style></title><script>document.title='owned'</script>",
    "attribute-end": '"><img src=x onerror="document.title=\'owned\'">',
    "single-quotes": "'><svg/onload=document.title='owned'>",
    "cdata-end": "a]]><!-- --> <?xml version='1.0'?> &lol; &#0; &amp;",
    "markdown-link": "[click](https://example.invalid) ![i](https://example.invalid/i.png) <https://x.invalid>",
    "markdown-html": "<details open><b onclick=x>bold</b></details> **bold** | a | # head",
    "markdown-code": "a` @octocat ``` ~~~ `b",
    "mention": "@octocat #1 GH-1 octo/repo#2 :tada: www.example.invalid",
    # A test result.
    "tap": "ok 1 # SKIP x\nnot ok 2\nBail out!\n1..0",
    "tap-directive": "a # TODO later \\# SKIP",
    "yaml": "a\n  ...\n---\nb: !!python/object/apply:os.system [x]",
    "placeholders": "{0} {x!r} %s %n ${HOME} $(id) `id`",
    # What layouts trip over.
    "long-word": "w" * 3000,
    "wide": "数据库" * 60 + "e\u0301" * 30,
    "combining": "a" + "\u0301" * 200,
}

SET = """\
# {raw}
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: {text}, annotations: {{{text}: {text}}}}}
spec:
  serviceName: {text}  # {raw}
  replicas: {text}
  {text}: 1
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: {text}}}}}
    spec:
      containers:
      - name: {text}
        image: {text}
        env: [{{name: {text}, value: {text}}}, {{name: {text}, value: x}}]
        volumeMounts: [{{name: {text}, mountPath: {text}}}]
"""


def manifest(attack: str) -> str:
    """Returns a StatefulSet with an attack as its names, keys, values and comments."""
    return SET.format(text=json.dumps(attack), raw=_in_comment(attack))


def _in_comment(attack: str) -> str:
    """Returns an attack without what YAML does not accept in a comment or what ends its line."""
    return "".join(each for each in attack if each >= " " and each not in "\x7f\u2028\u2029\ufeff\udc80")


MARKUP: tuple[str, ...] = (
    *("script-end", "attribute-end", "single-quotes", "bidi-override", "mention"),
    *(name for name in ATTACKS if name.startswith("markdown-")),
)
"""The attacks on what reads markup."""


def write_all(folder: Path, names: Collection[str] = tuple(ATTACKS)) -> None:
    """Writes a manifest for each attack, and one with it as the file name where a file may have it."""
    for name in names:
        attack = ATTACKS[name]
        (folder / f"{name}.yaml").write_text(manifest(attack), encoding="utf-8")
        if "/" not in attack and "\0" not in attack and len(attack.encode("utf-8", "surrogateescape")) < 200:
            (folder / f"{attack}.yaml").write_text(manifest("web"), encoding="utf-8")


DRIVING = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""A regular expression for what no report contains."""
