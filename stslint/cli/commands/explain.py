"""``stslint explain``: the page of a rule or a topic."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.cli.commands.page_search import pages_about
from stslint.cli.commands.topics import contents, topic_names, topic_page
from stslint.cli.errors import UsageError
from stslint.linter.rule import Rule, find
from stslint.text.suggest import nearest


def page(rule: Rule) -> str:
    """Returns a rule's page, headed by its id, and closed by its source."""
    default = "" if rule.default else ", off by default"
    layer = "the API server refuses this" if rule.layer == "api" else rule.severity
    return f"{rule.id} {rule.name} ({layer}{default})\n\n{rule.page.strip()}\n\nSource: {rule.source}\n"


def explain(word: str, rules: Iterable[Rule]) -> str:
    """Returns the page of the rule with that id or name, or of the topic; else the pages about the word.

    Without a word, returns a list. Raises UsageError, with a near miss, where there is nothing about it.
    """
    book = list(rules)
    if not word:
        return contents(book)
    rule = find(book, word)
    if rule is not None:
        return page(rule)
    topic = topic_page(word)
    if topic is not None:
        return topic
    near = nearest(word, [*(name for each in book for name in (each.name, each.id)), *topic_names()])
    found = "" if near else pages_about(word, book)
    if found:
        return found
    hint = (
        f", did you mean `{near}`?"
        if near
        else "; `stslint rules` lists the rules, and `stslint explain` the topics"
    )
    raise UsageError(f"unknown rule or topic `{word}`{hint}")
