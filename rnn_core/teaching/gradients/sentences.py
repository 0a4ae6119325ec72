"""What the numbers about vanishing gradients say, in sentences computed from them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rnn_core.networks.cells import CELLS
from rnn_core.teaching.gradients.flow import Flow
from rnn_core.wording import NARROW, percent

SOLVED, NEARLY_CHANCE = 0.95, 0.05  # right answers; and so near to guessing as to be no better
SMALLEST_PERCENT = 1e-4
GROWS, GONE = 10, 1e-3  # the share of a gradient above which it explodes, below which it has all but vanished


def share(number: float) -> str:
    """A share as people read it: ``26 %``, ``0.13 %``, below that ``1 in 34,000``; from 2 on ``83 times as much``."""
    if not np.isfinite(number):
        return "no number any more"
    if number == 0:
        return "nothing"
    if number >= 2:
        return f"{_large(number)} times as much"
    if number >= SMALLEST_PERCENT:
        return percent(number) if number >= 0.1 else f"{100 * number:.2g}{NARROW}%"
    return f"1 in {_large(1 / number)}"


def _large(number: float) -> str:
    """``34,000``, ``9.1 billion``; two digits are what matters."""
    rounded = float(f"{number:.2g}")
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if rounded >= size:
            return f"{rounded / size:,.2g} {word}" if rounded / size < 1000 else f"more than 1,000 {word}"
    return f"{rounded:,.0f}"


def arriving(flows: Mapping[str, Flow], distance: int, truncate: int) -> str:
    """What of the gradient arrives at the sign's step, cell by cell."""
    if truncate and truncate <= distance:
        return (
            f"Nothing arrives at the sign, {distance} steps back: truncated back-propagation ends after {truncate} steps. A cell "
            "can then use the sign only as far as its memory happens to hold an echo of it."
        )
    found = {cell: flow.arrives for cell, flow in flows.items()}
    parts = [f"{CELLS[cell].title}: {share(number)}" for cell, number in found.items()]
    begin = f"Of the gradient at the question, this arrives at the sign, {distance} steps back. {'; '.join(parts)}."
    return " ".join(filter(None, (begin, _extremes(found), _surprise(found))))


def _extremes(found: Mapping[str, float]) -> str:
    exploding = [CELLS[cell].title for cell, number in found.items() if number > GROWS or not np.isfinite(number)]
    gone = [CELLS[cell].title for cell, number in found.items() if number < GONE]
    words = [f"It explodes in: {', '.join(exploding)}."] if exploding else []
    return " ".join([*words, *([f"It has all but vanished in: {', '.join(gone)}."] if gone else [])])


def _surprise(found: Mapping[str, float]) -> str:
    gated = [cell for cell in found if len(CELLS[cell].states) > 1]
    plain = [cell for cell in found if not CELLS[cell].gates]
    if gated and plain and found[gated[0]] < found[plain[0]] <= GROWS:
        names = CELLS[gated[0]].title, CELLS[plain[0]].title
        return "Before training, less arrives in the {} than in this {}: gates help only once they are open.".format(*names)
    return ""


def gates(flows: Mapping[str, Flow], distance: int) -> str:
    """The claim about an LSTM's memory path beside the forget gates of the first cell that has such a path, or ""."""
    flow = next((flow for cell, flow in flows.items() if flow.kept is not None and len(CELLS[cell].states) > 1), None)
    if flow is None or flow.kept is None:
        return ""
    typical = float(flow.kept[-1] ** (1 / distance)) if flow.kept[-1] > 0 else 0.0
    return (
        f"It is often said that an LSTM sets Wrec = 1. But along the cell each step multiplies by the forget gate, below 1: here "
        f"typically {typical:.2f}, so that after {distance} steps {share(float(flow.kept[-1]))} is left. Only a gate that is "
        "wide open (f = 1) loses nothing, and a network has to learn that, or be started so."
    )


def verdict(result: Mapping[str, Any]) -> list[str]:
    """One sentence a cell: how far it learned to look back, and where it did no better than guessing."""
    chance, points = result["chance"], result["points"]
    cells = dict.fromkeys(point["cell"] for point in points)
    return [_of_cell(cell, [point for point in points if point["cell"] == cell], chance, result["rows"]) for cell in cells]


def _of_cell(cell: str, points: Sequence[Mapping[str, Any]], chance: float, rows: int) -> str:
    """``points``: by distance."""
    failed = next((point for point in points if point["accuracy"] < SOLVED), None)
    reached = [point["distance"] for point in points if failed is None or point["distance"] < failed["distance"]]
    learned = f"learned up to {reached[-1]} steps" if reached else "did not learn even the shortest distance"
    if failed is None:
        return f"{CELLS[cell].title}: {learned}, the longest distance asked for."
    at = f"{CELLS[cell].title}: {learned}; at {failed['distance']} steps"
    if failed["broke"]:
        return f"{at} its numbers grew beyond all bounds (the gradient exploded)."
    right = f"{percent(failed['accuracy'])} of {rows:,} new sequences right"
    if failed["accuracy"] < chance + NEARLY_CHANCE:
        fails = "it fails in spite of its gates" if cell in CELLS and CELLS[cell].gates else "it fails"
        return f"{at} {fails}: {right}, where guessing gives {percent(chance)}."
    return f"{at} only in part: {right}."


def longest_learned(points: Sequence[Mapping[str, Any]]) -> int:
    """The longest distance that any cell learned, or the shortest when none did."""
    distances = [point["distance"] for point in points]
    return max((point["distance"] for point in points if point["accuracy"] >= SOLVED), default=min(distances))


def changed(point: Mapping[str, Any]) -> str:
    """What became of one cell's gradient by training."""
    before, after = (point[when]["hidden"][-1] for when in ("before", "after"))
    learned = "learned the task" if point["accuracy"] >= SOLVED else "did not learn the task"
    words = [share(float("nan") if one is None else one) for one in (before, after)]
    what = "Of the gradient at the question arrives at the sign"
    return f"{CELLS[point['cell']].title} {learned}. {what}: {words[0]} before training, {words[1]} after it."
