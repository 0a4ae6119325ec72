"""How long a training step takes, on the CPU and on each GPU, by batch size and units: all ways in turn, again and again."""

import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rnn_core.config import child_environment, processor
from rnn_core.errors import UserError
from rnn_core.settings import Settings, setting
from rnn_core.teaching.studies import Study, Tell

BATCHES, UNITS = (32, 128, 512), (16, 64, 256)
ROUNDS, FEWEST_ROUNDS = 5, 3
LONG_SECONDS = 0.5  # of a step: then the fewest rounds are enough
ENOUGH_SECONDS = 50  # then no further case is begun
MOST_GPUS = 4
TIMER = [sys.executable, "-m", "rnn_core.training.step_timer"]
KERAS, LOOPS = "CPU, Keras", "CPU, RNN Lab's loops"


class SpeedSettings(Settings):
    """What is timed."""

    cell: Literal["lstm", "gru", "simple_rnn"] = setting(
        "lstm", "Cell", "What is trained. A graphics card has a fast kernel (cuDNN) for LSTM and GRU only.", group="Network"
    )
    timesteps: int = setting(
        20,
        "Timesteps",
        "Steps of each window. They are computed one after the other, whatever the device.",
        group="Data",
        ge=2,
        le=100,
    )
    batches: tuple[int, ...] = setting(BATCHES, "Batch sizes", "Windows of one step.", group="Data", min_length=1, max_length=5)
    units: tuple[int, ...] = setting(
        UNITS, "Units", "Numbers that the layer remembers.", group="Network", min_length=1, max_length=5
    )


@dataclass
class Way:
    """A process that times steps in one way; ``title`` as the page shows it."""

    title: str
    process: subprocess.Popen[str]

    @classmethod
    def start(cls, kind: str, title: str) -> "Way":
        """Begin; :meth:`answer` then tells what it computes on."""
        process = subprocess.Popen(
            [*TIMER, kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=child_environment(),
        )
        return cls(title, process)

    def ask(self, case: dict[str, Any]) -> None:
        """For one step of this case; the first time it only gets ready."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.write(json.dumps(case) + "\n")
            self.process.stdin.flush()

    def timed(self, case: dict[str, Any]) -> float:
        """Seconds of one step. Raises UserError when the process ended."""
        self.ask(case)
        return float(self.answer()["seconds"])

    def answer(self) -> dict[str, Any]:
        """The next one. Raises UserError when the process ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise UserError(f"The timing on {self.title} ended unexpectedly, perhaps for lack of memory: try again with less.")
        return dict(json.loads(line))

    def end(self) -> None:
        """Kill the process and wait for its end."""
        self.process.kill()
        self.process.communicate()


def work(settings: SpeedSettings, tell: Tell) -> dict[str, Any]:
    """``ways`` (titles), ``found`` (GPUs, in words), ``cores``, ``processor``, ``left_out``: cases for which no time was left.

    ``cases``: a row each with ``batch``, ``units``, and ``seconds`` by way, medians of several timings.
    """
    begin = time.monotonic()
    tell(0, "Starting a process for each device.")
    every = in_order(settings.batches, settings.units)
    cases: list[dict[str, Any]] = []
    with _ways() as (ways, found):
        for batch, units in every:
            if cases and time.monotonic() - begin > ENOUGH_SECONDS:
                break
            share = max(len(cases) / len(every), (time.monotonic() - begin) / ENOUGH_SECONDS)
            tell(min(0.98, share), f"Training steps of {batch} windows with {units} units.")
            case = {"cell": settings.cell, "timesteps": settings.timesteps, "batch": batch, "units": units}
            cases.append({"batch": batch, "units": units, "seconds": _interleaved(ways, case)})
    return {
        "ways": [way.title for way in ways],
        "found": found,
        "cores": os.cpu_count() or 1,
        "processor": processor(),
        "left_out": len(every) - len(cases),
        "cases": sorted(cases, key=lambda case: (case["batch"], case["units"])),
    }


def in_order(batches: Sequence[int], units: Sequence[int]) -> list[tuple[int, int]]:
    """All pairs; first those that say most: the smallest, the largest, one large and the other small."""
    every = list(itertools.product(sorted(batches), sorted(units)))
    corners = [every[0], every[-1], (min(batches), max(units)), (max(batches), min(units))]
    return list(dict.fromkeys([*corners, *every]))


def _interleaved(ways: Sequence[Way], case: dict[str, Any]) -> dict[str, float]:
    """One timing of each way, in turn, until there are enough; so whatever else the machine does troubles all alike.

    They get ready side by side, and none computes while another one is timed.
    """
    for way in ways:
        way.ask(case)
    for way in ways:
        way.answer()
    first = [way.timed(case) for way in ways]
    rounds = ROUNDS if max(first) < LONG_SECONDS else FEWEST_ROUNDS
    timings = [first, *([way.timed(case) for way in ways] for _ in range(rounds - 1))]
    return {way.title: statistics.median(found) for way, found in zip(ways, zip(*timings, strict=True), strict=True)}


@contextlib.contextmanager
def _ways() -> Iterator[tuple[list[Way], str]]:
    """Processes for the CPU, for our loops on it and for each GPU that is free; and what GPUs there are, in words."""
    ways = [Way.start("cpu", KERAS), Way.start("loops", LOOPS)]
    try:
        device, _ = [way.answer() for way in ways]
        ways += [Way.start("gpu", "GPU") for _ in range(min(device["gpus"], MOST_GPUS))]
        said = [way.answer() for way in ways[2:]]
        for way, one in zip(ways[2:], said, strict=True):
            way.title = one["name"]
        working = [way for way, one in zip(ways[2:], said, strict=True) if one["gpu"]]
        names = [one["name"] for one in said if one["gpu"]] or [one["name"] for one in said[:1]] or [device["why"]]
        yield [*ways[:2], *working], ", ".join(names)
    finally:
        for way in ways:
            way.end()


STUDY = Study(name="speed", title="CPU against GPU", settings=SpeedSettings, work=work, varies=True)
