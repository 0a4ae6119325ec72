"""See a path learned, and one gone with closed eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pages.ui.stage.component import component
from pages.ui.stage.learning import LEARNING, STYLES, shown
from pages.ui.train.live_words import LiveWords
from rnn_core.runs import Run

NAIVE = "straight on"
_following = component("following", (*LEARNING, "paths/plane.js", "paths/following.js"), (*STYLES, "paths/paths.css"))
_free_run = component(
    "free_run", ("plot.js", "scrubber.js", "paths/plane.js", "paths/free_run.js"), ("plot.css", "scrubber.css", "paths/paths.css")
)

Points = Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class Way:
    """Points (steps, coordinates): those ``known`` before the eyes close, the true ones, and those of going straight on."""

    known: Points
    actual: Points
    naive: Points
    coordinates: Sequence[str]


def following(key: str, run: Run | None, words: LiveWords, way: Way, **picture: Any) -> None:
    """The way with closed eyes, epoch by epoch. ``picture``: what :func:`~pages.ui.stage.learning.shown` names.

    Without a run it is the picture to come.
    """
    _following(key=key, data=shown(run, words, {**vars(way), "naive_name": NAIVE, **picture}))


def free_run(key: str, id: str, way: Way, said: Points, **words: Any) -> None:
    """One way with closed eyes, step by step. ``words``: ``title`` and ``look``.

    ``id``: as long as it stays, so does the step that the reader looks at.
    """
    _free_run(key=key, data={"id": id, **vars(way), "said": said, "naive_name": NAIVE, **words})
