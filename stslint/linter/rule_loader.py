"""Rule files become a list of rules; a folder of custom rules is read in the same way.

A rule is one Python file. Its docstring is its page, its file name its name, and these are its parts:

``ID``
    ``STS201``; custom rules use their own letters (``ACME001``).
``SEVERITY``
    ``error``, ``warning`` or ``info``.
``SOURCE``
    the address of the page that the rule is derived from.
``check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]``
    or ``check_update(old: Node, new: Node, bundle: Bundle)`` for a rule about a change of one object, or
    ``check_bundles(old: Bundle, new: Bundle)`` for one about objects that come and go. Pages of what the API
    server itself refuses have ``LAYER = "api"`` and no check: the validation below answers for them.
``DEFAULT = False``
    for a rule that only runs when it is selected.
``KINDS = ("StatefulSet",)``
    the kinds that the check is called for.
``FIELDS = ("preStop",)``
    the fields that an object must have one of, at any place, for the check to find anything in it. The check
    is not called for other objects, which saves most of its time.
``CHECKED_BY = "ignores"``
    names the layer that answers (``ignores``, ``policies``, ``reading``) if a rule is not about manifests,
    but about what the run is given or ignores, or about what only the reader sees.
``FRAGMENTS = True``
    if the check can also run on a fragment of a manifest, because it never reports what is absent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from importlib.machinery import SourceFileLoader
from types import CodeType, ModuleType

from stslint.linter.rule import CHECKS, Rule, RuleError
from stslint.model import SEVERITIES
from stslint.runtime.bytecode_finder import code_of
from stslint.runtime.lazy_regex import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

Bad = Callable[["RuleError"], object]


PUBLIC_IMPORTS = "import from `stslint.rule_api` and `stslint.kubernetes` (docs/own-rules.md)"
"""What the author of a custom rule is advised to do."""

_ID = pattern(r"[A-Z]{2,8}[0-9]{3}\Z")
_STEM = pattern(r"[a-z][a-z0-9_]*\Z")


def _stop(error: RuleError) -> None:
    raise error


def rule_files(folder: str | Path) -> list[str]:
    """Returns the paths of a folder's rules, sorted. Raises OSError."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".py") and name[0] != "_")
    place = "" if os.fspath(folder) == "." else folder
    return [os.path.join(place, name) for name in names]


def load_rules(folder: str | Path, bad: Bad = _stop) -> list[Rule]:
    """Returns the rules of a folder, by id.

    ``bad`` is given each file that cannot be used, and each id that is in use; by default it raises.
    """
    rules = []
    for file in rule_files(folder):
        try:
            rules.append(load_rule(file))
        except RuleError as error:
            bad(error)
    return in_order(rules, bad)


def in_order(rules: Iterable[Rule], bad: Bad = _stop) -> list[Rule]:
    """Returns rules by id; of two with the same id or name the first, and ``bad`` is given the other."""
    taken: dict[str, Rule] = {}
    kept: list[Rule] = []
    for rule in rules:
        word = next((word for word in (rule.id, rule.name) if word in taken), None)
        if word is None:
            kept.append(rule)
            taken |= {rule.id: rule, rule.name: rule}
        else:
            bad(RuleError(rule.file, f"`{word}` is already used by {taken[word].file}"))
    return sorted(kept, key=lambda rule: rule.id)


def load_rule(path: str | Path) -> Rule:
    """Returns the rule that a file holds. Raises RuleError."""
    file = os.fspath(path)
    stem = os.path.basename(file).removesuffix(".py")
    if not _STEM.match(stem):
        raise RuleError(file, "the file name of a rule must be lower-case words joined by `_`")
    module = _module(file)
    faults = list(_faults(module))
    if faults:
        raise RuleError(file, "; ".join(faults))
    return Rule(
        id=module.ID,
        name=stem.replace("_", "-"),
        severity=module.SEVERITY,
        layer=getattr(module, "LAYER", "rule"),
        source=module.SOURCE,
        page=(module.__doc__ or "").strip(),
        file=file,
        check=getattr(module, "check", None),
        check_update=getattr(module, "check_update", None),
        check_bundles=getattr(module, "check_bundles", None),
        kinds=tuple(getattr(module, "KINDS", ("StatefulSet",))),
        fields=tuple(getattr(module, "FIELDS", ())),
        default=getattr(module, "DEFAULT", True),
        fragments=getattr(module, "FRAGMENTS", False),
        checked_by=getattr(module, "CHECKED_BY", ""),
    )


def compiled(file: str) -> CodeType:
    """Returns the code of a rule file. Raises OSError, SyntaxError and ValueError."""
    name = _module_name(file)
    code = code_of(file) or SourceFileLoader(name, file).get_code(name)
    if code is None:
        raise RuleError(file, "cannot be loaded")
    return code


def _module_name(file: str) -> str:
    return f"stslint_rule_{os.path.basename(file).removesuffix('.py')}"


def _module(file: str) -> ModuleType:
    module = ModuleType(_module_name(file))
    module.__file__ = file
    try:
        exec(compiled(file), module.__dict__)
    except (Exception, SystemExit) as error:
        reason = f"cannot be executed: {_where(error, file)}{type(error).__name__}: {error}{_advice(error)}"
        raise RuleError(file, reason) from error
    return module


def _advice(error: BaseException) -> str:
    """Returns where a name of ours is to be imported from, if that is what failed."""
    if not isinstance(error, ImportError) or not (error.name or "").startswith("stslint"):
        return ""
    return f"; custom rules {PUBLIC_IMPORTS}"


def _where(error: BaseException, file: str) -> str:
    line = failed_line(error, file)
    return f"line {line}: " if line else ""


def failed_line(error: BaseException, file: str) -> int | None:
    """Returns the line of a rule's file on which it failed, or nothing if it was not in its own lines."""
    import traceback  # only a rule that fails pays for it

    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if os.path.basename(frame.filename) == os.path.basename(file)
    ]
    return lines[-1] if lines else None


def _faults(module: ModuleType) -> Iterator[str]:
    if not _ID.match(str(getattr(module, "ID", ""))):
        yield "`ID` must be letters and three digits, such as ACME001"
    if getattr(module, "SEVERITY", None) not in SEVERITIES:
        yield f"`SEVERITY` must be one of {', '.join(SEVERITIES)}"
    if not str(getattr(module, "SOURCE", "")).startswith("https://"):
        yield "`SOURCE` must be the https address that the rule is derived from"
    if not (module.__doc__ or "").strip():
        yield "the docstring, which is the rule's page, is missing"
    if not _are_words(getattr(module, "KINDS", ())):
        yield '`KINDS` must be a tuple of kinds, such as ("StatefulSet",)'
    if not _are_words(getattr(module, "FIELDS", ())):
        yield '`FIELDS` must be a tuple of names of fields, such as ("preStop",)'
    checks = [part for part in CHECKS if callable(getattr(module, part, None))]
    answered = getattr(module, "CHECKED_BY", "") in ("ignores", "policies", "reading")
    elsewhere = getattr(module, "LAYER", "rule") == "api" or answered
    if not checks and not elsewhere:
        yield "`check(stateful_set, bundle)` is missing"


def _are_words(value: object) -> bool:
    return isinstance(value, tuple | list) and all(isinstance(word, str) for word in value)
