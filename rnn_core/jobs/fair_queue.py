"""The line of waiting runs: owners take turns, so that nobody fills it for the others."""

import heapq
from collections import defaultdict, deque
from collections.abc import Collection

from rnn_core.errors import UserError
from rnn_core.runs import Run


class FairQueue:
    """Waiting runs. Whose owner has none at work and was served longest ago is next; of one owner the oldest run."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Run]] = []
        self._served: dict[str, int] = {}  # owner to the number of their last turn
        self._turn = 0
        self._order: list[Run] | None = None  # None where it is not worked out
        self._busy: frozenset[str] = frozenset()  # owners at work when it was

    def __bool__(self) -> bool:
        """Whether somebody waits."""
        return bool(self._waiting)

    def add(self, run: Run) -> None:
        """At the end of its owner's runs; a run that waits already stays where it is."""
        if all(run != one for _, one in self._waiting):
            self._waiting.append((run.access().owner, run))
            self._order = None

    def pop(self, busy: Collection[str] = ()) -> tuple[str, Run]:
        """Take out the next one, with its owner, given the owners at work. Raises IndexError when nobody waits."""
        chosen = _next(self._waiting, self._served, busy)
        self._waiting.remove(chosen)
        self._order = None
        self._turn += 1
        self._served[chosen[0]] = self._turn
        return chosen

    def remove(self, run: Run) -> None:
        """Out of the line; one that does not wait changes nothing."""
        self._waiting = [entry for entry in self._waiting if entry[1] != run]
        self._order = None

    def of(self, owner: str) -> list[Run]:
        """An owner's runs, in the order in which their turns come."""
        return [run for one, run in self._waiting if one == owner]

    def owners(self) -> dict[Run, str]:
        """Of all that wait."""
        return {run: owner for owner, run in self._waiting}

    def others(self, owner: str) -> int:
        """How many runs of other owners wait."""
        return sum(one != owner for one, _ in self._waiting)

    def move(self, run: Run, before: Run | None) -> None:
        """To the place before another run of the same owner, or behind all of them: nobody else's turn changes.

        Raises UserError when one of them does not wait, or when they are not of one owner.
        """
        owner = next((one for one, waiting in self._waiting if waiting == run), None)
        own = [] if owner is None else self.of(owner)
        if run not in own or (before is not None and before not in own):
            raise UserError("Only a run that waits can be moved, before or behind another one of the same owner: look again.")
        others = [one for one in own if one != run]
        others.insert(len(others) if before in (None, run) else others.index(before), run)
        turns = iter(own if before == run else others)
        self._waiting = [(one, next(turns) if one == owner else waiting) for one, waiting in self._waiting]
        self._order = None

    def order(self, busy: Collection[str] = ()) -> list[Run]:
        """All of them, in the order in which they would be served if nobody else came; worked out once for each change."""
        if self._order is None or self._busy != frozenset(busy):
            self._busy = frozenset(busy)
            self._order = self._worked_out()
        return self._order

    def _worked_out(self) -> list[Run]:
        """Owners in a heap: at work now or not, when they were served last, when their next run came."""
        own: dict[str, deque[tuple[int, Run]]] = defaultdict(deque)
        for number, (owner, run) in enumerate(self._waiting):
            own[owner].append((number, run))
        heap = [(owner in self._busy, self._served.get(owner, 0), runs[0][0], owner) for owner, runs in own.items()]
        heapq.heapify(heap)
        order = []
        for turn in range(self._turn + 1, self._turn + 1 + len(self._waiting)):
            owner = heap[0][-1]
            order.append(own[owner].popleft()[1])
            if own[owner]:
                heapq.heapreplace(heap, (True, turn, own[owner][0][0], owner))
            else:
                heapq.heappop(heap)
        return order


def _next(waiting: list[tuple[str, Run]], served: dict[str, int], busy: Collection[str]) -> tuple[str, Run]:
    if not waiting:
        raise IndexError("nobody waits")
    return min(waiting, key=lambda entry: (entry[0] in busy, served.get(entry[0], 0)))  # of several the first that came
