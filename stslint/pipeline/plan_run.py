"""The dry run of what people have: paths become one forecast a StatefulSet.

``paths -> documents -> story -> plan -> forecast``, as ``checking`` does it for findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from stslint.forecast.change import Change, changed_text, needs_recreation, refused_change, runs_already
from stslint.forecast.final_state import PlanEnvironment
from stslint.forecast.forecast import Forecast, Question, played, question_of
from stslint.forecast.manifests import Manifests
from stslint.forecast.what_if import NOTHING, Story, Target, WhatIf, story_of
from stslint.kubernetes.queries.objects import is_stateful_set
from stslint.kubernetes.verdict import judge
from stslint.linter.outcome import is_fragment
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Problem, Skipped, Source, StslintError
from stslint.pipeline.inputs import Inputs, discovery_of
from stslint.pipeline.loading import bundle_of
from stslint.planner.timeline import Plan
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.path_expansion import STDIN
from stslint.sources.loading.git_revision import PREFIX, sources_at
from stslint.text.suggest import nearest


class PlanError(StslintError):
    """A run that can't be planned; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is to be planned. ``against`` of the inputs names what runs: a path, ``git:REV``, or nothing.

    Of the settings a plan knows the Kubernetes version and whether the inputs are complete.
    """

    inputs: Inputs
    settings: Settings
    set_name: str = ""
    cluster_domain: str = "cluster.local"
    what_if: WhatIf = NOTHING

    @property
    def old(self) -> str:
        """Returns what names the sets that run, or an empty string."""
        return self.inputs.against or ""

    @property
    def version(self) -> str:
        """Returns the Kubernetes minor to plan for."""
        return self.settings.kubernetes_version


class SetPlan(NamedTuple):
    """The answer for one set. ``refused`` holds what the API server says of the document as it is written;
    ``changes`` says that this is about what runs, not about the document alone.

    ``recreated`` is the forecast of deleting the set without its pods and creating it anew, where only that
    gets past a field that can't change.
    """

    document: Document
    plan: Plan
    forecast: Forecast
    refused: tuple[Problem, ...] = ()
    changes: bool = False
    recreated: Forecast | None = None


class PlanResult(NamedTuple):
    """All answers of a run, by the order of the documents, and what was left out."""

    planned: tuple[SetPlan, ...]
    notes: tuple[Skipped, ...] = ()


def plan_sets(wish: PlanRequest) -> PlanResult:
    """Returns a forecast for each StatefulSet. Raises PlanError and WhatIfError."""
    bundle, notes = _read(wish.inputs.paths, wish)
    sets = _sets(bundle, wish)
    if wish.what_if.of_one_set and len(sets) > 1:
        known = ", ".join(f"`{document.name}`" for document in sets)
        raise PlanError(f"these what-ifs are about one set, and here are {known}: add --name NAME")
    old = _old(wish)
    planned = tuple(_planned(document, _counterpart(document, old, wish), bundle, wish) for document in sets)
    return PlanResult(planned, (*notes, *_only_old(old, sets, wish)))


def sets_of(wish: PlanRequest) -> tuple[Bundle, list[Document]]:
    """Returns what the paths hold, and the StatefulSets of it to plan. Raises PlanError."""
    bundle, _ = _read(wish.inputs.paths, wish)
    return bundle, _sets(bundle, wish)


def _read(paths: Sequence[str], wish: PlanRequest) -> tuple[Bundle, list[Skipped]]:
    found = discovery_of(wish.inputs._replace(paths=paths))
    for error in found.errors:
        raise PlanError(f"{error.file}: {error.reason}")
    bundle, non_kubernetes = bundle_of(found.sources, paths, wish.settings)
    return bundle, [*(Skipped(*skipped) for skipped in found.skipped), *non_kubernetes]


def _sets(bundle: Bundle, wish: PlanRequest) -> list[Document]:
    found = [document for document in bundle.documents if _is_set(document, wish.settings)]
    chosen = [document for document in found if wish.set_name in ("", document.name)]
    if chosen:
        return chosen
    if found:
        near = nearest(wish.set_name, [document.name for document in found])
        known = ", ".join(f"`{document.name}`" for document in found)
        hint = f"did you mean `{near}`?" if near else f"there is {known}"
        raise PlanError(f"no StatefulSet is called `{wish.set_name}`; {hint}")
    unread = next((problem for document in bundle.documents for problem in document.problems), None)
    where = f": line {unread.span.line}: {unread.message}" if unread else ""
    raise PlanError(f"no StatefulSet in {' '.join(wish.inputs.paths)}{where}")


def _is_set(document: Document, settings: Settings) -> bool:
    if document.context or is_fragment(document, settings):
        return False
    if document.kind == "StatefulSet":
        return is_stateful_set(document.root) or document.api_version.startswith("apps/")
    # A mistyped kind is still the set that was meant, and is refused as one.
    near = nearest(document.kind, ("StatefulSet",)) if document.kind else ""
    return (
        bool(near)
        and judge(document.root, settings.kubernetes_version).sound.get("kind").string() == "StatefulSet"
    )


def _old(wish: PlanRequest) -> list[Document] | None:
    """Returns the sets that run, or None where --from was not given."""
    if not wish.old:
        return None
    if wish.old.startswith(PREFIX):
        bundle, _ = bundle_of(_committed(wish), wish.inputs.paths, wish.settings)
    else:
        bundle, _ = _read([wish.old], wish)
    return [each for each in bundle.of_kind("StatefulSet") if not each.context]


def _committed(wish: PlanRequest) -> list[Source]:
    """Returns what Git holds of the inputs."""
    inputs = wish.inputs
    if STDIN in inputs.paths:
        raise PlanError("`git:REV` needs a path: standard input is in no revision")
    revision = wish.old.removeprefix(PREFIX)
    return sources_at(revision, inputs.paths, inputs.exclude, inputs.exclude_by_folder)


def _counterpart(document: Document, old: list[Document] | None, wish: PlanRequest) -> Document | None:
    """Returns what runs of a set: its older self; the set itself where a what-if is about a running set."""
    if old is None:
        return document if wish.what_if.of_running_set else None
    for other in old:
        if (other.namespace, other.name) == (document.namespace, document.name):
            return other
    return None


def _only_old(old: list[Document] | None, sets: Sequence[Document], wish: PlanRequest) -> Iterator[Skipped]:
    here = {(document.namespace, document.name) for document in sets}
    for document in old or ():
        if (document.namespace, document.name) not in here and not wish.set_name:
            reason = f"`{document.name}` is in {wish.old} only: an apply leaves it and its pods running"
            yield Skipped(document.source.name, reason)


def _planned(document: Document, old: Document | None, bundle: Bundle, wish: PlanRequest) -> SetPlan:
    manifests = Manifests()
    change = Change(old.root if old else None, document.root, wish.version, wish.what_if, bool(wish.old))
    story = _story(document, change, wish)
    around = PlanEnvironment(document.root, bundle, wish.cluster_domain)
    answer = partial(_answered, manifests, around)
    plan, seen = answer(question_of(story, document.name, wish.version))
    refused = tuple(_refused(document, old, change, wish))
    again = None
    if refused and needs_recreation(change):
        steps = (*story.steps[: story.setup_steps], *_recreation(change))
        _, again = answer(question_of(Story(steps, story.setup_steps), document.name, wish.version))
    changes = old is not None and old is not document
    return SetPlan(document, plan, seen, refused, changes, again)


def _recreation(change: Change) -> Iterator[Mapping[str, Any]]:
    yield {"op": "delete", "cascade": "orphan"}
    yield {"op": "create", "manifest": changed_text(change._replace(old=None))}


def _answered(manifests: Manifests, around: PlanEnvironment, question: Question) -> tuple[Plan, Forecast]:
    seen = played(question, manifests, around)
    if isinstance(seen, str):
        raise PlanError(seen)
    return seen.plan, seen


def _story(document: Document, change: Change, wish: PlanRequest) -> Story:
    target = Target(document.name, change.ordinals)
    running = runs_already(change)
    applied = changed_text(change) if wish.old or not running or wish.what_if.bad_revision else ""
    return story_of(wish.what_if, target, running, applied, compared=bool(wish.old))


def _refused(
    document: Document, old: Document | None, change: Change, wish: PlanRequest
) -> Iterator[Problem]:
    yield from document.problems
    if old is None or old is document:
        found = judge(document.root, wish.version).problems
    else:
        found = tuple(refused_change(change))
    yield from (problem for problem in found if problem.severity in (None, "error"))
