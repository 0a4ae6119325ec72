"""Tiny finished runs of every kind, for the pages that open networks up."""

from rnn_core import runs
from rnn_core.data import Labelled, Text, entry, keep
from rnn_core.experiments import experiment
from rnn_core.runs import Run
from tests.trained import trained

TINY = {"units": 4, "epochs": 1, "device": "cpu"}
WORDS = ("good", "bad", "fine", "poor", "film", "plot", "actor", "scene")


def finished(kind: str, data, name: str = "mine", **values) -> Run:
    settings = experiment(kind).settings.parse({**TINY, **values})
    run = runs.create(kind, name, keep(data), data.title, settings)
    return trained(run)


def wave(**values) -> Run:
    return finished("forecast", entry("sine").load(), "sine", timesteps=6, **values)


def weather(**values) -> Run:
    """Two columns forecast two rows ahead, one more looked at."""
    several = {"target": "temp_max", "also": ("temp_min",), "features": ("wind",), "horizon": 2, "timesteps": 5}
    return finished("forecast", entry("seattle-weather").load(), "seattle-weather", **several, **values)


def path(**values) -> Run:
    settings = {"points": 600, "timesteps": 5, "ahead": 5, **values}
    made = experiment("trajectory").generated("ladybug", experiment("trajectory").settings.parse(settings))
    return finished("trajectory", made, "ladybug", **settings)


def text(**values) -> Run:
    written = "the cat sat on the mat.\nthe dog sat on the log. " * 60
    return finished("text", Text(written, "Cats and dogs"), timesteps=8, **values)


def reviews(**values) -> Run:
    texts = tuple(f"{WORDS[at % 2]} {WORDS[4 + at % 4]} number{at % 7} {WORDS[2 + at % 2]}" for at in range(60))
    labels = tuple(("good", "bad")[at % 2] for at in range(60))
    return finished("classify", Labelled(texts, labels, "Tiny reviews"), dimension=4, learning_rate=0.05, **values)
