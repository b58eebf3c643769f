"""Puts off signals for as long as something is half done."""

from __future__ import annotations

from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def deferred_signals() -> Iterator[None]:
    """Delivers signals that end the process at the end of the block, where the system can wait with them.

    A process that SIGTERM ends runs no `finally`, so it would leave temporary files. SIGKILL cannot wait.
    """
    import signal  # only a run that writes files needs it

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ending = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
