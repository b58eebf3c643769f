"""Errors that the user can fix."""

from __future__ import annotations


class StslintError(Exception):
    """A mistake in what stslint was given; the message is one line that says what is wrong and what to do.

    Each package derives its own. Whatever else is raised is a defect of stslint, and is reported as one.
    """
