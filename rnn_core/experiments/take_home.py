"""What an experiment adds to what is taken home of a run, and the measured run that it is given for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from rnn_core.codegen.html import Figures
from rnn_core.networks.spec import Network
from rnn_core.runs import About, Run, TrainingFacts
from rnn_core.settings import TrainingSettings

Data = TypeVar("Data")
Chosen = TypeVar("Chosen", bound=TrainingSettings)
Metrics = TypeVar("Metrics", bound=TrainingFacts)

Look = Literal["good", "", "bad"]  # of a verdict
PARTS = {"train": "To learn from", "validation": "Validation", "test": "Test"}  # of the data, as a report calls them


@dataclass(frozen=True)
class Measured(Generic[Data, Chosen, Metrics]):
    """A run that has a model and a result. ``weights``: an ``.npz`` file, its arrays in Keras' order."""

    run: Run
    title: str
    about: About
    settings: Chosen
    data: Data
    network: Network
    weights: bytes
    metrics: Metrics

    @property
    def results(self) -> Path:
        """The folder of its tables."""
        return self.run.folder / "results"


@dataclass(frozen=True)
class Alive:
    """What the living page of a run has of its experiment: ``scripts``, and ``facts`` for them as JSON holds them.

    The last script calls ``start({predict, show})`` of ``codegen/alive/page.js``.
    """

    scripts: tuple[Path, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Report(Generic[Data, Chosen, Metrics]):
    """What the page about a run has of its experiment; all else on it is the same for every run.

    ``verdict``: a sentence and how it looks; None where nothing is judged. ``result``: what it rests on, made by
    :mod:`rnn_core.codegen.html`. ``data``: rows of the table of the data, name and value.
    ``settings``: values that the settings left to the data. ``logarithmic``: the axis of the loss.

    The server loads it at every start, so it imports figures where it draws them.
    """

    verdict: Callable[[Metrics], tuple[str, Look]] | None = None
    result: Callable[[Measured[Data, Chosen, Metrics], Figures], list[str]] = lambda run, drawing: []
    data: Callable[[Metrics], Sequence[tuple[str, str]]] = lambda metrics: ()
    settings: Callable[[Metrics], Mapping[str, Any]] = lambda metrics: {}
    logarithmic: bool = False
