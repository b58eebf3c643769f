"""The options of ``stslint plan``, in the groups of its help."""

from __future__ import annotations

import click

from stslint.cli.options import (
    COLORS,
    VERSIONS,
    all_of,
    completed,
    configured,
    option,
    stdin_filename,
    upgraded,
)
from stslint.cli.snapshot_options import NOW
from stslint.kubernetes.schema.versions import NEWEST

PICTURES = ("text", "json", "svg", "html", "markdown")
FORMATS = (*PICTURES, "scenario")

INPUT = all_of(
    option(
        "Input",
        "--from",
        "old",
        metavar="OLD",
        help="What runs now: a file, a directory, git:REV or git:A...B.",
        shell_complete=completed("revision_words"),
    ),
    option(
        "Input",
        "--scenario",
        metavar="FILE",
        help="Play a scenario in YAML, or several in JSON Lines; - is standard input.",
    ),
    option(
        "Input",
        "--state",
        metavar="SNAPSHOT",
        help="Begin with what `kubectl get` shows: a file or a directory; - is standard input.",
    ),
    NOW,
    option("Input", "--name", default="", metavar="NAME", help="Plan only the StatefulSet of this name."),
    option(
        "Input",
        "--kubernetes-version",
        metavar=VERSIONS,
        shell_complete=completed("version_words"),
        help=f"Kubernetes version to plan for.  [default: {NEWEST}]",
    ),
    upgraded,
    option(
        "Input",
        "--cluster-domain",
        default="cluster.local",
        metavar="DOMAIN",
        help="Domain that DNS names end in.",
    ),
    stdin_filename,
    configured,
)

WHAT_IF = all_of(
    option(
        "What if",
        "--replicas",
        type=click.IntRange(0),
        multiple=True,
        help="Scale to this number; repeatable.",
    ),
    option(
        "What if", "--partition", type=click.IntRange(0), multiple=True, help="Set the partition; repeatable."
    ),
    option("What if", "--not-ready", multiple=True, metavar="POD", help="This pod never becomes Ready."),
    option("What if", "--bad-revision", is_flag=True, help="Pods of the new template never become Ready."),
    option("What if", "--lose-node", multiple=True, metavar="POD", help="The node of this pod is lost."),
    option("What if", "--delete-pod", multiple=True, metavar="POD", help="Delete a pod after the change."),
    option("What if", "--delete", is_flag=True, help="Delete the StatefulSet after the change."),
    option("What if", "--orphan", is_flag=True, help="With --delete: leave the pods running."),
    option(
        "What if",
        "--then",
        multiple=True,
        metavar="STEP",
        shell_complete=completed("step_words"),
        help='A further step, such as "force-delete web-2".',
    ),
)

OUTPUT = all_of(
    option(
        "Output", "--format", "form", type=click.Choice(FORMATS), default="text", help="Format of the plan."
    ),
    option("Output", "--output", "-o", type=click.Path(dir_okay=False), help="Write the plan to this file."),
    option(
        "Output",
        "--redact",
        is_flag=True,
        help="With --format scenario: replace images, names, environment and commands.",
    ),
    option(
        "Output", "--verbose", "-v", is_flag=True, help="Show every action with its reason, and every name."
    ),
    option("Output", "--color", type=click.Choice(COLORS), default="auto", help="Color the text."),
)

plan_options = all_of(INPUT, WHAT_IF, OUTPUT)
"""All options of ``stslint plan``."""
