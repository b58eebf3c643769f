"""Puts off signals for as long as something is half done."""

from __future__ import annotations

try:
    import _signal as signals  # type: ignore[import-not-found]  # `signal` loads `enum`, which takes longer
except ImportError:
    import signal as signals


class _DeferredSignals:
    """A block that signals wait for; ``contextlib`` would have to be imported for a shorter form."""

    def __enter__(self) -> None:
        self._before = None
        if hasattr(signals, "pthread_sigmask"):
            ending = {signals.SIGINT, signals.SIGTERM, signals.SIGHUP, signals.SIGPIPE}
            self._before = signals.pthread_sigmask(signals.SIG_BLOCK, ending)

    def __exit__(self, *raised: object) -> None:
        if self._before is not None:
            signals.pthread_sigmask(signals.SIG_SETMASK, self._before)


def deferred_signals() -> _DeferredSignals:
    """Delivers signals that end the process at the end of the block, where the system can wait with them.

    A process that SIGTERM ends runs no `finally`, so it would leave temporary files. SIGKILL cannot wait.
    """
    return _DeferredSignals()
