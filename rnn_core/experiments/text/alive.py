"""A text network as a page that writes on by itself."""

from pathlib import Path

from rnn_core.data import Text
from rnn_core.experiments.take_home import Alive, Measured
from rnn_core.experiments.text.metrics import Preparation, TextMetrics
from rnn_core.experiments.text.settings import TextSettings

SHOWN = 200  # characters of the text to begin with


def alive(run: Measured[Text, TextSettings, TextMetrics]) -> Alive:
    """How it reads, and the beginning of its text."""
    prepared = run.run.preparation(Preparation)
    window = run.network.timesteps if prepared.objective == "next-character" else None
    known = {"symbols": prepared.symbols, "folded": prepared.folded, "lowercase": prepared.lowercase}
    return Alive((Path(__file__).with_suffix(".js"),), {**known, "window": window, "prompt": run.data.text[:SHOWN]})
