"""The line of waiting runs: owners take turns, so that nobody fills it for the others."""

from rnn_core.errors import UserError
from rnn_core.runs import Run


class FairQueue:
    """Waiting runs. Whose owner was served longest ago is next; of one owner the oldest run."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Run]] = []
        self._served: dict[str, int] = {}  # owner to the number of their last turn
        self._turn = 0

    def __bool__(self) -> bool:
        """Whether somebody waits."""
        return bool(self._waiting)

    def add(self, run: Run) -> None:
        """At the end of its owner's runs; a run that waits already stays where it is."""
        if all(run != one for _, one in self._waiting):
            self._waiting.append((run.access().owner, run))

    def pop(self) -> Run:
        """Take out the next one. Raises IndexError when nobody waits."""
        chosen = _next(self._waiting, self._served)
        self._waiting.remove(chosen)
        self._turn += 1
        self._served[chosen[0]] = self._turn
        return chosen[1]

    def remove(self, run: Run) -> None:
        """Out of the line; one that does not wait changes nothing."""
        self._waiting = [entry for entry in self._waiting if entry[1] != run]

    def of(self, owner: str) -> list[Run]:
        """An owner's runs, in the order in which their turns come."""
        return [run for one, run in self._waiting if one == owner]

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

    def order(self) -> list[Run]:
        """All of them, in the order in which they would be served if nobody else came."""
        waiting, served, order = list(self._waiting), dict(self._served), []
        for turn in range(len(waiting)):
            chosen = _next(waiting, served)
            waiting.remove(chosen)
            served[chosen[0]] = self._turn + 1 + turn
            order.append(chosen[1])
        return order


def _next(waiting: list[tuple[str, Run]], served: dict[str, int]) -> tuple[str, Run]:
    if not waiting:
        raise IndexError("nobody waits")
    return min(waiting, key=lambda entry: served.get(entry[0], 0))  # the first of several: they are in order of arrival
