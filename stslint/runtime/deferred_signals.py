"""Puts off signals for as long as something is half done."""

from __future__ import annotations


class _DeferredSignals:
    """A block that signals wait for; ``contextlib`` would have to be imported for a shorter form."""

    def __enter__(self) -> None:
        import signal  # only a run that writes files needs it

        self._before = None
        if hasattr(signal, "pthread_sigmask"):
            ending = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE}
            self._before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)

    def __exit__(self, *raised: object) -> None:
        import signal

        if self._before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)


def deferred_signals() -> _DeferredSignals:
    """Delivers signals that end the process at the end of the block, where the system can wait with them.

    A process that SIGTERM ends runs no `finally`, so it would leave temporary files. SIGKILL cannot wait.
    """
    return _DeferredSignals()
