"""The living picture of a path: where the network goes with closed eyes, epoch by epoch."""

from pages.ui.common import read_once
from pages.ui.stage.labels import PARTS
from pages.ui.stage.paths.pictures import Way, following
from pages.ui.train.live_words import LiveWords
from rnn_core.experiments.trajectory.snapshots import Said, Scene
from rnn_core.runs import Run

TO_COME = (
    "the orange dashes keep the last direction for ever. After Train violet dots begin where the eyes close: do they follow the "
    "bends of the path?"
)
MOVES = (
    "the violet dots begin where the eyes close. Untrained they know nothing of the path; epoch by epoch they curl into it. "
    "Where do they leave it?"
)


def stage(run: Run | None, scene: Scene, words: LiveWords) -> None:
    """Of a run while it trains and after it; without one the picture to come."""
    said = read_once.samples(run, Said) if run else []
    following(
        "learning",
        run,
        words,
        Way(scene.known, scene.actual, scene.straight, scene.coordinates),
        naive_error=scene.straight_distance,
        error_name="Mean distance",
        unit="",
        epochs=[{"epoch": one["epoch"], "said": one["path"], "error": one["distance"]} for one in said],
        badge=PARTS[scene.part],
        look=MOVES if said else TO_COME,
    )
