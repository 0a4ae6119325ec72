"""The arena: every cell on the same data with as many numbers and as many seconds, and how far back each remembers."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any

from rnn_core.config import processor
from rnn_core.experiments.base import Task
from rnn_core.settings import OneOf, Settings, setting
from rnn_core.teaching.arena import far
from rnn_core.teaching.arena.grounds import GROUNDS
from rnn_core.teaching.arena.rivals import ATTENTION, every, largest, numbers, resized, title
from rnn_core.teaching.studies import Study, Tell


class ArenaSettings(Settings):
    """The conditions, the same for all."""

    ground: Annotated[str, OneOf(lambda: GROUNDS)] = setting(
        "sine", "Data", "What all of them learn.", group="Data", words={name: ground.title for name, ground in GROUNDS.items()}
    )
    numbers: int = setting(
        5000,
        "Numbers each",
        "Weights and biases, those that stay as they are too: each gets as many units as fit.",
        group="Network",
        ge=1000,
        le=50_000,
        step=1000,
    )
    seconds: int = setting(
        5,
        "Seconds each",
        "Of training, from the first batch on: for each seed, and for each length.",
        group="Training",
        ge=1,
        le=60,
    )
    seeds: int = setting(3, "Seeds", "Trainings of each on the data; how they differ is chance.", group="Training", ge=1, le=5)


@dataclass
class Told:
    """How far all of it is, in trainings: some may be left out."""

    tell: Tell
    all: int
    done: int = 0

    def of(self, words: str) -> Callable[[float], None]:
        """One training begins."""
        self.done += 1
        begun = self.done - 1
        self.tell(begun / self.all, words)
        return lambda share: self.tell((begun + share) / self.all, words)


def work(settings: ArenaSettings, tell: Tell) -> dict[str, Any]:
    """``ground``, ``measure``, ``guess`` (``error``, ``who``), ``processor``, ``cores``, and ``rivals``: one a competitor.

    Each has ``name``, ``units``, ``numbers``, ``errors`` and ``steps`` (changes of the weights) by seed, ``curve`` of the first
    seed (seconds, validation loss), ``lengths``: of the copy task ``length`` and ``accuracy``, up to the first not solved.
    """
    ground = GROUNDS[settings.ground]
    prepared = ground.prepared("lstm", 1, 0)
    task = ground.task(prepared)
    error, who = ground.guess(prepared, task)
    told = Told(tell, len(every()) * (settings.seeds + len(far.LENGTHS)))
    rows = prepared.settings.batch_size
    rivals = []
    for name in every():
        raced = [_raced(name, task, settings, rows, seed, told.of(f"{title(name)}, seed {seed}")) for seed in _seeds(settings)]
        scored = [(racer, found, ground.score(prepared, task, racer.predict)) for racer, found in raced]
        racer, found, _ = scored[0]
        rivals.append(
            {
                "name": name,
                "units": _units(name, task, settings.numbers),
                "numbers": racer.numbers,
                "errors": [score for _, _, score in scored],
                "steps": [found.steps for _, found, _ in scored],
                "curve": [list(pair) for pair in found.curve],
                "lengths": _lengths(name, settings, told),
            }
        )
    conditions = {"ground": ground.title, "measure": ground.measure, "guess": {"error": error, "who": who}}
    return {**conditions, "processor": processor(), "cores": os.cpu_count() or 1, "rivals": rivals}


def _seeds(settings: ArenaSettings) -> range:
    return range(1, settings.seeds + 1)


def _units(name: str, task: Task, most: int) -> int:
    from rnn_core.training import race

    if name == ATTENTION:
        return largest(most, partial(race.numbers_of_attention, task), step=2)
    return largest(most, lambda units: numbers(resized(task.network, name, units)))


def _raced(
    name: str, task: Task, settings: ArenaSettings, rows: int, seed: int, tell: Callable[[float], None], enough: float = 1.1
) -> tuple[Any, Any]:
    """One training: who was trained, and how it went."""
    from rnn_core.training import race

    race.forget()
    units = _units(name, task, settings.numbers)
    if name == ATTENTION:
        racer = race.attention_of(task, units, rows, seed)
    else:
        racer = race.cell(replace(task, network=resized(task.network, name, units)), rows, seed)
    return racer, race.race(racer, settings.seconds, seed, enough, tell)


def _lengths(name: str, settings: ArenaSettings, told: Told) -> list[dict[str, Any]]:
    """Longer and longer sequences, until one is too long."""
    found: list[dict[str, Any]] = []
    for length in far.LENGTHS:
        tell = told.of(f"{title(name)}, {length:,} steps back")
        _, raced = _raced(name, far.copy_task(length, 1), settings, far.ROWS, 1, tell, far.SOLVED)
        found.append({"length": length, "accuracy": raced.accuracy or 0.0})
        if found[-1]["accuracy"] < far.SOLVED:
            break
    told.done += len(far.LENGTHS) - len(found)
    return found


STUDY = Study("arena", "All cells side by side", ArenaSettings, work, varies=True)
