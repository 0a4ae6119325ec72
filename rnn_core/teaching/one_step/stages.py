"""The stages of one step, in the order in which they are computed, and what to look for at each."""

from collections.abc import Mapping
from dataclasses import dataclass

from rnn_core.teaching.one_step.cell import Steps
from rnn_core.wording import percent

WHOLE = "Whole cell"


@dataclass(frozen=True)
class Stage:
    """A stage: its title and the parts whose formulas belong to it."""

    title: str
    parts: tuple[str, ...]


_IN = Stage("What comes in", ())
_FORGET = Stage("Forget gate", ("f",))
_WRITE = Stage("Input gate and candidate", ("i", "g"))
_CELL = Stage("Long-term memory", ("c_new",))
_OUT = Stage("Output and short-term memory", ("o", "h_new"))
STAGES: Mapping[str, tuple[Stage, ...]] = {
    "simple_rnn": (_IN, Stage("Weighted sum", ("sum_h",)), Stage("New state", ("h_new",))),
    "lstm": (_IN, _FORGET, _WRITE, _CELL, _OUT),
    "lstm_peephole": (_IN, _FORGET, _WRITE, _CELL, _OUT),
    "lstm_coupled": (_IN, _FORGET, Stage("Candidate", ("i", "g")), _CELL, _OUT),
    "gru": (
        _IN,
        Stage("Update gate", ("z",)),
        Stage("Reset gate", ("r",)),
        Stage("Candidate", ("a", "g")),
        Stage("New state", ("h_new",)),
    ),
}


def titles(kind: str) -> list[str]:
    """Names of the stages, the whole cell first."""
    return [WHOLE, *(stage.title for stage in STAGES[kind])]


def shown(value: float) -> str:
    """A number as it is shown everywhere: three decimals, large ones with fewer; a minus sign of its own, never -0."""
    size = abs(value)
    text = f"{value:.3f}" if size < 100 else f"{value:.1f}" if size < 100_000 else f"{value:.2e}"
    text = text[1:] if text.startswith("-") and not text.strip("-0.") else text
    return text.replace("-", "−")


def typed(value: float) -> str:
    """A number that somebody typed: no more decimals than it has, at most three."""
    text = shown(value)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def look_for(steps: Steps, stage: int, unit: int) -> str:
    """One sentence for the picture; ``stage`` 0 is the whole cell."""
    if stage == 0:
        return _WHOLE[steps.kind]
    title = STAGES[steps.kind][stage - 1].title
    found = {name: float(values[unit]) for name, values in steps.numbers.items()}
    if title == _IN.title:
        return _COMES_IN[steps.kind]
    return _SENTENCES[steps.kind if steps.kind in ("simple_rnn", "gru") else "lstm"](title, found, steps, unit)


_WHOLE = {
    "simple_rnn": "there is one memory, h, and all of it is computed anew at every step: nothing can be kept as it is.",
    "lstm": "the long-term memory runs along the top and meets only a multiplication and an addition. The gates below are "
    "fuller the more they let through.",
    "gru": "one memory, h, does the work of two: the update gate z says how much of it stays, and 1 − z how much is new.",
    "lstm_peephole": "the dotted lines are the peepholes: through them a gate sees the long-term memory itself, not only h.",
    "lstm_coupled": "there is no input gate: what the forget gate f shuts out, 1 − f, is the room for the new.",
}
_TWO = (
    "the cell gets the input x, its short-term memory h (what it said last) and its long-term memory c (what it keeps for "
    "itself)."
)
_COMES_IN = {
    "simple_rnn": "the cell gets the input x and its memory h, what it said at the step before.",
    "lstm": _TWO,
    "lstm_peephole": _TWO,
    "lstm_coupled": _TWO,
    "gru": "the cell gets the input x and its memory h, what it said at the step before. There is no second memory c.",
}


def _of_simple(title: str, found: Mapping[str, float], steps: Steps, unit: int) -> str:
    total, after = shown(found["sum_h"]), shown(found["h_new"])
    if title == "Weighted sum":
        return f"input and memory are added up with their weights: {total}. This number can be of any size."
    return f"tanh presses the sum into −1 to 1: {total} becomes {after}, which goes out and comes back."


def _of_lstm(title: str, found: Mapping[str, float], steps: Steps, unit: int) -> str:
    kept, written, candidate, much = shown(found["kept"]), shown(found["written"]), shown(found["g"]), percent(found["i"])
    if title == _FORGET.title:
        old, share = shown(float(steps.c[unit])), percent(found["f"])
        return f"the forget gate lets {share} of the old long-term memory through: of c = {old} there remains {kept}."
    if title == _WRITE.title:
        return f"the candidate g = {candidate}, between −1 and 1, is what could be written; the input gate lets {much} of it in."
    if title == "Candidate":
        return f"the candidate g = {candidate}, between −1 and 1, is what could be written; 1 − f lets {much} of it in."
    if title == _CELL.title:
        return (
            f"what was kept, {kept}, and what is written, {written}, are added. There is no tanh on the way: an addition lets "
            "the memory pass unharmed, and in training the gradient, too."
        )
    share, after = percent(found["o"]), shown(found["h_new"])
    return f"the output gate shows {share} of tanh(c′). Only h′ = {after} leaves the cell; c′ stays inside for the next step."


def _of_gru(title: str, found: Mapping[str, float], steps: Steps, unit: int) -> str:
    stays, new, candidate = percent(found["z"]), percent(1 - found["z"]), shown(found["g"])
    if title == "Update gate":
        return f"the update gate keeps {stays} of h, so {new} of the new state will be new."
    if title == "Reset gate":
        return f"the reset gate says how much of the past the candidate may see: {percent(found['r'])}."
    if title == "Candidate":
        return (
            f"the part that comes from h, {shown(found['a'])}, passes the reset gate, then the part from x is added; tanh makes "
            f"{candidate} of it."
        )
    old = shown(float(steps.h[unit]))
    return f"old and new are mixed, and the shares add up to 1: {stays} of {old} and {new} of {candidate}."


_SENTENCES = {"simple_rnn": _of_simple, "lstm": _of_lstm, "gru": _of_gru}
