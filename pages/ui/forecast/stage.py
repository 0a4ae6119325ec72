"""The living picture of a forecast: the network's line over the validation part, epoch by epoch."""

from pages.ui.common import read_once
from pages.ui.stage.labels import PARTS, row_labels
from pages.ui.stage.learning import learning
from pages.ui.train.live_words import LiveWords
from rnn_core.experiments.forecast.snapshots import Said, Scene
from rnn_core.runs import Run

NAIVE, NAIVE_SHORT = "tomorrow = today", "= today"  # the short one where there is little room
TO_COME = (
    "the orange dashes say of each row what was before it. After Train a third line stands here: is it nearer to what happened?"
)
MOVES = (
    "first the teal line lies flat, then it bends. Does it come nearer than the orange mark, or does it only run a row behind?"
)


def stage(run: Run | None, scene: Scene, words: LiveWords) -> None:
    """Of a run while it trains and after it; without one the picture to come."""
    said = read_once.samples(run, Said) if run else []
    learning(
        "learning",
        run,
        words,
        labels=row_labels(scene.dates),
        actual=scene.actual,
        naive=scene.naive,
        naive_error=scene.naive_error,
        naive_name=NAIVE,
        naive_short=NAIVE_SHORT,
        error_name="Typical error",
        unit=scene.unit,
        epochs=said,
        badge=PARTS[scene.part],
        look=MOVES if said else TO_COME,
    )
