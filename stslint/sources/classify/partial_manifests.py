"""Which files are fragments by what stands around them: kustomize patches and the assertions of tests.

A kustomization is read by a scan of its patch sections, not as YAML: only the file names in them matter, and
a name that is no file of this folder matches nothing.
"""

from __future__ import annotations

import os
import re

from stslint.runtime.lazy_regex import pattern
from stslint.sources.files.decoding import decode
from stslint.sources.files.walk import MANIFEST_EXTENSIONS

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_LEVELS = 3
# https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/ and its two older forms.
_SECTION = pattern(
    r"""^["']?(?:patches|patchesStrategicMerge|patchesJson6902)["']?[ \t]*:(.*(?:\n(?:[ \t\r#-].*)?)*)""",
    re.MULTILINE,
)
_TOKEN = pattern(r"""[^\s"',\[\]{}#]+""")
# kuttl: NN-assert.yaml, NN-errors.yaml; chainsaw: assert and error files of any name, chainsaw-test.yaml.
# https://kuttl.dev/docs/kuttl-test-harness.html, https://kyverno.github.io/chainsaw/latest/test/
_ASSERTION = pattern(
    r"(?:.*[-_.])?assert(?:s|ions?)?(?:[-_.].*)?\.(?:ya?ml|json)\Z"
    r"|(?:\d+|.+)-errors?\.ya?ml\Z|\d+-errors?-.*\.ya?ml\Z|errors\.ya?ml\Z"
    r"|chainsaw-test(?:-.*)?\.ya?ml\Z",
    re.IGNORECASE,
)

_WORDS = ("assert", "error", "chainsaw-test")
_PATCH = pattern(r"(?:.*[-_.])?patch(?:es)?(?:[-_.].*)?\.(?:ya?ml|json)\Z", re.IGNORECASE)

_EXPRESSION = pattern(
    r"""(?:[:-]\s+['"]?\((?:\$\w+|\w+\(.*\))\)|^\s*(?:-\s+)?['"]?\(.*\)['"]?:.*)['"]?\s*$""", re.MULTILINE
)
"""A value or a key that is an expression in parentheses, as Chainsaw's tests have them.

Source: https://kyverno.github.io/chainsaw/latest/quick-start/assertion-trees/
"""


def has_expressions(text: str) -> bool:
    """Returns whether a text is what a test applies or expects, its values still to be worked out."""
    return (": (" in text or "):" in text) and _EXPRESSION.search(text) is not None


def is_assertion(name: str) -> bool:
    """Returns whether a file is named as kuttl or chainsaw name what they compare with a cluster."""
    file = os.path.basename(name)
    # Most files are not, and the pattern takes longer to compile than a manifest to read.
    return any(word in file.lower() for word in _WORDS) and _ASSERTION.match(file) is not None


def is_kustomization(name: str) -> bool:
    """Returns whether a file is kustomize's own, which the API server never sees."""
    return os.path.basename(name) in KUSTOMIZATIONS


def is_patch(name: str) -> bool:
    """Returns whether a file, or its folder, calls itself a patch: ``db.patch.yaml``, ``patches/db.yml``."""
    folder, file = os.path.split(name)
    if "patch" in file.lower() and _PATCH.match(file):
        return True
    return os.path.basename(folder).lower() in ("patch", "patches")


def patch_files(kustomization: str) -> frozenset[str]:
    """Returns the files, relative to it, that the text of a kustomization lists as patches."""
    listed = (
        token
        for section in _SECTION.findall(kustomization)
        for token in _TOKEN.findall(_uncommented(section))
    )
    return frozenset(os.path.normpath(each) for each in listed if each.endswith(MANIFEST_EXTENSIONS))


def _uncommented(section: str) -> str:
    return re.sub(r"(?:^|(?<=\s))#.*", "", section)


class Kustomizations:
    """Answers which files are patches, and reads each folder's kustomization once."""

    __slots__ = ("_patches",)

    def __init__(self) -> None:
        self._patches: dict[str, frozenset[str]] = {}

    def lists(self, path: str) -> bool:
        """Returns whether a kustomization of the file's folder, or of the two above, lists it as a patch."""
        path = os.path.abspath(path)
        folder = path
        for _ in range(_LEVELS):
            parent = os.path.dirname(folder)
            if parent == folder:
                break
            folder = parent
            patches = self._of(folder)
            if patches and os.path.relpath(path, folder) in patches:
                return True
        return False

    def _of(self, folder: str) -> frozenset[str]:
        found = self._patches.get(folder)
        if found is None:
            found = self._patches[folder] = _patches_in(folder)
        return found


def _patches_in(folder: str) -> frozenset[str]:
    for name in KUSTOMIZATIONS:
        try:
            with open(os.path.join(folder, name), "rb") as opened:
                text = decode(opened.read())
        except OSError:
            continue
        return patch_files(text) if isinstance(text, str) else frozenset()
    return frozenset()
