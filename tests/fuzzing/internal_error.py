"""What a defect of stslint looks like from outside of it."""


class InternalError(AssertionError):
    """A defect that stslint reports as one, in place of a traceback."""
