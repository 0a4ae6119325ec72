"""An LSTM that takes in just as much as it forgets: its input gate is 1 - f (Greff et al. 2017)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rnn_core.networks.cells import lstm
from rnn_core.networks.cells.cell import Arrays, Stage
from rnn_core.networks.cells.pen import TOP, Pen, Seen


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Arrays) -> dict[str, Any]:
    """f, o = sigmoid(sums), g = act(sum); c' = f c + (1 - f) g; h' = o act(c')."""
    f = xp.sigmoid(x["f"] + h["f"])
    i = 1 - f
    g = act(x["g"] + h["g"])
    kept, written = f * state["c"], i * g
    c = kept + written
    o = xp.sigmoid(x["o"] + h["o"])
    squashed = act(c)
    return {"h": o * squashed, "c": c, "f": f, "i": i, "g": g, "o": o, "kept": kept, "written": written, "squashed": squashed}


def _candidate(seen: Seen) -> str:
    candidate, much = seen.text("g"), seen.share("i")
    return f"the candidate g = {candidate}, between −1 and 1, is what could be written; 1 − f lets {much} of it in."


def draw(pen: Pen) -> None:
    """As an LSTM, with 1 - f in the input gate's place."""
    lstm.frame(pen)
    middle, height = 385, 142
    pen.branch(205, height, 3, "forget")
    pen.wire([(205, height), (middle - 15, height)], 3, "forget")
    pen.sign(246, height, "1 −", 3, "forget")
    pen.number(313, height, pen.seen.text("i"), 3, "forget")
    lstm.reads_candidate(pen, middle)
    pen.wire([(middle, TOP), (middle, height + 15)], 3, "candidate")
    lstm.written(pen, middle, height, "forget")
    lstm.show(pen)
    pen.legend()


SAYS = {
    "remember": "The forget gate is open, so 1 - f is 0 and nothing is written: c stays what it was.",
    "write": "While x is 0 the cell keeps c; x = 1 shuts the forget gate: the old goes, and 1 - f lets the new in.",
    "count": "What it writes it must forget, so it cannot add up: each x = 1 takes c a fifth of the way to 1.",
}
EXAMPLES = {name: replace(one, says=SAYS.get(name, one.says)) for name, one in lstm.EXAMPLES.items()}
EXAMPLES["count"] = replace(EXAMPLES["count"], rows={**EXAMPLES["count"].rows, "f": lstm.A_FIFTH})
CELL = replace(
    lstm.CELL,
    name="lstm_coupled",
    title="Coupled-gate LSTM",
    step=step,
    columns=("f", "g", "o"),
    about="With coupled gates it takes in just as much as it forgets, and has fewer weights.",
    place=4,
    rival="lstm",
    keras="",
    cudnn=False,
    keras_class="CoupledLSTMCell",
    stages=(lstm.COMES_IN, lstm.FORGETS, Stage("Candidate", ("i", "g"), _candidate), lstm.ADDS, lstm.SHOWS),
    whole="there is no input gate: what the forget gate f shuts out, 1 − f, is the room for the new.",
    draw=draw,
    examples=EXAMPLES,
)
