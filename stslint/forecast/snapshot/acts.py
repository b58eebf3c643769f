"""Acts that may free a StatefulSet. Which of them do is for ``freeing`` to find out by playing them.

An act is a fix (of the cause, or of the template) together with what is done to the pods that are in the way.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.forecast.snapshot.act import NOTHING, Act
from stslint.forecast.snapshot.fixes import fixes
from stslint.forecast.snapshot.playing import Played
from stslint.forecast.snapshot.pod_acts import on_pods
from stslint.forecast.snapshot.renewals import recreated_parallel, renewals


def candidates(played: Played) -> Iterator[Act]:
    """Yields acts that are worth trying: each fix alone, each act on pods alone, and both together."""
    known = [NOTHING, *fixes(played)]
    for pods in (NOTHING, *renewals(played), *on_pods(played)):
        for fix in known:
            if pods is not NOTHING or fix is not NOTHING:
                yield fix.with_pods(pods) if pods is not NOTHING else fix
    yield from recreated_parallel(played)
