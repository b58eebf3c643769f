"""Runs an installed Helm or kustomize on a folder of the user's, and reads what it prints.

Only where the command line asks for it. No shell is used; the program is looked for in absolute folders of
`PATH` only, so that a repository can't bring its own; what of the environment could change the output or open
the network is fixed; and the program is stopped when it takes too long or prints without end.

Sources: https://helm.sh/docs/helm/helm/ (Helm's variables), https://helm.sh/docs/helm/helm_template/,
https://kubectl.docs.kubernetes.io/references/kustomize/cmd/build/,
https://git-scm.com/docs/git#Documentation/git.txt-GITALLOWPROTOCOL
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import IO

from stslint.model import Skipped
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.decoding import decode
from stslint.sources.files.walk import ReadError
from stslint.sources.loading.file_reader import FileContents
from stslint.sources.render.helm_output import rendered_sources
from stslint.sources.render.targets import Target

MAXIMUM_BYTES = 64 << 20

_NAMESPACE = "default"
_PATIENCE = 0.2
"""Seconds between two looks at how much a program has printed."""
_CLOSED = "http://127.0.0.1:9"
"""A proxy that answers nobody: port 9 is that of the discard protocol."""
_KEPT = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")
_INSTALL = {
    "helm": "`helm` is not installed, so this chart is not rendered: install it "
    "(https://helm.sh/docs/intro/install/), or pipe a render to `stslint check -`",
    "kustomize": "neither `kustomize` nor `kubectl` is installed, so this kustomization is not rendered: "
    "install one (https://kubectl.docs.kubernetes.io/installation/kustomize/), or pipe a build to "
    "`stslint check -`",
}
_LOG_PREFIX = pattern(r'[EWIF]\d{4} [\d:.]+ +\d+ \S+\] (?:"command failed" err=)?')
_COLOUR = pattern(r"\x1b\[[\d;]*m")
_ADVICE_OF_HELM = "Use --debug flag"
_ERROR = "Error:"
_MISSING_DEPENDENCY = "missing in charts/"
_FAILED = "failed"
_SHOWN_LINES, _SHOWN_CHARACTERS = 4, 600


class RenderOptions(NamedTuple):
    """How to render: the seconds a program may take, values files for charts, and the Kubernetes version.

    ``api_versions`` are what that version serves, as a chart asks ``.Capabilities.APIVersions`` for them.
    """

    timeout: float = 30
    values: tuple[str, ...] = ()
    kubernetes_version: str = "1.37"
    api_versions: tuple[str, ...] = ()


def render(target: Target, options: RenderOptions) -> FileContents:
    """Returns what a chart or kustomization renders; or why it is skipped; or what went wrong."""
    if target.obstacle:
        return FileContents(skipped=(Skipped(target.folder, target.obstacle),))
    command = _command(target, options)
    if not command:
        return FileContents(skipped=(Skipped(target.folder, _INSTALL[target.tool]),))
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complained:
        fault = _run(command, options.timeout, printed, complained)
        data = b"" if fault else _all_of(printed)
        complaint = _all_of(complained).decode("utf-8", "replace")
    if fault:
        told = f": {_last_lines(complaint, target)}" if fault == _FAILED else ""
        return _failed(target, f"`{_words(command)}` {fault}{told}")
    return _read(target, _words(command), data)


def _read(target: Target, words: str, data: bytes) -> FileContents:
    text = decode(data)
    if not isinstance(text, str):
        return _failed(target, f"`{words}` printed what is no text: {text.reason}")
    release = _NAMESPACE if target.tool == "helm" else ""
    sources = rendered_sources(text, target.folder, release)
    if not sources:
        return FileContents(skipped=(Skipped(target.folder, f"`{words}` renders nothing"),))
    return FileContents(tuple(sources))


def _failed(target: Target, reason: str) -> FileContents:
    return FileContents(errors=(ReadError(target.folder, reason),))


def _command(target: Target, options: RenderOptions) -> list[str]:
    """Returns the program with its words, or nothing where it is not installed."""
    if target.tool == "helm":
        helm = _program("helm")
        words = ["template", target.key, "--skip-tests", "--kube-version", options.kubernetes_version]
        values = (word for path in options.values for word in ("--values", os.path.abspath(path)))
        asked = (word for served in options.api_versions for word in ("--api-versions", served))
        return [helm, *words, *asked, *values] if helm else []
    kustomize = _program("kustomize")
    if kustomize:
        return [kustomize, "build", target.key]
    kubectl = _program("kubectl")
    return [kubectl, "kustomize", target.key] if kubectl else []


def _program(name: str) -> str:
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which(name, path=os.pathsep.join(filter(os.path.isabs, folders))) or ""


def _words(command: Sequence[str]) -> str:
    return f"{os.path.basename(command[0])} {command[1]}"


def _environment(scratch: str) -> Mapping[str, str]:
    """Returns an environment in which a render depends on nobody's configuration and reaches no network."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    empty = ("HELM_CONFIG_HOME", "HELM_CACHE_HOME", "HELM_DATA_HOME", "HELM_PLUGINS", "KUSTOMIZE_PLUGIN_HOME")
    return {
        **kept,
        **dict.fromkeys(empty, scratch),
        "KUBECONFIG": os.path.join(scratch, "none"),
        "HELM_NAMESPACE": _NAMESPACE,
        "LC_ALL": "C.UTF-8",
        "HTTP_PROXY": _CLOSED,
        "HTTPS_PROXY": _CLOSED,
        "GIT_ALLOW_PROTOCOL": "none",
    }


def _run(command: Sequence[str], timeout: float, printed: IO[bytes], complained: IO[bytes]) -> str:
    """Runs a program to its end and returns nothing, or what went wrong."""
    with tempfile.TemporaryDirectory(prefix="stslint-") as scratch:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=complained,
                env=_environment(scratch),
                start_new_session=True,
            )
        except OSError as error:
            return f"can't be run: {(error.strerror or str(error)).lower()}"
        try:
            return _awaited(process, timeout, (printed, complained))
        finally:
            _stop(process)


def _awaited(process: subprocess.Popen[bytes], timeout: float, outputs: Sequence[IO[bytes]]) -> str:
    deadline = time.monotonic() + timeout
    while True:
        left = deadline - time.monotonic()
        try:
            process.wait(max(min(_PATIENCE, left), 0))
        except subprocess.TimeoutExpired:
            if left <= 0:
                return (
                    f"took longer than {timeout:g} s and was stopped: `--render-timeout` gives it more time"
                )
        if any(os.fstat(output.fileno()).st_size > MAXIMUM_BYTES for output in outputs):
            return f"printed more than {MAXIMUM_BYTES >> 20} MiB and was stopped"
        if process.returncode is not None:
            return "" if process.returncode == 0 else _FAILED


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stops a program that still runs, with all that it has started."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _last_lines(complaint: str, target: Target) -> str:
    """Returns the end of what a program says when it fails, on one line and with the path as it was given."""
    named = complaint.replace(target.key, target.folder)
    lines = [_LOG_PREFIX.sub("", _without_colour(line)).strip() for line in named.splitlines()]
    told = [line for line in lines if line and not line.startswith(_ADVICE_OF_HELM)]
    words = _fault(told) or "; ".join(told[-_SHOWN_LINES:])[:_SHOWN_CHARACTERS] or "it does not say why"
    if _MISSING_DEPENDENCY in complaint:
        return f"{words}; run `helm dependency build {target.folder}` first"
    return words


def _fault(lines: Sequence[str]) -> str:
    """Returns Helm's error as it says it: the line that begins with `Error:`, whole, and what follows it."""
    start = next((index for index, line in enumerate(lines) if line.startswith(_ERROR)), len(lines))
    first, *more = lines[start:] or [""]
    shown = "; ".join((first, *more[: _SHOWN_LINES - 1]))
    return first if len(first) > _SHOWN_CHARACTERS else shown[:_SHOWN_CHARACTERS]


def _without_colour(line: str) -> str:
    return "".join(filter(str.isprintable, _COLOUR.sub("", line)))
