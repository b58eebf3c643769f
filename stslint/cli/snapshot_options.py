"""The options of the commands that read a snapshot of a cluster."""

from __future__ import annotations

import click

from stslint.cli.options import COLORS, VERSIONS, all_of, option, stdin_filename
from stslint.kubernetes.schema.versions import NEWEST

NOW = option(
    "Input",
    "--now",
    metavar="TIME",
    help="Time of the snapshot, such as 2030-01-01T12:00:00Z.  [default: the latest time in it]",
)

diagnose_options = all_of(
    option("Input", "--name", default="", metavar="NAME", help="Diagnose only the StatefulSet of this name."),
    NOW,
    option(
        "Input",
        "--kubernetes-version",
        metavar=VERSIONS,
        help=f"Kubernetes version of the cluster.  [default: {NEWEST}]",
    ),
    stdin_filename,
    option(
        "Output",
        "--format",
        "form",
        type=click.Choice(("text", "json", "html")),
        default="text",
        help="Format of the diagnosis.",
    ),
    option("Output", "--output", type=click.Path(dir_okay=False), help="Write the diagnosis to this file."),
    option("Output", "--verbose", "-v", is_flag=True, help="Show what is assumed of settled ones, too."),
    option("Output", "--color", type=click.Choice(COLORS), default="auto", help="Color the text."),
)
"""All options of ``stslint diagnose``."""
