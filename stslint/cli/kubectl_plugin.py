"""``kubectl stslint``: asks the user's own kubectl what runs, and hands its output to stslint.

This is the only module that starts kubectl. It only reads (``kubectl get``), and opens no connection itself.
Source: https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timezone

from stslint.cli import console
from stslint.cli.errors import UsageError, exit_code_of

NAMESPACED = (
    "statefulset,controllerrevision,pod,persistentvolumeclaim,poddisruptionbudget,resourcequota,"
    "horizontalpodautoscaler,event"
)
CLUSTER_WIDE = "node,persistentvolume,storageclass"
_WITH_VALUE = ("-n", "--namespace", "--context", "--kubeconfig", "--cluster", "--user", "-l", "--selector")
_BARE = ("-A", "--all-namespaces")
_SNAPSHOT_COMMANDS = {"diagnose": ["-"], "plan": ["--state", "-"]}
_USAGE = "use `kubectl stslint diagnose [-n NAMESPACE | -A]` or `kubectl stslint plan [MANIFEST]`"


def main() -> None:
    """Runs the plugin; the process ends with its exit code."""
    raise SystemExit(exit_code_of(lambda: run(sys.argv[1:])))


def run(words: Sequence[str]) -> int:
    """Runs a command of stslint on what kubectl shows, and returns the exit code. Raises UsageError."""
    command, rest = (words[0], list(words[1:])) if words else ("", [])
    if command not in _SNAPSHOT_COMMANDS:
        raise UsageError(f"`{command}` is not a command of this plugin: {_USAGE}")
    flags, own = split(rest)
    wanted = {"--help", "-h"} & set(own)
    sys.stdin = io.TextIOWrapper(io.BytesIO(b"" if wanted else snapshot(flags)))
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    from stslint.cli.app import command_line

    try:
        command_line([command, *_SNAPSHOT_COMMANDS[command], "--now", now, *own], prog_name="kubectl stslint")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    return 0


def split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Returns the words that are for kubectl, and those that are for stslint."""
    flags: list[str] = []
    own: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in _WITH_VALUE:
            flags += [word, next(rest, "")]
        elif word in _BARE or word.partition("=")[0] in _WITH_VALUE:
            flags.append(word)
        else:
            own.append(word)
    return flags, own


def snapshot(flags: Sequence[str]) -> bytes:
    """Returns what kubectl shows of StatefulSets and what is around them. Raises UsageError if it fails.

    What kubectl may not list is missing, and said; without StatefulSets there is nothing to diagnose.
    """
    kubectl = shutil.which("kubectl")
    if kubectl is None or not os.path.isabs(kubectl):
        raise UsageError("`kubectl` is not installed: https://kubernetes.io/docs/tasks/tools/")
    objects = _get(kubectl, NAMESPACED, flags)
    if objects.returncode and b'"StatefulSet"' not in objects.stdout:
        message = objects.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UsageError(f"`kubectl get` failed with exit code {objects.returncode}: {message}")
    around = _get(kubectl, CLUSTER_WIDE, _of_cluster(flags))
    for each in (objects, around):
        for line in each.stderr.decode("utf-8", "replace").splitlines() if each.returncode else ():
            console.note(f"kubectl may not list all: {line.strip()}")
    return objects.stdout + around.stdout


def _get(kubectl: str, kinds: str, flags: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([kubectl, "get", kinds, "-o", "json", *flags], capture_output=True, check=False)


def _of_cluster(flags: Sequence[str]) -> list[str]:
    """Returns the flags that say which cluster is asked."""
    kept: list[str] = []
    rest = iter(flags)
    for word in rest:
        name, has_value, _ = word.partition("=")
        value = [] if has_value or word in _BARE else [next(rest, "")]
        if name in ("--context", "--kubeconfig", "--cluster", "--user"):
            kept += [word, *value]
    return kept


if __name__ == "__main__":
    main()
