"""The living picture of a path: where the network goes with closed eyes after each epoch, beside the true path."""

from pages.ui.stage.learning import learning_path
from pages.ui.train.live_words import LiveWords
from rnn_core.experiments.trajectory.snapshots import Said, Scene
from rnn_core.runs import Run

STRAIGHT = "straight on"
PARTS = {"validation": "Validation part: not learned from", "training": "End of the part that is learned from"}
TO_COME = (
    "the orange dashes go straight on. After Train a violet path begins at the dot, where the network closes its eyes: does it "
    "curl into the true one?"
)
MOVES = "at first the violet path runs off. Epoch by epoch it curls into the true one: where does it still leave it?"


def stage(run: Run | None, scene: Scene, words: LiveWords) -> None:
    """Of a run while it trains and after it; without one the picture to come."""
    said = run.samples(Said) if run else []
    learning_path(
        "learning",
        run,
        words,
        known=scene.known,
        actual=scene.actual,
        naive=scene.straight,
        naive_error=scene.straight_distance,
        naive_name=STRAIGHT,
        coordinates=scene.coordinates,
        start=scene.start,
        unit="",
        epochs=[{"epoch": one.epoch, "said": one.path, "error": one.distance} for one in said],
        badge=PARTS[scene.part],
        look=MOVES if said else TO_COME,
    )
