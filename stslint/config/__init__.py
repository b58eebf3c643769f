"""Configuration files: finds, reads and checks them, and turns them into the settings of a run.

A configuration is only data. It cannot name custom rules, because checking a repository must not execute its
code. ``settings`` is not imported here, because a run without a configuration does not need it.
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
