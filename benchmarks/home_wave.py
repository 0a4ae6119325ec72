"""The picture of the page Home: what a network says about the sine wave after a few epochs, and then with closed eyes.

``python -m benchmarks.home_wave``: trains it as the page Forecast does, and writes ``pages/ui/home/wave.json``. To be run again
when the wave or the first preset has changed.
"""

import json
import os
import tempfile
from pathlib import Path

import numpy as np

from rnn_core import runs
from rnn_core.data import Series, entry, keep
from rnn_core.experiments import experiment
from rnn_core.experiments.apply import trained
from rnn_core.experiments.free_running import FreeRun
from rnn_core.training import worker

PLACE = Path(__file__).parents[1] / "pages" / "ui" / "home" / "wave.json"
EPOCHS = (1, 3, 8, 30)  # the same training, broken off after so many
SHOWN, CLOSED = 78, 52  # rows said one by one, and then with closed eyes


def main() -> None:
    """One training for each number of epochs: with one seed they are the beginnings of the same one."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        PLACE.write_text(json.dumps(measured()) + "\n", encoding="utf-8")


def measured() -> dict[str, object]:
    """The rows shown, from the first test row back and on."""
    series, chosen = entry("sine").load(), experiment("forecast")
    assert isinstance(series, Series)
    said: dict[str, list[float]] = {}
    for epochs in EPOCHS:
        settings = chosen.settings.parse({"epochs": epochs, "device": "cpu"})
        run = runs.create("forecast", "sine", keep(series), series.title, settings)
        worker.train(run.folder)
        data, network = chosen.prepare(series, settings).series, trained(run)
        first = data.split.validation_stop
        starts = np.arange(first - SHOWN, first)
        windows = data.past(starts)
        said[str(epochs)] = rounded(data.forecasts(network.predict(windows), windows)[:, 0, 0])
        free = FreeRun(data, network).paths(np.array([first]), CLOSED)[0, 0]
    values = series.frame[series.target].to_numpy()
    return {"first": int(first), "actual": rounded(values[first - SHOWN : first + CLOSED]), "said": said, "free": rounded(free)}


def rounded(values: np.ndarray) -> list[float]:
    """A row of numbers."""
    return [round(float(value), 4) for value in np.ravel(values)]


if __name__ == "__main__":
    main()
