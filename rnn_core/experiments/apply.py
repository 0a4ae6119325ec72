"""A finished run's network, and what it says about data that it was not trained on. In the server, by NumPy."""

from typing import Any

from safetensors.numpy import load

from rnn_core import files
from rnn_core.errors import UserError
from rnn_core.experiments import Results, experiment
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Network
from rnn_core.runs import Run


def trained(run: Run) -> NumpyNetwork:
    """The network that a run kept. Raises UserError when there is none yet."""
    try:
        network = Network.model_validate(files.read_json(run.folder / "network.json"))
        return NumpyNetwork(network, load((run.folder / "model.safetensors").read_bytes()))
    except FileNotFoundError as error:
        raise UserError(f"The run {run.id} has no model yet: it is {run.status().state}. {run.status().message}") from error


def apply(run: Run, data: Any) -> Results:
    """Measure a run's network on ``data``, of the experiment's kind. Raises UserError when they do not go together."""
    about, network = run.about(), trained(run)
    chosen = experiment(about.experiment)
    settings, preparation = chosen.settings.parse(about.settings), run.preparation(chosen.preparation)
    return chosen.apply(chosen.prepare_other(data, settings, preparation), network)
