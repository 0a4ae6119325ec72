"""How long trainings would take, asked and answered without waiting: one trial at a time, while nothing is trained."""

import threading
import traceback
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from rnn_core.data import Dataset, kind_of
from rnn_core.data.store import temporary_copy
from rnn_core.jobs.queue import Queue
from rnn_core.settings import TrainingSettings

REMEMBERED = 200  # answers
UNIMPORTANT = {"seed", "optimizer", "learning_rate", "clipnorm", "patience"}  # settings that a trial does not depend on


class Not(Enum):
    """Why there is no answer: ``YET`` it is being tried or waits for that; not ``NOW``, beside a training; ``EVER``."""

    YET = "yet"
    NOW = "now"
    EVER = "ever"


@dataclass(frozen=True)
class Question:
    """What a training would be made of."""

    experiment: str
    data: Dataset
    settings: TrainingSettings

    @cached_property
    def key(self) -> "Key":
        """Equal for questions that have the same answer; quick, as pages ask again and again."""
        return self.experiment, hash(kind_of(self.data).content(self.data)), self.settings.model_dump_json(exclude=UNIMPORTANT)


Key = tuple[str, int, str]


class Estimates:
    """One per queue. A thread serves the questions that wait and ends with the last of them; none are tried after the queue.

    Trials run in the queue's warm spare, which leaves off at once when a training takes it.
    """

    def __init__(self, queue: Queue):
        self._queue = queue
        self._lock = threading.Lock()
        self._answers: OrderedDict[Key, float | None] = OrderedDict()
        self._waiting: dict[str, Question] = {}  # by who asks, in the order of the line
        self._later: dict[str, Question] = {}  # those that come when nobody waits
        self._tried: Key | None = None
        self._thread: threading.Thread | None = None

    def ask(self, who: str, question: Question, later: bool = False) -> float | Not:
        """Seconds from the click to the end of fitting, about, or why they are not known; never waits for them.

        A newer question of the same ``who`` takes the place of the older one that waits. ``later``: others go first, and one's
        own other questions. A time budget is known without a trial.
        """
        if question.settings.seconds is not None:
            return question.settings.seconds
        if not self._queue.has_spare or kind_of(question.data).too_large(question.data):
            return Not.EVER
        key, line = question.key, self._later if later else self._waiting
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                line.pop(who, None)
                seconds = self._answers[key]
                return Not.EVER if seconds is None else seconds
            if self._queue.busy():
                line.pop(who, None)
                return Not.NOW
            if key != self._tried:
                line[who] = question
            self._serve()
        return Not.YET

    def _serve(self) -> None:
        """Called with the lock held, as the thread's end is noted with it: no question is left without a thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (question := self._next()) is not None:
            try:
                seconds = self._try(question)
            except Exception:  # whatever happened to one question, the others are answered
                traceback.print_exc()
                seconds = None
            with self._lock:
                if seconds is not None or not self._queue.busy():
                    self._answers[question.key] = seconds
                    while len(self._answers) > REMEMBERED:
                        self._answers.popitem(last=False)

    def _next(self) -> Question | None:
        """The next one to try that has no answer; None when there is none, or when a training comes first."""
        with self._lock:
            self._tried, idle = None, not self._queue.busy()
            for line in (self._waiting, self._later):
                while line and idle:
                    question = line.pop(next(iter(line)))
                    if question.key not in self._answers:
                        self._tried = question.key
                        return question
                line.clear()
            self._thread = None
        return None

    def _try(self, question: Question) -> float | None:
        data, times = kind_of(question.data).part(question.data)
        with temporary_copy(data) as (name, folder):
            seconds = self._queue.estimate(question.experiment, name, question.settings, folder)
        return None if seconds is None else times * seconds
