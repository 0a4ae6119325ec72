"""The minimal gated recurrent unit of Feng et al. (2024): gate and candidate look at the input alone, never at the memory.

They write z the other way round: there 1 takes the new, here, as in the GRU, 1 keeps the old.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rnn_core.networks.cells import gru, lstm
from rnn_core.networks.cells.cell import Arrays, Cell, Example, Stage
from rnn_core.networks.cells.pen import BOTTOM, BUS, RAIL, TOP, Pen, Seen


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Arrays) -> dict[str, Any]:
    """z = sigmoid(sum), g = sum, both of x; h' = z h + (1 - z) g. Nothing squashes the candidate."""
    z, g = xp.sigmoid(x["z"]), x["g"]
    new = 1 - z
    kept, written = z * state["h"], new * g
    return {"h": kept + written, "z": z, "g": g, "new": new, "kept": kept, "written": written}


def _comes_in(seen: Seen) -> str:
    return "the cell gets the input x and its memory h. But only the input is looked at: what it does does not depend on h."


def _candidate(seen: Seen) -> str:
    return f"the candidate is a weighted sum of the input, {seen.text('g')}, and no tanh bounds it."


def draw(pen: Pen) -> None:
    """The memory runs along the top; gate and candidate come from the input alone."""
    pen.body(106, 22, 586, 324)
    pen.wire([(14, RAIL), (205, RAIL)], 1, "short", "rail")
    pen.reads_memory(RAIL, ("memory",))
    pen.wire([(158, 430), (158, BUS), (620, BUS)], 1, "given", tip=False)
    pen.reads_input(158, 394)
    pen.gate(220, "z", 2)
    pen.wire([(220, TOP), (220, RAIL + 15)], 2, "input")
    pen.wire([(620, BUS), (620, BOTTOM)], 3, "given")
    pen.candidate(620, 3)
    gru.mixed(pen, 4)
    pen.legend()


EXAMPLES = {
    "typical": Example({"z": (-0.8, 0.0, 0.3), "g": (1.2, 0.0, 0.0)}, "Ordinary numbers: a part is kept, a part is new."),
    "remember": Example(
        {"z": lstm.OPEN, "g": lstm.READ}, "The update gate is open: h is handed on as it was, whatever comes in."
    ),
    "forget": Example({"z": lstm.SHUT, "g": lstm.READ}, "The update gate is shut: h is the last input and knows nothing older."),
    "write": Example(
        {"z": lstm.UNLESS_ONE, "g": lstm.READ},
        "While x is 0 the cell keeps h; x = 1 shuts the update gate, and the candidate takes the place of h.",
        second_says_when=lstm.TWO_INPUTS,
    ),
    "count": Example(
        {"z": lstm.A_FIFTH, "g": (0.0, 0.0, 1.0)},
        "Each x = 1 takes h a fifth of the way to 1. It cannot do more: how much is taken in never depends on how much is there.",
    ),
}
CELL = Cell(
    name="mingru",
    title="minGRU",
    step=step,
    columns=("z", "g"),
    recurrent=(),
    parts=(gru.UPDATE, replace(lstm.CANDIDATE, look_for="what would be stored; it has no bounds, as nothing squashes it.")),
    states=gru.CELL.states,
    about="minGRU has a gate that looks at the input alone, so no step waits for a product with the memory.",
    place=5,
    keeper="z",
    rival="gru",
    reading=(
        "Update near 1 keeps the old state, near 0 takes the candidate; both depend on the present input alone. What to look "
        "for: the same input always has the same gate, wherever it stands."
    ),
    stages=(
        Stage("What comes in", (), _comes_in),
        Stage("Update gate", ("z",), gru.updates),
        Stage("Candidate", ("g",), _candidate),
        Stage("New state", ("h",), gru.mixes),
    ),
    whole="gate and candidate read the input alone; the memory only passes by, is multiplied and added to.",
    draw=draw,
    examples=EXAMPLES,
)
