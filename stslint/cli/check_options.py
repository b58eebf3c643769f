"""The options of ``stslint check``, in the groups of its help."""

from __future__ import annotations

import click

from stslint.cli.check_arguments import FORMATS
from stslint.cli.options import (
    COLORS,
    VERSIONS,
    all_of,
    configured,
    flag,
    option,
    own_rules,
    rule_option,
    stdin_filename,
    upgraded,
)
from stslint.kubernetes.schema.versions import NEWEST
from stslint.linter.profiles import PROFILES
from stslint.model import SEVERITIES
from stslint.report.groups import GROUPINGS
from stslint.report.ordering import ORDERS

INPUT = all_of(
    option(
        "Input", "--context", multiple=True, metavar="PATH", help="Read as context, and report nothing on it."
    ),
    flag("Input", "no_context", "Do not read the directory of a named file as context."),
    option(
        "Input", "--exclude", multiple=True, metavar="PATTERN", help="Skip matching files, as in .gitignore."
    ),
    option(
        "Input",
        "--complete/--no-complete",
        default=None,
        help="The paths hold everything that is deployed: what is not in them is missing.",
    ),
    option(
        "Input",
        "--against",
        metavar="OLD",
        help="Compare with what was applied before: a file, a directory or git:REV.",
    ),
    option(
        "Input",
        "--kubernetes-version",
        metavar=VERSIONS,
        help=f"Kubernetes version to check against; several: 1.33,1.34.  [default: {NEWEST}]",
    ),
    upgraded,
    stdin_filename,
    configured,
)

RULES = all_of(
    rule_option("--select", "Run only these rules: ids, prefixes of ids, names, or ALL."),
    rule_option("--extend-select", "Run these rules in addition to the selected ones."),
    rule_option("--ignore", "Do not run these rules."),
    rule_option("--severity", "Change the severity of a rule.", "RULE=LEVEL"),
    option("Rules", "--profile", type=click.Choice(tuple(PROFILES)), help="Use a named set of rules."),
    own_rules,
    option(
        "Rules",
        "--policy",
        "policies",
        multiple=True,
        metavar="PATH",
        help="Evaluate these ValidatingAdmissionPolicies; needs stslint[cel].",
    ),
)

OUTPUT = all_of(
    option(
        "Output", "--format", "form", type=click.Choice(FORMATS), default="text", help="Format of the report."
    ),
    option(
        "Output", "--output", "-o", type=click.Path(dir_okay=False), help="Write the report to this file."
    ),
    option(
        "Output",
        "--output-file",
        "output_files",
        multiple=True,
        metavar="FORMAT:PATH",
        help="Also write the report in this format, such as sarif:out.sarif; repeatable.",
    ),
    option(
        "Output",
        "--fail-on",
        type=click.Choice(SEVERITIES),
        help="Lowest severity that makes the exit code 1.  [default: warning]",
    ),
    option(
        "Output",
        "--show",
        type=click.Choice(SEVERITIES),
        default="info",
        help="Lowest severity to print; the exit code does not change.  [default: info]",
    ),
    option(
        "Output",
        "--sort",
        type=click.Choice(ORDERS),
        default="position",
        help="Order of the findings; impact sorts within each file.  [default: position]",
    ),
    option("Output", "--group-by", type=click.Choice(GROUPINGS), help="Print the findings of each together."),
    flag("Output", "fail_if_none", "Exit with 2 if there is no StatefulSet to check."),
    flag("Output", "exit_zero", "Exit with 0 even if there are findings."),
    flag("Output", "quiet", "Print findings only; with --statistics, print the statistics only."),
    flag("Output", "verbose", "List each skipped file."),
    flag("Output", "statistics", "End the text with the number of findings by rule, errors first."),
    option("Output", "--color", type=click.Choice(COLORS), default="auto", help="Color the text."),
)

FIXES = all_of(
    option("Fixes", "--fix", is_flag=True, help="Apply safe fixes and report the remaining findings."),
    option("Fixes", "--diff", is_flag=True, help="Show what --fix would change, and write nothing."),
    option(
        "Fixes",
        "--unsafe-fixes",
        is_flag=True,
        help="With --fix or --diff: also apply fixes that change the meaning.",
    ),
)

BASELINE = all_of(
    option(
        "Baseline",
        "--baseline",
        type=click.Path(dir_okay=False),
        help="Hide the findings recorded in this file.",
    ),
    option(
        "Baseline",
        "--write-baseline",
        type=click.Path(dir_okay=False),
        help="Record the current findings in this file.",
    ),
)

RENDERING = all_of(
    option(
        "Rendering", "--render", is_flag=True, help="Render charts and kustomizations with helm or kustomize."
    ),
    option(
        "Rendering",
        "--render-timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=30,
        metavar="SECONDS",
        help="Limit for rendering one of them.  [default: 30]",
    ),
    option(
        "Rendering",
        "--render-values",
        multiple=True,
        metavar="FILE",
        help="Values file for rendering charts; repeatable.",
    ),
)

RUNNING = all_of(
    flag("Running", "no_cache", "Do not read or write the cache."),
    option(
        "Running",
        "--jobs",
        type=click.IntRange(0),
        default=0,
        metavar="N",
        help="Processes for a large run; 0 means one for each processor, up to 8.  [default: 0]",
    ),
)

check_options = all_of(INPUT, RULES, OUTPUT, FIXES, BASELINE, RENDERING, RUNNING)
"""All options of ``stslint check``."""
