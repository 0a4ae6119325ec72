"""A classifier as a page that answers what one types."""

from pathlib import Path

from rnn_core.data import Labelled
from rnn_core.experiments.classify.metrics import ClassifyMetrics, Preparation
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.experiments.take_home import Alive, Measured

SHOWN = 400  # characters of the first text


def alive(run: Measured[Labelled, ClassifySettings, ClassifyMetrics]) -> Alive:
    """Its words and classes, and a text to begin with."""
    known = run.run.preparation(Preparation)
    facts = {"words": known.words, "tokens": known.tokens, "classes": known.classes, "text": run.data.texts[0][:SHOWN]}
    return Alive((Path(__file__).with_suffix(".js"),), facts)
