"""How long a run waits in line, from how long those before it take."""

import heapq
from collections.abc import Callable, Sequence

from rnn_core.runs import Run

Seconds = float | None
Expected = Callable[[Run], Seconds]
"""Seconds from the beginning of a run to its end, about; None when that is not known."""


def waiting_time(busy: Sequence[float | None], before: Sequence[float | None], slots: int) -> float | None:
    """Seconds until a slot is free for who comes after ``before``, in order, when ``busy`` slots take so long still.

    None when one that must end first takes nobody knows how long.
    """
    free = [0.0] * (slots - len(busy))
    if None in busy or None in before:
        return 0.0 if len(free) > len(before) else None
    ends = [*free, *(seconds for seconds in busy if seconds is not None)]
    heapq.heapify(ends)
    for seconds in before:
        heapq.heapreplace(ends, ends[0] + (seconds or 0.0))
    return ends[0]


def within_turn(seconds: Seconds, turn: float) -> float:
    """How long a run holds a slot for which somebody else waits: at most its turn, given its seconds if known."""
    return turn if seconds is None else min(seconds, turn)


def left(run: Run, expected: Expected) -> float | None:
    """Seconds that a run takes still which a worker has begun; None when that is not known."""
    status = run.written_status()
    if status.phase in ("training", "checking"):
        return status.seconds_left
    return 0.0 if status.phase == "evaluating" else expected(run)
