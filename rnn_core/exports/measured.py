"""From a run folder to the measured run that programs and reports are made of."""

import io
from typing import Any

import numpy as np

from rnn_core.data import load_dataset
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.apply import trained
from rnn_core.experiments.take_home import Measured
from rnn_core.networks.numpy.network import NumpyNetwork, names
from rnn_core.runs import Run

ENDED = ("finished", "stopped")  # any other may have weights that its result does not belong to


def measured(run: Run) -> Measured[Any, Any, Any]:
    """Read a run. Raises UserError when it has no result yet, or its data are no longer there."""
    about, state = run.about(), run.status().state
    chosen = experiment(about.experiment)
    metrics = run.metrics(chosen.metrics)
    if metrics is None or state not in ENDED:
        raise UserError(f"The run {run.title()} has no result to take home: it is {state}; choose one that has finished.")
    network = trained(run)
    return Measured(
        run=run,
        title=run.title(),
        about=about,
        settings=chosen.settings.parse(about.settings),
        data=load_dataset(about.data),
        network=network.network,
        weights=_npz(network),
        metrics=metrics,
    )


def _npz(trained: NumpyNetwork) -> bytes:
    file = io.BytesIO()
    np.savez(file, **{name: trained.weights[name] for name in names(trained.network)})  # type: ignore[arg-type]
    return file.getvalue()
