"""How long the first training of each card on the page Home takes: the page's first preset on the card's dataset, on this CPU.

``python -m benchmarks.home_minutes``: prints the seconds from a queued run to its result, TensorFlow loaded.
"""

import os
import tempfile
import time

from benchmarks.results import processor
from pages.ui.home.cards import CARDS
from rnn_core import runs
from rnn_core.data import Messages, entry, keep
from rnn_core.experiments import experiment
from rnn_core.training import worker


def main() -> None:
    """One training for each card; nothing is said of one's own data."""
    print(processor())
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        for card in CARDS:
            if card.level:
                print(f"{card.title}: {seconds(card.page.removesuffix('.py'), card.dataset):.0f} s", flush=True)


def seconds(name: str, dataset: str) -> float:
    """Of a training and its measures."""
    chosen, data = experiment(name), entry(dataset).load()
    assert not isinstance(data, Messages)
    settings = next(iter(chosen.presets.values())).model_copy(update={"device": "cpu"})
    run = runs.create(name, dataset, keep(data), data.title, settings)
    begun = time.monotonic()
    worker.train(run.folder)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
