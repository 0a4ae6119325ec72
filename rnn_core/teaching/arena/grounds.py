"""What the cells compete on: data that come with the application, the measure, and what a simple guess reaches in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.data import entry
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.base import Task
from rnn_core.experiments.forecast.sentences import FORECASTS
from rnn_core.metrics import baselines, errors

Predict = Callable[[NDArray], NDArray[np.float32]]  # what a network says to inputs


@dataclass(frozen=True)
class Ground:
    """``measure``: an error in words. ``score`` of a network, from what it says; ``guess``: its value and who makes it."""

    title: str
    experiment: str
    dataset: str
    settings: Mapping[str, Any]
    measure: str
    score: Callable[[Any, Task, Predict], float]
    guess: Callable[[Any, Task], tuple[float, str]]

    def prepared(self, cell: str, units: int, seed: int) -> Any:
        """The data, made ready for a network of these."""
        chosen = experiment(self.experiment)
        fixed = {"layers": 1, "dropout": 0, "cell": cell, "units": units, "seed": seed}
        data = entry(self.dataset).load()
        return chosen.prepare(data, chosen.settings.parse({**self.settings, **fixed}))

    def task(self, prepared: Any) -> Task:
        """What is learned."""
        task: Task = experiment(self.experiment).task(prepared)
        if task.validation is None:
            raise UserError("The arena chooses each network's best moment on a validation part, and these settings leave none.")
        return task


def _one_step(prepared: Any, task: Task, predict: Predict) -> float:
    """RMSE of the next row, over the test part, in the data's units."""
    data = prepared.series
    past = data.past(_test_rows(data))
    return errors.rmse(data.values[data.split.validation_stop :, 0], data.forecasts(predict(past), past)[:, 0, 0])


def _best_guess(prepared: Any, task: Task) -> tuple[float, str]:
    """The naive forecast with the smallest RMSE on the same rows."""
    data = prepared.series
    values, rows = data.values[:, 0], _test_rows(data)
    rivals = baselines.baselines(values, data.dates, rows, 1, data.split.train, data.season)
    found = {name: errors.rmse(values[rows], rival[:, 0]) for name, rival in rivals.items()}
    best = min(found, key=lambda name: found[name])
    return found[best], f"“{FORECASTS[best]}”"


def _test_rows(data: Any) -> NDArray[np.int64]:
    return np.arange(data.split.validation_stop, data.split.rows)


def _nats(prepared: Any, task: Task, predict: Predict) -> float:
    """Mean cross-entropy of the held-out characters that the validation part asks for, each after its window."""
    cuts: Any = task.validation
    logits = predict(cuts.ids[cuts.starts[:, None] + np.arange(cuts.timesteps)]).astype(np.float64)
    high = logits.max(axis=1, keepdims=True)
    logs = logits - high - np.log(np.exp(logits - high).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(logs)), cuts.ids[cuts.starts + cuts.timesteps]].mean())


def _by_frequency(prepared: Any, task: Task) -> tuple[float, str]:
    """Who knows no more than how often each character occurs in the training part."""
    cuts: Any = task.validation
    shares = (prepared.counts + 1) / (prepared.counts + 1).sum()
    return float(-np.log(shares[cuts.ids[cuts.starts + cuts.timesteps]]).mean()), "how often each character occurs"


SERIES = {"timesteps": 40, "batch_size": 64}
TEXT = {"objective": "next-character", "timesteps": 40, "step": 7, "batch_size": 128, "encoding": "one-hot"}
RMSE = "error (RMSE, test part)"
GROUNDS = {
    "sine": Ground("Noisy sine wave", "forecast", "sine", SERIES, RMSE, _one_step, _best_guess),
    "temperature": Ground("Temperature in Seattle", "forecast", "seattle-weather", SERIES, RMSE, _one_step, _best_guess),
    "share": Ground("Share price (Microsoft)", "forecast", "prices-msft", SERIES, RMSE, _one_step, _best_guess),
    "hamlet": Ground("Characters of Hamlet", "text", "hamlet", TEXT, "nats a character, held out", _nats, _by_frequency),
}
