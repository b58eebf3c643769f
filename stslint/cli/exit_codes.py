"""How a command ends, as the process's exit code."""

from __future__ import annotations


class ExitCode:
    """What the exit code of a command says."""

    CLEAN = 0
    """Nothing at or above ``--fail-on``; a plan that completes."""
    FINDINGS = 1
    """Something at or above ``--fail-on``; a plan that is refused or gets stuck."""
    FAILED = 2
    """The run itself failed: usage, configuration, a file that can't be read, a defect of stslint."""
    INTERRUPTED = 130
    """Ctrl-C, as shells count it: 128 and the number of the signal."""
