"""The command line: words in, text out, an exit code. Everything else happens elsewhere.

Exit codes: 0 nothing at or above ``--fail-on``; 1 something is; 2 the run itself failed.
"""

from __future__ import annotations

from typing import Any

import click

import stslint
from stslint.commands.failures import FORESEEN, close_quietly, message_of
from stslint.commands.plain import FORMATS
from stslint.options import completed_rules, configured, flag, own_rules, rule_option

PICTURES = ("text", "json", "svg", "html")
SEVERITIES = ("error", "warning", "info")
PROFILES = ("default", "gitops")


class _Group(click.Group):
    """Turns every foreseen failure into one line and exit code 2: no input ends in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException:
            raise
        except BrokenPipeError:
            close_quietly()
            raise SystemExit(2) from None
        except FORESEEN as error:
            raise _Failed(message_of(error)) from error


class _Failed(click.ClickException):
    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"stslint: {self.message}", err=True)


def _tell(error: Exception) -> None:
    click.echo(f"stslint: {error}", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(stslint.__version__, prog_name="stslint")
def command_line() -> None:
    """Validates and lints Kubernetes StatefulSet manifests offline, and predicts their rollout."""


@command_line.command()
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to report.")
@click.option("--output", type=click.Path(dir_okay=False), help="Write the report to a file.")
@click.option(
    "--output-file",
    "output_files",
    multiple=True,
    metavar="FORMAT:PATH",
    help="Write it in another format, too, such as sarif:out.sarif; repeatable.",
)
@click.option(
    "--kubernetes-version", metavar="1.25...1.37", help="The minor to judge by, or several: 1.33,1.34. [1.37]"
)
@rule_option("--select", "Ids, names or prefixes of ids; or ALL.")
@rule_option("--extend-select", "Run these rules too.")
@rule_option("--ignore", "Ids, names or prefixes to leave out.")
@rule_option("--severity", "Change a rule's severity.", "RULE=LEVEL")
@click.option("--profile", type=click.Choice(PROFILES), help="A named set of rules.")
@click.option("--context", multiple=True, metavar="PATH", help="Read, but do not report on.")
@flag("no_context", "Do not look at the folder of a named file.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out, as in .gitignore.")
@click.option("--complete/--no-complete", default=None, help="The paths hold everything that is deployed.")
@click.option("--against", metavar="OLD", help="What was applied before: a file, a folder or git:REV.")
@click.option("--render", is_flag=True, help="Run helm or kustomize on charts and kustomizations.")
@click.option(
    "--render-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30,
    metavar="SECONDS",
    help="How long rendering one of them may take.",
)
@click.option("--render-values", multiple=True, metavar="FILE", help="Values to render charts with.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="What makes exit code 1. [warning]")
@configured
@flag("exit_zero", "Exit with 0 whatever is found.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="The name of what - reads.")
@own_rules
@click.option(
    "--policy", "policies", multiple=True, metavar="PATH", help="Admission policies to evaluate; needs [cel]."
)
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colours.")
@flag("quiet", "Findings only.")
@flag("no_cache", "Neither read nor keep what earlier runs have worked out.")
@click.option(
    "--jobs",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Processes that share a large run; 0 is one for each processor, up to 8. [0]",
)
@flag("statistics", "End the text with a count of each rule's findings.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without doubt, and report the rest.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: changes of meaning, too.")
@click.option("--baseline", type=click.Path(dir_okay=False), help="Hide the findings frozen in this file.")
@click.option("--write-baseline", type=click.Path(dir_okay=False), help="Freeze today's findings in a file.")
def check(**words: Any) -> None:
    """Checks manifests: files, folders, patterns, pages, or - for standard input."""
    from stslint.commands.check import Words, run

    raise SystemExit(run(Words(**words)))


@command_line.command()
@click.argument("paths", nargs=-1, metavar="[MANIFEST]...")
@click.option("--from", "old", metavar="OLD", help="What runs now: a file, a folder or git:REV.")
@click.option("--scenario", metavar="FILE", help="A scenario in YAML, or JSON Lines; - is standard input.")
@click.option("--name", "set_name", default="", metavar="NAME", help="Plan only this StatefulSet.")
@click.option("--replicas", type=click.IntRange(0), multiple=True, help="Scale to so many; repeatable.")
@click.option("--partition", type=click.IntRange(0), multiple=True, help="Set the partition; repeatable.")
@click.option("--not-ready", multiple=True, metavar="POD", help="What if this pod never gets Ready?")
@click.option("--bad-revision", is_flag=True, help="What if the new template never gets Ready?")
@click.option("--lose-node", multiple=True, metavar="POD", help="What if the node of this pod is lost?")
@click.option("--delete-pod", multiple=True, metavar="POD", help="Delete a pod after the change.")
@click.option("--delete", is_flag=True, help="Delete the set after the change.")
@click.option("--orphan", is_flag=True, help="With --delete: leave the pods running.")
@click.option("--then", multiple=True, metavar="STEP", help='A further step, such as "force-delete web-2".')
@click.option("--format", "form", type=click.Choice(PICTURES), default="text", help="How to show it.")
@click.option("--output", type=click.Path(dir_okay=False), help="Write the plan to a file.")
@click.option("--kubernetes-version", metavar="1.25...1.37", help="The minor to plan for. [1.37]")
@configured
@click.option("--cluster-domain", default="cluster.local", metavar="DOMAIN", help="Where DNS names end.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="The name of what - reads.")
@click.option("--verbose", "-v", is_flag=True, help="Every move with its reason, and every name.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colours.")
def plan(**words: Any) -> None:
    """Shows what happens when a manifest is applied: which pods, in which order, and what is left."""
    from stslint.commands.plan import Words, run

    raise SystemExit(run(Words(**words)))


@command_line.command()
@click.argument("rule", required=False, default="", metavar="[RULE | TOPIC]", shell_complete=completed_rules)
@own_rules
def explain(rule: str, rule_folders: tuple[str, ...]) -> None:
    """Prints the page of a rule or a topic; with neither, lists what there is."""
    from stslint.commands import explain, rules

    click.echo(explain.explain(rule, rules.rulebook(rule_folders, _tell)), nl=False)


@command_line.command("rules")
@own_rules
def list_rules(rule_folders: tuple[str, ...]) -> None:
    """Lists the rules; those in brackets run only when they are selected."""
    from stslint.commands import rules

    bad: list[Exception] = []
    click.echo(rules.listing(rules.rulebook(rule_folders, bad.append)), nl=False)
    for error in bad:
        _tell(error)
    raise SystemExit(2 if bad else 0)


@command_line.command("test-rules")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
def test_rules(folder: str) -> None:
    """Runs the examples on the pages of the rules in a folder of your own."""
    from stslint.commands import rules

    told, kept = rules.promises(folder)
    click.echo(told)
    raise SystemExit(0 if kept else 1)


@command_line.command()
@click.option("--kubernetes-version", default="1.37", metavar="1.25...1.37", help="The minor to describe.")
def schema(kubernetes_version: str) -> None:
    """Prints a JSON Schema of the StatefulSet for an editor's YAML plug-in."""
    from stslint.commands.schema import schema_text

    click.echo(schema_text(kubernetes_version), nl=False)


@command_line.command("config-schema")
def config_schema() -> None:
    """Prints the JSON Schema of the configuration."""
    import json

    from stslint.config.schema import configuration_schema

    click.echo(json.dumps(configuration_schema(), indent=2))


@command_line.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Prints the script that completes commands, options and rules in a shell."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(command_line, {}, "stslint", "_STSLINT_COMPLETE").source())


@command_line.command()
@click.option("--stdio", is_flag=True, hidden=True, help="The only way; clients like to say it.")
@own_rules
@click.option("--kubernetes-version", metavar="1.25...1.37", help="The minor to judge by, or several.")
@configured
def server(stdio: bool, **words: Any) -> None:
    """Runs the language server for editors, over standard input and output."""
    from stslint.commands.server import Words, run

    run(Words(**words))


def _name_variables(group: click.Group) -> None:
    """Gives each option a variable: ``STSLINT_CHECK_FORMAT`` for ``check --format``.

    Rules of one's own are code, and only the command line may name it.
    """
    for name, command in group.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name not in ("rule_folders", "help"):
                word = max(parameter.opts, key=len).lstrip("-")
                parameter.envvar = f"STSLINT_{name}_{word}".upper().replace("-", "_")


_name_variables(command_line)
