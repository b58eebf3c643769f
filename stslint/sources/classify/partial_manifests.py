"""Recognises fragments by their name and their folder: kustomize patches and the assertions of tests.

The patch sections of a kustomization are scanned, not parsed: only the file names in them matter, and a name
that is not a file of the folder matches nothing.
"""

from __future__ import annotations

import os

from stslint.runtime.bounded_reading import read_regular
from stslint.runtime.lazy_regex import pattern
from stslint.sources.files.decoding import decode
from stslint.sources.files.walk import MANIFEST_EXTENSIONS

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_LEVELS = 3
# https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/ and its two older forms.
_SECTION = pattern(
    r"""(?m)^["']?(?:patches|patchesStrategicMerge|patchesJson6902)["']?[ \t]*:(.*(?:\n(?:[ \t\r#-].*)?)*)"""
)
_COMMENT = pattern(r"(?:^|(?<=\s))#.*")
_TOKEN = pattern(r"""[^\s"',\[\]{}#]+""")
# kuttl: NN-assert.yaml, NN-errors.yaml; chainsaw: assert and error files of any name, chainsaw-test.yaml.
# https://kuttl.dev/docs/kuttl-test-harness.html, https://kyverno.github.io/chainsaw/latest/test/
_ASSERTION = pattern(
    r"(?i)(?:.*[-_.])?assert(?:s|ions?)?(?:[-_.].*)?\.(?:ya?ml|json)\Z"
    r"|(?:\d+|.+)-errors?\.ya?ml\Z|\d+-errors?-.*\.ya?ml\Z|errors\.ya?ml\Z"
    r"|chainsaw-test(?:-.*)?\.ya?ml\Z"
)

_ASSERTION_WORDS = ("assert", "error", "chainsaw-test")
_PATCH = pattern(r"(?i)(?:.*[-_.])?patch(?:es)?(?:[-_.].*)?\.(?:ya?ml|json)\Z")

_EXPRESSION = pattern(
    r"""(?m)(?:[:-]\s+['"]?\((?:\$\w+|\w+\(.{0,500}\))\)|^[^\S\n]*(?:-\s+)?['"]?\(.*\)['"]?:.*)['"]?\s*$"""
)
"""A value or a key that is an expression in parentheses, as in tests of Chainsaw.

Source: https://kyverno.github.io/chainsaw/latest/quick-start/assertion-trees/
"""


def is_named_plainly(name: str) -> bool:
    """Returns whether no part of a file's path says that it is not a manifest of its own."""
    lower = name.lower()
    return not (
        "patch" in lower or "kustomization" in lower or any(map(lower.__contains__, _ASSERTION_WORDS))
    )


def has_expressions(text: str) -> bool:
    """Returns whether a text has values that a test of Chainsaw evaluates."""
    if "(" not in text or (": (" not in text and "):" not in text):
        return False
    return _EXPRESSION.search(text) is not None


def is_assertion(name: str) -> bool:
    """Returns whether a file has the name of a file that kuttl or Chainsaw compare with a cluster."""
    file = os.path.basename(name)
    # Most files are not, and compiling the pattern takes longer than reading a manifest.
    return any(word in file.lower() for word in _ASSERTION_WORDS) and _ASSERTION.match(file) is not None


def is_kustomization(name: str) -> bool:
    """Returns whether a file is a kustomization, which is never sent to the API server."""
    return os.path.basename(name) in KUSTOMIZATIONS


def is_patch(name: str) -> bool:
    """Returns whether a file or its folder is named as a patch: ``db.patch.yaml``, ``patches/db.yml``."""
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
    return _COMMENT.sub("", section)


class Kustomizations:
    """Finds out which files are patches, and reads the kustomization of each folder once."""

    __slots__ = ("_around", "_patches")

    def __init__(self) -> None:
        self._patches: dict[str, frozenset[str]] = {}
        self._around: dict[str, list[str]] = {}

    def lists(self, path: str) -> bool:
        """Returns whether a kustomization of the file's folder, or of the two above, lists it as a patch."""
        folder = path[: max(path.rfind("/"), path.rfind(os.sep)) + 1]
        around = self._around.get(folder)
        if around is None:
            around = self._around[folder] = self._listing(os.path.abspath(folder))
        return any(os.path.relpath(path, each) in self._of(each) for each in around)

    def _listing(self, folder: str) -> list[str]:
        """Returns of a folder and the two above those whose kustomizations list patches."""
        folders = [folder]
        while len(folders) < _LEVELS and os.path.dirname(folders[-1]) != folders[-1]:
            folders.append(os.path.dirname(folders[-1]))
        return [each for each in folders if self._of(each)]

    def _of(self, folder: str) -> frozenset[str]:
        patches = self._patches.get(folder)
        if patches is None:
            patches = self._patches[folder] = _patches_in(folder)
        return patches


def _patches_in(folder: str) -> frozenset[str]:
    for name in KUSTOMIZATIONS:
        path = os.path.join(folder, name)
        if not os.access(path, os.F_OK):
            continue  # as nearly always, and an error takes longer
        try:
            text = decode(read_regular(path))
        except OSError:
            continue
        return patch_files(text) if isinstance(text, str) else frozenset()
    return frozenset()
