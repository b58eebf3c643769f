"""``stslint server``: runs the language server if its library is installed."""

from __future__ import annotations

from stslint.cli.run_settings import base_settings, configuration_of, context_of, excludes_of, with_versions
from stslint.linter.rule_set import rule_set
from stslint.model import StslintError
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.installation import install_command


class ServerArguments(NamedTuple):
    """The command-line arguments of ``stslint server``."""

    rule_folders: tuple[str, ...] = ()
    kubernetes_version: str | None = None
    config: str | None = None
    no_config: bool = False


class MissingLibraryError(StslintError):
    """The library of the language server is not installed; the message says how to install it."""


def run(arguments: ServerArguments) -> int:
    """Serves an editor until it disconnects. Raises MissingLibraryError, RuleError, VersionError."""
    try:
        from stslint.lsp.server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise MissingLibraryError(
            f"the language server needs pygls; install it with: {install_command('server')}"
        ) from error
    rules = rule_set(arguments.rule_folders)

    def run_for(path: str) -> Run:
        configuration = configuration_of([path], arguments.config, arguments.no_config)
        settings = base_settings(configuration, rules)
        if arguments.kubernetes_version is not None:
            settings = with_versions(settings, arguments.kubernetes_version)
        context, excludes = context_of(configuration), excludes_of(configuration)
        return Run(Inputs([path], exclude_by_folder=excludes, context=context), rules, settings)

    serve(rules, run_for)
    return 0
