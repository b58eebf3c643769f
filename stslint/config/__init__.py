"""A repository's own settings: found, read, checked, and turned into the settings of a run.

A configuration is data alone. It can't name rules to run, because whoever lints a repository has not agreed
to run its code.
"""

from stslint.config.configuration import NOTHING, Configuration, ConfigurationError, Fault
from stslint.config.finding import configuration_at, configuration_for
from stslint.config.settings import settings_from

__all__ = [
    "NOTHING",
    "Configuration",
    "ConfigurationError",
    "Fault",
    "configuration_at",
    "configuration_for",
    "settings_from",
]
