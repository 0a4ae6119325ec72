"""What every experiment says about itself; the worker, the command line and the pages need no more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core import files
from rnn_core.features.characters import Ids
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Network
from rnn_core.settings import TrainingSettings

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

    ``preparation`` goes to ``preparation.json``: all that turns raw data into the network's input. ``loss`` is the mean squared
    error or, for symbols, the cross-entropy in nats. ``decay``: the learning rate falls to nothing along a half cosine.
    ``lowest``: without a validation part keep the weights of the lowest training loss instead of the last.
    ``samples`` makes rows of ``results/samples.jsonl`` from the network as it is now. ``accuracy``: the share of right classes
    is reported with the loss. ``initial`` loads weights to begin with instead of random ones, by name; ``initial_seconds`` tries
    out about how long that takes, None when what it is given says that it is interrupted.
    """

    network: Network
    training: Examples
    validation: Examples | None
    preparation: Mapping[str, Any]
    loss: Literal["squared", "crossentropy"] = "squared"
    decay: bool = False
    lowest: bool = False
    samples: Callable[[Weights], list[dict[str, Any]]] | None = None
    accuracy: bool = False
    initial: Callable[[], Weights] | None = None
    initial_seconds: Callable[[Callable[[], bool]], float | None] | None = None


@dataclass(frozen=True)
class Results:
    """What an experiment measured: ``metrics.json`` and tables, file name without ending to frame."""

    metrics: dict[str, Any]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """The tables first, ``metrics.json`` last, so that whoever sees it sees all of them."""
        for name, table in self.tables.items():
            files.write_text(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
        files.write_json(folder / "metrics.json", self.metrics)


@dataclass(frozen=True)
class Score:
    """The number that says most about a run: ``path`` through ``metrics.json``, its title, and whether higher is better."""

    path: tuple[str, ...]
    title: str
    higher_is_better: bool

    def of(self, metrics: Mapping[str, Any] | None) -> float | None:
        """The number, or None where there is none."""
        found: Any = metrics
        for name in self.path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found


@dataclass(frozen=True)
class Experiment:
    """One kind of task.

    ``data`` is the catalogue's kind of dataset. ``task`` checks the data against the settings and raises UserError;
    it is called before a run is made and again by the worker. ``evaluate`` measures the trained network, ``apply`` measures it on
    other data, given what ``preparation.json`` holds.
    """

    name: str
    title: str
    data: str
    settings: type[TrainingSettings]
    presets: Mapping[str, TrainingSettings]
    task: Callable[[Any, Any], Task]
    evaluate: Callable[[Any, Any, NumpyNetwork], Results]
    apply: Callable[[Any, Any, Mapping[str, Any], NumpyNetwork], Results]
    presets_help: str  # what they are, for the form
    loss_unit: str  # for the curves
    score: Score
    generated: Callable[[str, Any], Any] = lambda name, settings: None  # the data of a dataset that the settings describe
