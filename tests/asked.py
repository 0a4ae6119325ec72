"""An experiment asked in one go, as the worker asks it step by step."""

from typing import Any

from rnn_core.experiments import Experiment, Results, Task
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.told import silent


class Asked:
    """``task``, ``evaluate`` and ``apply`` of raw data."""

    def __init__(self, experiment: Experiment[Any, Any, Any]):
        self.experiment = experiment

    def arrange(self, data: Any, settings: Any) -> Any:
        """The series of what is prepared."""
        return self.experiment.prepare(data, settings).series

    def task(self, data: Any, settings: Any) -> Task:
        """What is learned."""
        return self.experiment.task(self.experiment.prepare(data, settings))

    def evaluate(self, data: Any, settings: Any, trained: NumpyNetwork) -> Results:
        """Measured on the test part."""
        return self.experiment.evaluate(self.experiment.prepare(data, settings), trained, silent)

    def apply(self, data: Any, settings: Any, preparation: Any, trained: NumpyNetwork) -> Results:
        """Measured on other data."""
        return self.experiment.apply(self.experiment.prepare_other(data, settings, preparation), trained)
