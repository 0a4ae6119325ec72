"""The living picture of a classifier: what it takes the same texts of the validation part for, epoch by epoch."""

from typing import Any

from pages.ui.classify.loaded_texts import Ready
from pages.ui.common import read_once
from pages.ui.stage.classes import learning_classes
from pages.ui.stage.labels import PARTS
from pages.ui.train.live_words import LiveWords
from pages.ui.train.train_button import Start
from rnn_core.data import Labelled
from rnn_core.experiments.classify import ClassifySettings
from rnn_core.experiments.classify.data import Prepared, parts_of
from rnn_core.experiments.classify.network import of
from rnn_core.experiments.classify.snapshots import Said, Scene, scene
from rnn_core.runs import Run

TO_COME = (
    "how would you tell the classes apart, and by which words? After Train the cells on the diagonal fill: there network and "
    "label agree."
)
MOVES = (
    "first the network names one class for nearly all texts, then the diagonal fills. Which of the texts changes its verdict, "
    "and which never does?"
)


def stage(run: Run | None, scene: Scene, words: LiveWords) -> None:
    """Of a run while it trains and after it; without one the picture to come."""
    said = read_once.samples(run, Said) if run else []
    still: dict[str, Any] = scene.model_dump(exclude={"part"})
    part, look = PARTS["validation"], MOVES if said else TO_COME
    guess = max(scene.texts) / max(1, sum(scene.texts))
    learning_classes("learning", run, words, **still, epochs=said, guess=guess, badge=part, look=look)


def scene_to_come(start: Start[Labelled, ClassifySettings], ready: Ready) -> Scene:
    """Of the next training, from what was read for the page: nothing is read word by word again."""
    train, validation, test = parts_of(start.data, ready.parts)
    longest = int(ready.index.lengths[ready.parts.train].max())
    prepared = Prepared(train, validation, test, start.data.classes, ready.vocabulary, longest, start.settings)
    return scene(prepared, of(prepared))
