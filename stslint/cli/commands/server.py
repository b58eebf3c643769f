"""``stslint server``: the language server, when its library is installed."""

from __future__ import annotations

from stslint.cli.run_settings import base_settings, configuration_of, context_of, with_versions
from stslint.linter.rule_set import rule_set
from stslint.lsp.analysis import Judging
from stslint.model import StslintError
from stslint.runtime.namedtuple import NamedTuple


class ServerArguments(NamedTuple):
    """What the command line of ``stslint server`` says."""

    rule_folders: tuple[str, ...] = ()
    kubernetes_version: str | None = None
    config: str | None = None
    no_config: bool = False


class MissingLibraryError(StslintError):
    """The library of the language server is not installed; the message says how to get it."""


def run(arguments: ServerArguments) -> int:
    """Serves an editor until it hangs up. Raises MissingLibraryError, RuleError, VersionError."""
    try:
        from stslint.lsp.server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise MissingLibraryError(
            "the language server needs pygls; install it with: pip install 'stslint[server]'"
        ) from error
    rules = rule_set(arguments.rule_folders)

    def judging_of(path: str) -> Judging:
        configuration = configuration_of([path], arguments.config, arguments.no_config)
        settings = base_settings(configuration, rules)
        if arguments.kubernetes_version is not None:
            settings = with_versions(settings, arguments.kubernetes_version)
        return Judging(settings, tuple(context_of(configuration)), configuration)

    serve(rules, judging_of)
    return 0
