"""An experiment of which the program knows nothing but what it says here: the least that goes the whole way."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnn_core.codegen.html import element
from rnn_core.codegen.own_cells import own_cells
from rnn_core.codegen.program import LOAD, Program, Section, weights_file
from rnn_core.codegen.program import File as ProgramFile
from rnn_core.codegen.source import layers
from rnn_core.data import Series
from rnn_core.documents import Document
from rnn_core.experiments.advice import Advice, Coaching, Difference, Outcome, set_to
from rnn_core.experiments.base import Experiment, Explain, Results, Score, Task, Windows
from rnn_core.experiments.curve_rules import too_short
from rnn_core.experiments.take_home import Measured, Report
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.explain.probing import Property
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.told import Told, silent
from rnn_core.networks.spec import Dense, Network, stack
from rnn_core.runs import TrainingFacts
from rnn_core.settings import TrainingSettings

STEPS = 3


@dataclass(frozen=True)
class Steps:
    """Windows of three values, (windows, 3, 1), and the value after each."""

    windows: np.ndarray
    after: np.ndarray
    settings: TrainingSettings


class Preparation(Document):
    """Nothing is prepared."""


class Measures(Document):
    """The mean absolute error."""

    error: float


class Metrics(Measures, TrainingFacts):
    """``metrics.json``."""

    @property
    def verdict(self) -> str:
        """For lists."""
        return "small" if self.error < 1 else "large"


def prepare(series: Series, settings: TrainingSettings) -> Steps:
    values = series.frame[series.target].to_numpy(np.float32)
    cut = np.lib.stride_tricks.sliding_window_view(values, STEPS + 1)
    return Steps(cut[:, :STEPS, None].copy(), cut[:, STEPS:].copy(), settings)


def network(steps: Steps) -> Network:
    recurrent = stack(steps.settings.cell, 1, steps.settings.units, 0)
    return Network(timesteps=STEPS, features=1, layers=(*recurrent, Dense(units=1)))


def task(steps: Steps) -> Task:
    return Task(network(steps), Windows(steps.windows, steps.after), None, Preparation())


def evaluate(steps: Steps, trained: NumpyNetwork, told: Told = silent) -> Results:
    says = trained.predict(steps.windows, told=told)[:, 0]
    table = pd.DataFrame({"actual": steps.after[:, 0], "says": says})
    return Results(Measures(error=float(np.abs(says - steps.after[:, 0]).mean())), {"said": table})


def judged(case) -> Advice:
    return Advice("toy", f"{case.outcome.words}.", set_to(case, "units", 2 * case.settings.units))


ADVICE = Coaching(
    wandering=0.1,
    outcome=lambda metrics: Outcome(1 - metrics.error, metrics.error > 1, f"The error is {metrics.error:.3f}"),
    rules=(too_short, judged),
    calmer=lambda case: set_to(case, "units", 1),
    incomparable=lambda before, after: "",
    difference=lambda before, after: Difference("error", before.metrics.error - after.metrics.error, 0.0),
)


def program(found: Measured) -> Program:
    values = found.data.frame[found.data.target].to_csv(index=False, header=False).encode()
    spec = found.network
    imports = "from pathlib import Path\n\nimport keras\nimport numpy as np\n\nFOLDER = Path(__file__).parent\nTRAIN = False\n"
    start = (
        'values = np.loadtxt(FOLDER / "values.csv", dtype="float32")\n'
        "cut = np.lib.stride_tricks.sliding_window_view(values, 4)\n"
        f"network = {layers(spec, 'shape=(3, 1)', 'the next value')}\n"
        'if TRAIN:\n    network.compile("adam", "mse")\n    network.fit(cut[:, :3, None], cut[:, 3:])\n'
    )
    end = "error = np.abs(network.predict(cut[:, :3, None], verbose=0)[:, 0] - cut[:, 3]).mean()\nprint(f'error {error:.6f}')\n"
    files = {"values.csv": ProgramFile(values, "the values"), **weights_file(found.weights)}
    first, *cell = Section("Imports", "What is needed.", imports), *own_cells(spec)
    return Program("toy", (first, *cell, Section("All", "The rest of it.", start + LOAD + end)), files, "the error")


REPORT = Report(
    verdict=lambda metrics: (f"The error is {metrics.error:.3f}.", "good"),
    result=lambda found, drawing: [element("h2", "Toy result")],
)


def reading(steps: Steps, network: Network, place: int) -> Reading:
    return Reading(steps.windows[place], tuple(f"{place}.{step}" for step in range(STEPS)))


def probe_data(steps: Steps, network: Network) -> ProbeData:
    properties = [Property("level", steps.windows.ravel().astype(float)), Property("never", np.zeros(steps.windows.size, bool))]
    return ProbeData(steps.windows, np.ones(steps.windows.shape[:2], bool), properties, f"{len(steps.windows)} windows")


TOY = Experiment(
    name="toy",
    title="Say the next value",
    data="series",
    settings=TrainingSettings,
    presets={"quick": TrainingSettings()},
    presets_help="",
    loss_unit="mean squared error",
    prepare=prepare,
    task=task,
    network=network,
    preparation=Preparation,
    preparation_of=lambda steps: Preparation(),
    evaluate=evaluate,
    metrics=Metrics,
    score=Score(lambda metrics: metrics.error, "Error", higher_is_better=False),
    prepare_other=lambda series, settings, preparation: prepare(series, settings),
    apply=evaluate,
    sample=None,
    scene=None,
    recounted=None,
    generated=None,
    quick_dataset=None,
    warmed=False,
    advice=ADVICE,
    program=program,
    report=REPORT,
    alive=None,
    explain=Explain(lambda steps: len(steps.windows), reading, probe_data),
)


def a_wave(rows: int) -> Series:
    dates = pd.date_range("2020-01-01", periods=rows, name="date")
    return Series(pd.DataFrame({"wave": np.sin(np.arange(rows) / 5)}, index=dates), "wave", f"Wave of {rows} rows")
