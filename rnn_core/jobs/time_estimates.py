"""How long trainings would take, asked and answered without waiting: as the last like it, else by a trial.

There is one trial at a time, while nothing is trained. What was tried last the spare keeps built: that training begins at once,
so a question is also tried when its answer is known, once for each who asks.
"""

import threading
import traceback
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from rnn_core.data import Dataset, kind_of, store
from rnn_core.data.store import temporary_copy
from rnn_core.experiments import experiment
from rnn_core.jobs.last_time import UNIMPORTANT, Estimate, last_time
from rnn_core.jobs.queue import Queue
from rnn_core.runs import Run
from rnn_core.settings import LENGTH, TrainingSettings

REMEMBERED = 200  # answers


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
    def content(self) -> "Content":
        """Equal for data that are; quick, as pages ask again and again."""
        kind = kind_of(self.data)
        return kind.name, hash(kind.content(self.data))

    @cached_property
    def key(self) -> "Key":
        """Equal for questions that have the same answer."""
        return self.experiment, self.content, _pace(self.settings)

    @cached_property
    def build(self) -> "Key":
        """Equal for questions about the very same network and its training, but for the end of it."""
        return self.experiment, self.content, self.settings.model_dump_json(exclude=LENGTH)


Content = tuple[str, int]
Key = tuple[str, Content, str]


def _pace(settings: TrainingSettings) -> str:
    return settings.model_dump_json(exclude=UNIMPORTANT)


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
        self._built: Key | None = None  # by the spare, or just being built
        self._rested: OrderedDict[str, Key] = OrderedDict()  # what was built last, or will be, for whom
        self._names: OrderedDict[Content, str] = OrderedDict()  # of the data's copies, "" where one cannot be made
        self._unnamed: dict[Content, Question] = {}
        self._thread: threading.Thread | None = None

    def ask(self, who: str, question: Question, later: bool = False) -> Estimate | Not:
        """How long it takes, about, or why that is not known; never waits for it.

        A newer question of the same ``who`` takes the place of the older one that waits. ``later``: others go first, and one's
        own other questions. A time budget is known without a trial.
        """
        known = self._known(question)
        if not self._queue.has_spare or kind_of(question.data).too_large(question.data):
            return known or Not.EVER
        if known is not None and later:
            return known
        tried = self._tried_out(who, question, later, known is not None)
        return known or tried

    def expected(self, run: Run) -> float | None:
        """Seconds of a run that waits, from its beginning to its end, about; None when nobody knows."""
        about = run.about()
        settings = experiment(about.experiment).settings.parse(about.settings).as_trained()
        found = last_time(about.experiment, about.data, settings)
        if found is not None:
            return found.seconds
        if settings.seconds is not None:
            return settings.seconds
        with self._lock:
            content = next((content for content, name in self._names.items() if name == about.data), None)
            return None if content is None else self._answers.get((about.experiment, content, _pace(settings)))

    def _known(self, question: Question) -> Estimate | None:
        """Without a trial. The name of the data, by which runs know them, is found by the thread, beside trainings too."""
        with self._lock:
            name = self._names.get(question.content)
            if name is None and not kind_of(question.data).too_large(question.data):
                self._unnamed.setdefault(question.content, question)
                self._serve()
        found = last_time(question.experiment, name, question.settings) if name else None
        budget = question.settings.seconds
        return Estimate(budget, source="budget") if found is None and budget is not None else found

    def _tried_out(self, who: str, question: Question, later: bool, known: bool) -> Estimate | Not:
        key, line = question.key, self._later if later else self._waiting
        with self._lock:
            answered, busy = key in self._answers, self._queue.busy()
            if not busy and ((not later and self._to_build(who, question)) or not (known or answered)):
                if question.build != self._built or not self._tried:
                    line[who] = question
                self._serve()
            elif answered or busy:
                line.pop(who, None)
            if not answered:
                return Not.NOW if busy else Not.YET
            self._answers.move_to_end(key)
            seconds = self._answers[key]
            return Not.EVER if seconds is None else Estimate(seconds)

    def _to_build(self, who: str, question: Question) -> bool:
        """Whether somebody's settings have changed, to others than those that the spare has built."""
        new = self._rested.get(who) != question.build
        self._rested[who] = question.build
        self._rested.move_to_end(who)
        while len(self._rested) > REMEMBERED:
            self._rested.popitem(last=False)
        return new and question.build != self._built

    def _serve(self) -> None:
        """Called with the lock held, as the thread's end is noted with it: no question is left without a thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (question := self._next()) is not None:
            if question.content not in self._names:
                self._name(question)
                continue
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

    def _name(self, question: Question) -> None:
        try:
            name = store.sha_of(question.data)
        except Exception:  # no run can be of such data
            traceback.print_exc()
            name = ""
        with self._lock:
            self._names[question.content] = name
            while len(self._names) > REMEMBERED:
                self._names.popitem(last=False)

    def _next(self) -> Question | None:
        """The next one whose data have no name yet, or to try as it has no answer; None when there is none, or when a training
        comes first.
        """
        with self._lock:
            while self._unnamed:
                question = self._unnamed.pop(next(iter(self._unnamed)))
                if question.content not in self._names:
                    return question
            self._tried, idle = None, not self._queue.busy()
            if not idle:
                self._built = None  # the spare is taken
            for line in (self._waiting, self._later):
                while line and idle:
                    question = line.pop(next(iter(line)))
                    if question.key not in self._answers or (line is self._waiting and question.build != self._built):
                        self._tried, self._built = question.key, question.build
                        return question
                line.clear()
            self._thread = None
        return None

    def _try(self, question: Question) -> float | None:
        data, times = kind_of(question.data).part(question.data)
        with temporary_copy(data) as (name, folder):
            seconds = self._queue.estimate(question.experiment, name, question.settings, folder)
        return None if seconds is None else times * seconds
