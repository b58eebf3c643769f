"""A repository's own settings: found, read, checked, and turned into the settings of a run.

A configuration is data alone. It can't name rules to run, because whoever lints a repository has not agreed
to run its code. ``settings`` is apart, because a run without a configuration needs none of it.
"""

from stslint.config.configuration import NOTHING, Configuration, ConfigurationError, Fault
from stslint.config.discovery import configuration_at, configuration_for

__all__ = [
    "NOTHING",
    "Configuration",
    "ConfigurationError",
    "Fault",
    "configuration_at",
    "configuration_for",
]
