"""What a teacher asks of the class: a page with its data and settings, a question, a target, a time, joined by a short code."""

import secrets
import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rnn_core import files
from rnn_core.documents import Document
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.listing import Row
from rnn_core.runs import ACTIVE, Run, words
from rnn_core.settings import TrainingSettings

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
CODE_LENGTH = 4
LONGEST_QUESTION = 200
MOST_MINUTES = 24 * 60
MOST_VALUES = 12
_one_joins = threading.Lock()

Word = Annotated[str, Field(max_length=2000)]
Code = Annotated[str, Field(pattern=f"^[{LETTERS}]{{{CODE_LENGTH}}}$")]


class Task(Document):
    """``query``: the lesson link's, what the page opens with. ``target``: of the experiment's score, None where any will do.

    ``made``, ``until``: seconds since 1970. ``alone``: a test, in which nobody sees another's runs. ``varied``: the setting of
    which everybody tries one of ``values``, "" where all have the same.
    """

    code: Code
    experiment: Word
    query: Mapping[Word, Word]
    question: Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION)]
    target: Annotated[float, Field(allow_inf_nan=False)] | None = None
    made: float
    until: float
    alone: bool = False
    varied: Word = ""
    values: Annotated[tuple[Word, ...], Field(max_length=MOST_VALUES)] = ()

    @property
    def folder(self) -> Path:
        """With its ``task.json`` and ``joined/``, a file for each who takes part."""
        return tasks_folder() / self.code

    def open(self, now: float | None = None) -> bool:
        """Whether it still goes on."""
        return (time.time() if now is None else now) < self.until

    def target_in_words(self) -> str:
        """What is to be reached, "" where any result will do."""
        if self.target is None:
            return ""
        score = experiment(self.experiment).score
        return f"{score.title} {'above' if score.higher_is_better else 'below'} {self.target:g}"


class Joined(Document):
    """Who takes part: the how-manieth, counted from 0, and which of the values they believe is best, "" for none."""

    number: Annotated[int, Field(ge=0)]
    guess: Word = ""


@dataclass(frozen=True)
class Standing:
    """How far somebody is with a task: the best of their runs that count, None while there is none."""

    row: Row | None = None
    reached: bool = False


def tasks_folder() -> Path:
    """A folder a task."""
    return files.home() / "class" / "tasks"


def make(experiment: str, query: Mapping[str, str], question: str, minutes: float, **more: object) -> Task:
    """A new task with a code of its own. Raises UserError for what is not possible."""
    question = " ".join(question.split())
    if not question:
        raise UserError("The task has no question: write in a sentence what is to be found out.")
    if len(question) > LONGEST_QUESTION:
        raise UserError(f"The question has {len(question)} characters: take at most {LONGEST_QUESTION}.")
    if not 0 < minutes <= MOST_MINUTES:
        raise UserError(f"The task lasts {minutes:g} minutes: give more than 0 and at most {MOST_MINUTES}.")
    now = time.time()
    task = Task.model_validate(
        {
            "code": _free_code(),
            "experiment": experiment,
            "query": dict(query),
            "question": question,
            "made": now,
            "until": now + 60 * minutes,
            **more,
        }
    )
    files.write_json(task.folder / "task.json", task.model_dump(mode="json"))
    return task


def values_of(settings: TrainingSettings, varied: str, written: str) -> tuple[str, ...]:
    """What was ``written`` with commas between as values of a setting, each once and as settings hold it: "0.10" is "0.1".

    Raises UserError where one is not possible, or where there are fewer than two.
    """
    typed = filter(None, (one.strip() for one in written.split(",")))
    found = [type(settings).parse({**settings.model_dump(), varied: one}).model_dump(mode="json")[varied] for one in typed]
    values = tuple(dict.fromkeys(map(str, found)))
    if not 2 <= len(values) <= MOST_VALUES:
        raise UserError(f"{words.count(len(values), 'value')} to try: give 2 to {MOST_VALUES}, with commas between them.")
    return values


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if not (tasks_folder() / code).exists():
            return code


def tasks() -> list[Task]:
    """All, the newest first; a damaged one is passed over."""
    found = (_read(path) for path in tasks_folder().glob("*/task.json"))
    return sorted((one for one in found if one), key=lambda task: -task.made)


def _read(path: Path) -> Task | None:
    try:
        task = Task.model_validate(files.read_json(path))
    except (OSError, ValueError):
        return None
    return task if task.code == path.parent.name else None


def find(code: str) -> Task:
    """By its code, however it is typed. Raises UserError where there is none, or where it is over."""
    typed = "".join(code.split()).upper()
    known = typed if len(typed) == CODE_LENGTH and {*typed} <= {*LETTERS} else ""
    task = _read(tasks_folder() / known / "task.json") if known else None
    if task is None:
        raise UserError(
            f"There is no task with the code {typed[:12] or 'that is empty'}: it has {CODE_LENGTH} letters or digits."
        )
    if not task.open():
        raise UserError(f"The task {task.code} is over.")
    return task


def going_on() -> list[Task]:
    """Those whose time is not over, the newest first."""
    return [task for task in tasks() if task.open()]


def is_test() -> bool:
    """Whether a test goes on, in which nobody sees another's runs."""
    return any(task.alone for task in going_on())


def join(task: Task, owner: str, guess: str = "") -> Joined:
    """Take part, once; who comes again keeps number and guess."""
    path = task.folder / "joined" / f"{owner}.json"
    with _one_joins:
        known = joined(task)
        if owner not in known:
            files.write_json(path, Joined(number=len(known), guess=guess if guess in task.values else "").model_dump())
    return joined(task)[owner]


def joined(task: Task) -> dict[str, Joined]:
    """Who takes part, by owner."""
    found = {}
    for path in sorted((task.folder / "joined").glob("*.json")):
        try:
            found[path.stem] = Joined.model_validate(files.read_json(path))
        except (OSError, ValueError):
            continue
    return found


def query_of(task: Task, place: Joined) -> dict[str, str]:
    """What the page of one who takes part opens with: the values go round, and each round has a seed of its own."""
    if not task.varied:
        return dict(task.query)
    turn, at = divmod(place.number, len(task.values))
    return {**task.query, task.varied: task.values[at], "seed": str(turn + 1)}


def change(task: Task, **values: object) -> Task:
    """End it, or give it more time."""
    changed = Task.model_validate({**task.model_dump(), **values})
    files.write_json(task.folder / "task.json", changed.model_dump(mode="json"))
    return changed


def counts(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The runs that answer it: of its experiment and data, made while it went on, with a score."""
    return [
        row
        for row in rows
        if row.experiment == task.experiment
        and row.score is not None
        and row.state not in ACTIVE
        and row.started is not None
        and task.made <= row.started.timestamp() <= task.until
        and _dataset(row.run.folder) == task.query.get("dataset", _dataset(row.run.folder))
    ]


@lru_cache(maxsize=10_000)  # a run's never changes
def _dataset(folder: Path) -> str:
    return Run(folder).about().dataset


def standings(task: Task, rows: Sequence[Row]) -> dict[str, Standing]:
    """By owner, where their best run stands; nothing of who has none."""
    own: dict[str, list[Row]] = {}
    for row in counts(task, rows):
        own.setdefault(row.access.owner, []).append(row)
    higher = experiment(task.experiment).score.higher_is_better
    bests = {owner: (max if higher else min)(some, key=lambda row: row.score or 0.0) for owner, some in own.items()}
    return {owner: Standing(best, _reached(task, best.score or 0.0, higher)) for owner, best in bests.items()}


def _reached(task: Task, score: float, higher: bool) -> bool:
    return task.target is None or (score > task.target if higher else score < task.target)


def standing(task: Task, rows: Sequence[Row], owner: str) -> Standing:
    """Of one owner."""
    return standings(task, [row for row in rows if row.access.owner == owner]).get(owner, Standing())


class Result(Document):
    """The best that somebody has reached, kept even when its run is deleted."""

    run: Word
    score: float
    verdict: Word = ""
    reached: bool = False


def results(task: Task, rows: Sequence[Row]) -> dict[str, Result]:
    """By owner, what is kept and what the runs that are here now add to it."""
    path, known = task.folder / "results.json", _kept_results(task)
    higher, before, now_here = experiment(task.experiment).score.higher_is_better, dict(known), standings(task, rows)
    for owner in joined(task):
        now = now_here.get(owner)
        if now and now.row and now.row.score is not None:
            better = owner not in known or (now.row.score > known[owner].score) == higher
            if better and (owner not in known or now.row.score != known[owner].score):
                found = {"run": now.row.run.id, "score": now.row.score, "verdict": now.row.verdict, "reached": now.reached}
                known[owner] = Result.model_validate(found)
    if known != before:
        files.write_json(path, {owner: one.model_dump() for owner, one in known.items()})
    return known


def _kept_results(task: Task) -> dict[str, Result]:
    try:
        found = files.read_json(task.folder / "results.json")
        return {owner: Result.model_validate(one) for owner, one in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def forget_all() -> None:
    """Every task, for good."""
    shutil.rmtree(tasks_folder(), ignore_errors=True)
