"""Runs an installed Helm or kustomize on a folder, and reads its output.

Only where the command line requests it. No shell is used. The program is searched only in absolute folders of
`PATH`, so that a repository cannot provide its own. Environment variables that could change the output or
allow network access are fixed. The program is stopped when it takes too long or prints too much.

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
from collections.abc import Iterator, Mapping, Sequence

from stslint.model import Skipped
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.decoding import decode
from stslint.sources.files.walk import ReadError
from stslint.sources.loading.file_reader import FileContents, as_result
from stslint.sources.render.helm_output import rendered_sources
from stslint.sources.render.targets import RenderTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

MAXIMUM_BYTES = 64 << 20

_NAMESPACE = "default"
_POLL_INTERVAL = 0.2
"""Seconds between two checks of how much a program has printed."""
_CLOSED_PROXY = "http://127.0.0.1:9"
"""A proxy that never answers: port 9 is that of the discard protocol."""
_INHERITED = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")
_INSTALL = {
    "helm": "`helm` is not installed, so this chart is not rendered: install it "
    "(https://helm.sh/docs/intro/install/), or pipe the output of `helm template` to `stslint check -`",
    "kustomize": "neither `kustomize` nor `kubectl` is installed, so this kustomization is not rendered: "
    "install one (https://kubectl.docs.kubernetes.io/installation/kustomize/), or pipe the output of "
    "`kustomize build` to `stslint check -`",
}
_LOG_PREFIX = pattern(r'[EWIF]\d{4} [\d:.]+ +\d+ \S+\] (?:"command failed" err=)?')
_COLOR = pattern(r"\x1b\[[\d;]*m")
_ADVICE_OF_HELM = "Use --debug flag"
_ERROR = "Error:"
_MISSING_DEPENDENCY = "missing in charts/"
_FAILED = "failed"
_SHOWN_LINES, _SHOWN_CHARACTERS = 4, 600


class RenderOptions(NamedTuple):
    """How to render: the timeout in seconds, values files for charts, and the Kubernetes version.

    Without a version, Helm renders for the one it was built for. ``api_versions`` are what that version
    serves, as a chart asks ``.Capabilities.APIVersions`` for them.
    """

    timeout: float = 30
    values: tuple[str, ...] = ()
    kubernetes_version: str = ""
    api_versions: tuple[str, ...] = ()


def render(target: RenderTarget, options: RenderOptions) -> FileContents:
    """Returns the sources that a chart or kustomization renders, or why there are none."""
    if target.obstacle:
        return as_result(Skipped(target.folder, target.obstacle))
    command = _command(target, options)
    if not command:
        return _failed(target, _INSTALL[target.tool])
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        failure = _run(command, options.timeout, stdout, stderr)
        output = b"" if failure else _all_of(stdout)
        errors = _all_of(stderr).decode("utf-8", "replace")
    if failure:
        details = f": {_last_lines(errors, target)}" if failure == _FAILED else ""
        return _failed(target, f"`{_title(command)}` {failure}{details}")
    return _sources(target, _title(command), output)


def _sources(target: RenderTarget, title: str, output: bytes) -> FileContents:
    text = decode(output)
    if not isinstance(text, str):
        return _failed(target, f"the output of `{title}` is not text: {text.reason}")
    release = _NAMESPACE if target.tool == "helm" else ""
    sources = rendered_sources(text, target.folder, release)
    if not sources:
        return as_result(Skipped(target.folder, f"`{title}` renders nothing"))
    return FileContents(tuple(sources))


def _failed(target: RenderTarget, reason: str) -> FileContents:
    return as_result(ReadError(target.folder, reason))


def _command(target: RenderTarget, options: RenderOptions) -> list[str]:
    """Returns the program with its arguments, or an empty list where it is not installed."""
    if target.tool == "helm":
        helm = _program("helm")
        return [helm, *_helm_arguments(target, options)] if helm else []
    kustomize = _program("kustomize")
    if kustomize:
        return [kustomize, "build", target.key]
    kubectl = _program("kubectl")
    return [kubectl, "kustomize", target.key] if kubectl else []


def _helm_arguments(target: RenderTarget, options: RenderOptions) -> Iterator[str]:
    yield from ("template", target.key, "--skip-tests")
    if options.kubernetes_version:
        yield from ("--kube-version", options.kubernetes_version)
    for served in options.api_versions:
        yield from ("--api-versions", served)
    for path in options.values:
        yield from ("--values", os.path.abspath(path))


def _program(name: str) -> str:
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which(name, path=os.pathsep.join(filter(os.path.isabs, folders))) or ""


def _title(command: Sequence[str]) -> str:
    return f"{os.path.basename(command[0])} {command[1]}"


def _environment(scratch: str) -> Mapping[str, str]:
    """Returns an environment in which no configuration of the user applies and the network is unreachable."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    empty = ("HELM_CONFIG_HOME", "HELM_CACHE_HOME", "HELM_DATA_HOME", "HELM_PLUGINS", "KUSTOMIZE_PLUGIN_HOME")
    return {
        **inherited,
        **dict.fromkeys(empty, scratch),
        "KUBECONFIG": os.path.join(scratch, "none"),
        "HELM_NAMESPACE": _NAMESPACE,
        "LC_ALL": "C.UTF-8",
        "HTTP_PROXY": _CLOSED_PROXY,
        "HTTPS_PROXY": _CLOSED_PROXY,
        "GIT_ALLOW_PROTOCOL": "none",
    }


def _run(command: Sequence[str], timeout: float, stdout: IO[bytes], stderr: IO[bytes]) -> str:
    """Runs a program to its end. Returns an empty string, or what went wrong."""
    with tempfile.TemporaryDirectory(prefix="stslint-") as scratch:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=_environment(scratch),
                start_new_session=True,
            )
        except OSError as error:
            return f"cannot be run: {(error.strerror or str(error)).lower()}"
        try:
            return _wait(process, timeout, (stdout, stderr))
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], timeout: float, outputs: Sequence[IO[bytes]]) -> str:
    deadline = time.monotonic() + timeout
    while True:
        remaining = deadline - time.monotonic()
        try:
            process.wait(max(min(_POLL_INTERVAL, remaining), 0))
        except subprocess.TimeoutExpired:
            if remaining <= 0:
                return f"took longer than {timeout:g} s and was stopped: set a higher `--render-timeout`"
        if any(os.fstat(output.fileno()).st_size > MAXIMUM_BYTES for output in outputs):
            return f"printed more than {MAXIMUM_BYTES >> 20} MiB and was stopped"
        if process.returncode is not None:
            return "" if process.returncode == 0 else _FAILED


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stops a program that is still running, together with the processes it has started."""
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


def _last_lines(errors: str, target: RenderTarget) -> str:
    """Returns the last lines of a program's error output as one line, with the path as the user gave it."""
    text = errors.replace(target.key, target.folder)
    lines = [_LOG_PREFIX.sub("", _without_color(line)).strip() for line in text.splitlines()]
    relevant = [line for line in lines if line and not line.startswith(_ADVICE_OF_HELM)]
    summary = (
        _helm_error(relevant)
        or "; ".join(relevant[-_SHOWN_LINES:])[:_SHOWN_CHARACTERS]
        or "it printed no reason"
    )
    if _MISSING_DEPENDENCY in errors:
        return f"{summary}; run `helm dependency build {target.folder}` first"
    return summary


def _without_color(line: str) -> str:
    return "".join(filter(str.isprintable, _COLOR.sub("", line)))


def _helm_error(lines: Sequence[str]) -> str:
    """Returns Helm's error as printed: the line that begins with `Error:`, whole, and what follows it."""
    start = next((index for index, line in enumerate(lines) if line.startswith(_ERROR)), len(lines))
    first, *more = lines[start:] or [""]
    shown = "; ".join((first, *more[: _SHOWN_LINES - 1]))
    return first if len(first) > _SHOWN_CHARACTERS else shown[:_SHOWN_CHARACTERS]
