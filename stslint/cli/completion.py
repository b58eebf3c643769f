"""What ``stslint completion`` offers for the values of arguments and options."""

from __future__ import annotations

import os
from collections.abc import Iterable

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string

from stslint.kubernetes.schema.versions import SUPPORTED
from stslint.linter.rule_set import rule_set
from stslint.model import SEVERITIES

Items = list[CompletionItem]


def register() -> None:
    """Makes click use what is better here than its own."""
    add_completion_class(LineComplete, "bash")


class LineComplete(BashComplete):
    """Completes the line itself: bash splits its words at colons, such as that of ``git:main``."""

    source_template = BashComplete.source_template.replace(
        "$(env ", '$(env COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" '
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        """Returns the words before the one to complete, and that word."""
        line = os.environ.get("COMP_LINE")
        if line is None:
            return super().get_completion_args()
        words = split_arg_string(line[: int(os.environ.get("COMP_POINT", len(line)))])
        last = "" if line[-1:].isspace() or not words else words.pop()
        return words[1:], last

    def format_completion(self, item: CompletionItem) -> str:
        """Returns the line for bash, without what it has kept before the last colon or equals sign."""
        _, last = self.get_completion_args()
        value = last.partition("=")[2] if last.startswith("-") else last
        kept = max(value.rfind(":"), value.rfind("=")) + 1
        if "COMP_LINE" in os.environ and item.value.startswith(value[:kept]):
            item = CompletionItem(item.value[kept:], item.type)
        return super().format_completion(item)


def rule_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Returns the ids and names of rules that begin like the last one in a list; the others stay."""
    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{name}", help=rule.summary)
        for rule in rule_set()
        for name in (rule.id, rule.name)
        if name.startswith((last, last.upper()))
    ]


def severity_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Returns the rules for ``RULE=LEVEL``, and after the equals sign the levels."""
    rule, equals, level = incomplete.partition("=")
    if not equals:
        return rule_words(ctx, param, incomplete)
    return [CompletionItem(f"{rule}={each}") for each in SEVERITIES if each.startswith(level)]


def page_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Returns the topics and rules that have a page."""
    from stslint.cli.commands.topics import topic_names, topic_title

    topics = [CompletionItem(name, help=topic_title(name)) for name in topic_names()]
    return [*_beginning(topics, incomplete), *rule_words(ctx, param, incomplete)]


def version_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Returns the Kubernetes versions, of ``1.33,1.3`` those for the last one."""
    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{each}") for each in SUPPORTED if each.startswith(last)]


def revision_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Returns the revisions of the repository after ``git:``, else files."""
    from stslint.sources.loading.git_names import revision_names

    if not incomplete or not (incomplete.startswith("git:") or "git:".startswith(incomplete)):
        return [CompletionItem(incomplete, "file")]
    return _beginning((CompletionItem(f"git:{name}") for name in revision_names(".")), incomplete)


def step_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Returns the steps of a scenario."""
    from stslint.forecast.what_if import STEPS

    return _beginning(map(CompletionItem, sorted(STEPS)), incomplete)


def _beginning(items: Iterable[CompletionItem], incomplete: str) -> Items:
    return [item for item in items if item.value.startswith(incomplete)]
