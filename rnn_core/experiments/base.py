"""What every experiment says about itself; the worker, the command line and the pages need no more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core import files
from rnn_core.codegen.program import Program
from rnn_core.documents import Document
from rnn_core.experiments.advice import Coaching
from rnn_core.experiments.take_home import Alive, Measured, Report
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.features.characters import Ids
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.told import Told
from rnn_core.networks.spec import Network
from rnn_core.runs import Snapshot, TrainingFacts
from rnn_core.settings import TrainingSettings

Data = TypeVar("Data")  # a kind of dataset
Chosen = TypeVar("Chosen", bound=TrainingSettings)
Prepared = TypeVar("Prepared")  # data made ready as the settings say

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]


@dataclass(frozen=True)
class Windows:
    """Examples one by one: ``inputs`` (windows, timesteps, features), ``targets`` (windows, outputs)."""

    inputs: Floats
    targets: Floats

    def steps(self, batch_size: int) -> int:
        """Batches an epoch."""
        return -(-len(self.inputs) // batch_size)


@dataclass(frozen=True)
class Cuts:
    """Windows of a sequence of symbols, cut when they are needed: ``ids[start:start + timesteps]`` and the symbol after it.

    ``ids`` (symbols,), ``starts`` (windows,).
    """

    ids: Ids
    starts: NDArray[np.int64]
    timesteps: int

    def steps(self, batch_size: int) -> int:
        """Batches an epoch."""
        return -(-len(self.starts) // batch_size)


@dataclass(frozen=True)
class Streams:
    """A sequence of symbols as ``rows`` contiguous streams side by side, read ``timesteps`` at a time.

    Every symbol's target is the one after it; the state is carried from batch to batch. ``ids`` (symbols,).
    """

    ids: Ids
    rows: int
    timesteps: int

    @property
    def length(self) -> int:
        """Symbols in a stream that have one after them."""
        return (len(self.ids) - 1) // self.rows

    def steps(self, batch_size: int) -> int:
        """Batches an epoch; what does not fill one is left out, another piece each epoch."""
        return self.length // self.timesteps


@dataclass(frozen=True)
class Padded:
    """Texts of several lengths, each with a class: ``ids`` (texts, timesteps), 0 behind a text's end; ``classes`` (texts,).

    ``weights`` (texts,): how much each counts in the loss, if not all the same.
    """

    ids: NDArray[np.int32]
    classes: NDArray[np.int32]
    weights: Floats | None = None

    def steps(self, batch_size: int) -> int:
        """Batches an epoch."""
        return -(-len(self.ids) // batch_size)


Examples = Windows | Cuts | Streams | Padded


@dataclass(frozen=True)
class Task:
    """What the training needs: the network and its examples.

    ``preparation`` becomes ``preparation.json``: all that turns raw data into the network's input. ``loss`` is the mean squared
    error or, for symbols, the cross-entropy in nats. ``decay``: the learning rate falls to nothing along a half cosine.
    ``lowest``: without a validation part keep the weights of the lowest training loss instead of the last.
    ``samples`` makes rows of ``results/samples.jsonl`` from the network as it is now, ``last_samples`` those at the end where
    they are longer. ``accuracy``: the share of right classes is reported with the loss. ``initial`` loads weights to begin with
    instead of random ones, by name; ``initial_seconds`` tries out about how long that takes, None when what it is given says
    that it is interrupted.
    """

    network: Network
    training: Examples
    validation: Examples | None
    preparation: Document
    loss: Literal["squared", "crossentropy"] = "squared"
    decay: bool = False
    lowest: bool = False
    samples: Callable[[Weights], list[dict[str, Any]]] | None = None
    last_samples: Callable[[Weights], list[dict[str, Any]]] | None = None
    accuracy: bool = False
    initial: Callable[[], Weights] | None = None
    initial_seconds: Callable[[Callable[[], bool]], float | None] | None = None


@dataclass(frozen=True)
class Results:
    """What an experiment measured: what ``metrics.json`` holds beside the facts of the training, and tables by their names."""

    metrics: Document
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def write(self, folder: Path, facts: TrainingFacts | None = None) -> None:
        """The tables first, ``metrics.json`` last, so that whoever sees it sees all of them."""
        for name, table in self.tables.items():
            files.write_text(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
        files.write_json(folder / "metrics.json", self.document(facts))

    def document(self, facts: TrainingFacts | None = None) -> dict[str, Any]:
        """``metrics.json``."""
        return self.metrics.model_dump(mode="json") | (facts.model_dump(mode="json", exclude_none=True) if facts else {})


@dataclass(frozen=True)
class Score:
    """The number that says most about a run: where it stands in the metrics, its title, and whether higher is better.

    ``guess``: what the simplest guess reaches in it.
    """

    of: Callable[[Any], float | None]
    title: str
    higher_is_better: bool
    guess: Callable[[Any], float | None] = lambda metrics: None


@dataclass(frozen=True)
class Explain(Generic[Prepared]):
    """What of prepared data one can watch a network read, by the network's shape.

    ``examples``: how many inputs there are to look at closely, and ``reading`` one of them, by its place from 0 on.
    ``probe_data``: the steps in which to look for what single units follow.
    """

    examples: Callable[[Prepared], int]
    reading: Callable[[Prepared, Network, int], Reading]
    probe_data: Callable[[Prepared, Network], ProbeData]


@dataclass(frozen=True, kw_only=True)
class Experiment(Generic[Data, Chosen, Prepared]):
    """One kind of task: all that the program knows of it. Every part is said; what it has not is None.

    ``data`` is the catalogue's kind of dataset. ``prepare`` checks the data against the settings and raises UserError; the
    page does it before a run is made, the worker once for ``task`` and ``evaluate``, which tells how far it is. ``network``
    and ``preparation_of`` are those of the task, without what only a training needs. ``prepare_other`` makes other data ready
    for a trained network, given its ``preparation``, and ``apply`` measures it on them. ``generated``: the data of a dataset
    that the settings describe. ``quick_dataset`` of the catalogue comes with the application: what a run by one click learns.
    """

    name: str
    title: str
    data: str
    settings: type[Chosen]
    presets: Mapping[str, Chosen]
    presets_help: str  # what they are, for the form
    loss_unit: str  # for the curves
    prepare: Callable[[Data, Chosen], Prepared]
    task: Callable[[Prepared], Task]
    network: Callable[[Prepared], Network]
    preparation: type[Document]  # of preparation.json
    preparation_of: Callable[[Prepared], Document]
    evaluate: Callable[[Prepared, NumpyNetwork, Told], Results]
    metrics: type[TrainingFacts]  # of metrics.json
    score: Score
    prepare_other: Callable[[Data, Chosen, Any], Any]
    apply: Callable[[Any, NumpyNetwork], Results]
    sample: type[Snapshot] | None  # a row of samples.jsonl
    scene: Callable[[Prepared], Document] | None  # what stands still while the snapshots change
    recounted: Callable[[Prepared, Any], Document] | None  # such a row from elsewhere, measured again
    generated: Callable[[str, Chosen], Data | None] | None
    quick_dataset: str | None
    warmed: bool  # whether a worker that waits trains a little of it, so that its first training does not wait
    advice: Coaching[Chosen, Any] | None  # how its runs are coached
    program: Callable[[Measured[Data, Chosen, Any]], Program] | None  # to take home
    report: Report[Data, Chosen, Any] | None  # its part of the page to print
    alive: Callable[[Measured[Data, Chosen, Any]], Alive] | None  # the page on which its network goes on living
    explain: Explain[Prepared] | None  # what the microscope looks at
