"""What every experiment says about itself; the worker, the command line and the pages need no more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.architecture import Network
from rnn_core.numpy_rnn import NumpyNetwork
from rnn_core.settings import TrainingSettings

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Task:
    """What the training needs: the network and its examples.

    ``inputs`` (windows, timesteps, features); ``targets`` (windows, outputs); ``validation`` the same pair or None.
    ``preparation`` goes to ``preparation.json``: all that turns raw data into the network's input.
    """

    network: Network
    inputs: Floats
    targets: Floats
    validation: tuple[Floats, Floats] | None
    preparation: Mapping[str, Any]


@dataclass(frozen=True)
class Results:
    """What an experiment measured: ``metrics.json`` and tables, file name without ending to frame."""

    metrics: dict[str, Any]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Experiment:
    """One kind of task.

    ``data`` is the catalogue's kind of dataset. ``task`` checks the data against the settings and raises UserError;
    it is called before a run is made and again by the worker. ``evaluate`` measures the trained network.
    """

    name: str
    title: str
    data: str
    settings: type[TrainingSettings]
    presets: Mapping[str, TrainingSettings]
    task: Callable[[Any, Any], Task]
    evaluate: Callable[[Any, Any, NumpyNetwork], Results]
