"""``stslint server``: runs the language server if its library is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stslint.cli.run_settings import base_settings, configuration_of, context_of, with_versions
from stslint.linter.rule_set import rule_set
from stslint.model import StslintError
from stslint.runtime.namedtuple import NamedTuple

if TYPE_CHECKING:
    from stslint.lsp.document_checker import BufferSettings


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
        from stslint.lsp.document_checker import BufferSettings
        from stslint.lsp.server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise MissingLibraryError(
            "the language server needs pygls; install it with: pip install 'stslint[server]'"
        ) from error
    rules = rule_set(arguments.rule_folders)

    def settings_of(path: str) -> BufferSettings:
        configuration = configuration_of([path], arguments.config, arguments.no_config)
        settings = base_settings(configuration, rules)
        if arguments.kubernetes_version is not None:
            settings = with_versions(settings, arguments.kubernetes_version)
        return BufferSettings(settings, tuple(context_of(configuration)), configuration)

    serve(rules, settings_of)
    return 0
