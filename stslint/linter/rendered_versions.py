"""An old API version in a piped rendering: the chart was not asked for this Kubernetes version.

A chart asks `.Capabilities` which API versions there are. `helm template` answers with Helm's own list,
without kinds, so a chart that is right on every cluster renders its oldest branch. Source:
https://helm.sh/docs/helm/helm_template/ (`--api-versions`, `--kube-version`)"""

from __future__ import annotations

from stslint.model import Document, Problem

REMOVED = "api-version-removed"


def is_choice_of_renderer(document: Document, problem: Problem) -> bool:
    """Returns whether a removed API version says what Helm was asked, and not what the chart creates.

    It does in what Helm printed of a whole chart, if the same kind lives on in another version. The
    StatefulSet itself is always checked. A chart that stslint renders is asked for the right version in the
    first place.
    """
    if problem.rule != REMOVED or document.kind == "StatefulSet" or not problem.fix:
        return False
    from stslint.sources.render.helm_output import is_whole_render  # few objects have a removed version

    return is_whole_render(document.source.text)


def how_to_render(document: Document, problem: Problem) -> str:
    """Returns why there is no answer, and how to render the chart for one."""
    served = problem.fix.edits[0].text if problem.fix else ""
    return (
        f"{problem.message}, and the chart may choose it by `.Capabilities`: render it with "
        f"`helm template --api-versions {served}/{document.kind}`, or use `stslint check --render`"
    )
