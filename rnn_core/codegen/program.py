"""What every export is made of: a measured run with its data, and a program in steps."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from safetensors.numpy import load

from rnn_core import files
from rnn_core.data import load_dataset
from rnn_core.data.store import Dataset
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.networks.numpy.network import names
from rnn_core.networks.spec import Network
from rnn_core.runs import Run
from rnn_core.settings import TrainingSettings

WEIGHTS = "weights.npz"
ENDED = ("finished", "stopped")  # any other may have weights that its result does not belong to
LOAD = """\
else:
    # Arrays of numbers only: allow_pickle=False refuses anything that could run.
    with np.load(FOLDER / "weights.npz", allow_pickle=False) as stored:
        network.set_weights([stored[name] for name in stored.files])
"""
SETTINGS = ("Settings", "Every setting of the run, with what it means. Change one, train again and compare.")


@dataclass(frozen=True)
class Measured:
    """A run that has a model and a result. ``weights``: an ``.npz`` file, its arrays in Keras' order."""

    title: str
    about: dict[str, Any]
    settings: TrainingSettings
    data: Dataset
    network: Network
    weights: bytes
    metrics: dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One step of a program: a title, one or two sentences (both are ours, never a user's) and Python code."""

    title: str
    words: str
    code: str


@dataclass(frozen=True)
class Program:
    """A program in steps. ``name``: of its file, without ending; ``files``: what lies beside it; ``gives``: what it writes."""

    name: str
    sections: tuple[Section, ...]
    files: dict[str, bytes]
    gives: str


def measured(run: Run) -> Measured:
    """Read a run. Raises UserError when it has no result yet, or its data are no longer there."""
    about, metrics, state = run.about(), run.metrics(), run.status().state
    if metrics is None or state not in ENDED:
        raise UserError(f"The run {run.title()} has no result to take home: it is {state}; choose one that has finished.")
    network = Network.model_validate(files.read_json(run.folder / "network.json"))
    return Measured(
        title=run.title(),
        about=about,
        settings=experiment(about.experiment).settings.parse(about.settings),
        data=load_dataset(about.data),
        network=network,
        weights=_npz(network, load((run.folder / "model.safetensors").read_bytes())),
        metrics=metrics,
    )


def _npz(network: Network, weights: dict[str, np.ndarray]) -> bytes:
    file = io.BytesIO()
    np.savez(file, **{name: weights[name] for name in names(network)})  # type: ignore[arg-type]
    return file.getvalue()
