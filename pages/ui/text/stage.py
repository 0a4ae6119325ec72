"""The living picture of a text: what the network writes, epoch by epoch, and how unsure it is."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pages.ui.stage.written import written
from pages.ui.text.copied import marked
from pages.ui.text.loaded_text import text_of
from pages.ui.train.live_words import LiveWords
from rnn_core.experiments.text import copies
from rnn_core.experiments.text.evaluate import TEMPERATURES
from rnn_core.experiments.text.metrics import Sample
from rnn_core.experiments.text.scene import Scene
from rnn_core.features.characters import visible
from rnn_core.runs import SAMPLES, Run

USUAL = TEMPERATURES.index(0.5)
KEYS = 66  # characters drawn as keys
PROMPT = 40  # characters of the passage that are shown
PARTS = {
    "validation": "On text that it has not learned from.",
    "training": "On the text that it learns from: nothing is held out.",
}
MOST_NATS = 50.0  # beyond it a number says nothing
BADGE = "after a passage of the training text"
TO_COME = (
    "the orange characters are drawn by how frequent each is, blind for what stands before them. After Train the network writes "
    "here: is it nearer to the text?"
)
MOVES = (
    "letters, then words, then lines. Low temperatures are cautious and go round in circles, high ones are bold and invent "
    "words. Underlined: copied from the text, 30 characters or more."
)


def stage(run: Run | None, scene: Scene, words: LiveWords) -> None:
    """Of a run while it trains and after it; without one the picture to come."""
    among = _among(run, run.history_written(), len(scene.symbols)) if run else {}
    epochs = _epochs(run, _samples_written(run)) if run else ()
    if epochs and not words.live:
        among = _ended(among, epochs[-1]["epoch"])
    written(
        "written",
        run.id if run else "",
        words,
        epochs,
        measured=list(among.items()),
        badge=BADGE,
        prompt=scene.prompt[-PROMPT:],
        goes_on=scene.goes_on,
        guess=scene.guess,
        guess_among=None if scene.guess_nats is None else math.exp(scene.guess_nats),
        symbols=[visible(one) for one in scene.symbols[:KEYS]],
        size=len(scene.symbols),
        part=PARTS[scene.part],
        temperatures=TEMPERATURES,
        usual=USUAL,
        look=MOVES if epochs else TO_COME,
    )


def _samples_written(run: Run) -> int:
    """When the samples were last written, in nanoseconds; 0 before the first."""
    try:
        return (run.folder / SAMPLES).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=32)
def _epochs(run: Run, written: int) -> tuple[dict[str, Any], ...]:
    """What was written after each epoch, read once for all who look at it: a file of this time."""
    rows: dict[float, dict[float, Sample]] = {}
    for row in run.samples(Sample):
        rows.setdefault(row.epoch, {})[row.temperature] = row
    whole = {epoch: row for epoch, row in rows.items() if all(heat in row for heat in TEMPERATURES)}
    return tuple({"epoch": epoch, "texts": [_text(run, row[heat]) for heat in TEMPERATURES]} for epoch, row in whole.items())


@lru_cache(maxsize=32)
def _among(run: Run, written: int, symbols: int) -> dict[float, float | None]:
    """After each epoch among how many characters it is as good as guessing, on held-out text if any is; all of them at first."""
    history = run.history()
    losses = zip(history.get("epoch", ()), history.get("val_loss", history.get("loss", ())), strict=True)
    return {0: symbols} | {epoch: math.exp(min(nats, MOST_NATS)) if math.isfinite(nats) else None for epoch, nats in losses}


def _ended(among: Mapping[float, float | None], done: float) -> dict[float, float | None]:
    """The last epoch of a history may be a part of one: it was measured after so many epochs as were ``done``."""
    return {min(epoch, done): number for epoch, number in among.items()}


def _text(run: Run, row: Sample) -> dict[str, Any]:
    note = f"Longest copy: {row.longest_copy} characters." + (" It goes round in circles." if copies.loops(row.text) else "")
    if row.longest_copy < copies.SPAN:
        return {"pieces": [{"text": row.text}], "note": note}
    return {"pieces": _marked(run, row.text), "note": note}


@lru_cache(maxsize=1024)
def _marked(run: Run, text: str) -> list[dict[str, str]]:
    """The run's text is searched once for each sample."""
    prepared = text_of(run)
    return marked(text, prepared.text[: prepared.train] if prepared else "")
