"""The time that a training has taken. Only the worker loads this file."""

import time


class Clock:
    """Seconds of training, those of an earlier part of it included. It stands until :meth:`go`: compiling is no training."""

    def __init__(self, before: float = 0.0):
        self._spent, self._since = before, 0.0

    def go(self) -> None:
        """Once more changes nothing."""
        self._since = self._since or time.monotonic()

    def stand(self) -> None:
        """Until the next :meth:`go`."""
        self._spent, self._since = self.seconds(), 0.0

    def seconds(self) -> float:
        """Up to now."""
        return self._spent + (time.monotonic() - self._since if self._since else 0.0)
