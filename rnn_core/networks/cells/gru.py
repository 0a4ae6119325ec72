"""The gated recurrent unit of Cho et al. (2014) in the variant that resets after the product, as cuDNN and Keras compute it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rnn_core.networks.cells import lstm, simple_rnn
from rnn_core.networks.cells.cell import Arrays, Cell, Example, Part, Stage
from rnn_core.networks.cells.pen import BOTTOM, BUS, GATE, RAIL, RIGHT, TOP, Pen, Seen


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Arrays) -> dict[str, Any]:
    """z, r = sigmoid(sums); g = act(x's part + r a), where a is h's; h' = z h + (1 - z) g."""
    z = xp.sigmoid(x["z"] + h["z"])
    r = xp.sigmoid(x["r"] + h["r"])
    a = h["g"]
    seen = r * a
    g = act(x["g"] + seen)
    new = 1 - z
    kept, written = z * state["h"], new * g
    return {
        "h": kept + written,
        "z": z,
        "r": r,
        "g": g,
        "a": a,
        "ra": seen,
        "from_x": x["g"],
        "new": new,
        "kept": kept,
        "written": written,
    }


UPDATE = Part(
    letter="z",
    name="update",
    title="update gate",
    role="input",
    meaning="1: keep the old state",
    look_for="deep rows, which keep their old state, and pale steps, at which it is replaced.",
)
PARTS = (
    UPDATE,
    Part(
        letter="r",
        name="reset",
        title="reset gate",
        role="output",
        meaning="1: look at the old state",
        look_for="pale steps, at which a unit makes its new content without looking back.",
    ),
    lstm.CANDIDATE,
)


def _comes_in(seen: Seen) -> str:
    return "the cell gets the input x and its memory h, what it said at the step before. There is no second memory c."


def updates(seen: Seen) -> str:
    """What the update gate does."""
    return f"the update gate keeps {seen.share('z')} of h, so {seen.share('new')} of the new state will be new."


def _resets(seen: Seen) -> str:
    return f"the reset gate says how much of the past the candidate may see: {seen.share('r')}."


def _candidate(seen: Seen) -> str:
    return (
        f"the part that comes from h, {seen.text('a')}, passes the reset gate, then the part from x is added; tanh makes "
        f"{seen.text('g')} of it."
    )


def mixes(seen: Seen) -> str:
    """How the new state comes about."""
    stays, new = seen.share("z"), seen.share("new")
    return f"old and new are mixed, and the shares add up to 1: {stays} of {seen.text('h')} and {new} of {seen.text('g')}."


def draw(pen: Pen) -> None:
    """The memory runs along the top; the update gate mixes it with the candidate."""
    pen.body(106, 22, 586, 324)
    pen.wire([(14, RAIL), (205, RAIL)], 1, "short", "rail")
    pen.reads_memory(RAIL, ("memory",))
    pen.branch(128, RAIL, 1, "short")
    pen.wire([(128, RAIL), (128, BUS), (620, BUS)], 1, "short", tip=False)
    pen.wire([(158, 430), (158, BUS)], 1, "given", tip=False)
    pen.branch(158, BUS, 1, "short")
    pen.reads_input(158, 394)
    pen.gate(220, "z", 2)
    pen.wire([(220, TOP), (220, RAIL + 15)], 2, "input")
    pen.gate(355, "r", 3)
    _seen_past(pen)
    pen.candidate(620, 4)
    mixed(pen, 5)
    pen.legend()


def _seen_past(pen: Pen) -> None:
    """The candidate's two parts: that from h passes the reset gate, that from x does not."""
    pen.wire([(411, GATE), (457, GATE)], 4, "output")
    pen.branch(472, BUS, 4, "short")
    pen.wire([(472, BUS), (472, GATE + 15)], 4, "short")
    pen.number(472, 268, pen.seen.text("a"), 4, "short")
    pen.text(472, BUS + 22, ["from h"], 4, "short")
    pen.wire([(487, GATE), (564, GATE)], 4, "output")
    pen.sign(472, GATE, "×", 4, "output")
    pen.number(522, GATE - 24, pen.seen.text("ra"), 4, "output")
    pen.wire([(620, BUS), (620, BOTTOM)], 4, "given")
    pen.number(620, 281, pen.seen.text("from_x"), 4, "given")
    pen.text(620, BUS + 22, ["from x"], 4, "given")


def mixed(pen: Pen, stage: int) -> None:
    """z h + (1 - z) g."""
    height = 142
    pen.wire([(235, RAIL), (605, RAIL)], stage, "short", "rail")
    pen.sign(220, RAIL, "×", stage, "input")
    pen.number(420, RAIL, pen.seen.text("kept"), stage, "short")
    pen.branch(220, height, stage, "input")
    pen.wire([(220, height), (605, height)], stage, "input")
    pen.sign(300, height, "1 −", stage, "input")
    pen.number(420, height, pen.seen.text("new"), stage, "input")
    pen.wire([(620, TOP), (620, height + 15)], stage, "candidate")
    pen.wire([(620, height - 15), (620, RAIL + 15)], stage, "candidate")
    pen.sign(620, height, "×", stage, "input")
    pen.number(656, 109, pen.seen.text("written"), stage, "candidate")
    pen.wire([(635, RAIL), (792, RAIL)], stage, "short", "rail")
    pen.sign(620, RAIL, "+", stage, "short")
    pen.number(RIGHT - 6, RAIL, pen.seen.text("h_new"), stage, "short")
    pen.text(RIGHT, RAIL + 30, ["new memory", f"{pen.symbol('h', True)}, the output"], stage, "short")


EXAMPLES = {
    "typical": replace(
        lstm.EXAMPLES["typical"], rows={"z": (-0.8, 0.4, 0.3), "r": (0.6, 0.9, -0.2), "g": lstm.EXAMPLES["typical"].rows["g"]}
    ),
    "remember": Example(
        {"z": lstm.OPEN, "r": lstm.OPEN, "g": lstm.READ},
        "The update gate is open: h is handed on as it was, whatever comes in.",
    ),
    "forget": Example(
        {"z": lstm.SHUT, "r": lstm.SHUT, "g": lstm.READ},
        "The update gate is shut: h is the new candidate, which with a shut reset gate knows the last input only.",
    ),
    "write": Example(
        {"z": lstm.UNLESS_ONE, "r": lstm.SHUT, "g": lstm.READ},
        "While x is 0 the cell keeps h; x = 1 shuts the update gate, and the candidate takes the place of h.",
        second_says_when=lstm.TWO_INPUTS,
    ),
    "count": Example(
        {"z": lstm.A_FIFTH, "r": lstm.SHUT, "g": lstm.ADD_ONE},
        "Each x = 1 takes h a fifth of the way to 1: it grows with the count, by ever smaller steps.",
    ),
}
CELL = Cell(
    name="gru",
    title="GRU",
    step=step,
    columns=("z", "r", "g"),
    parts=PARTS,
    states=(simple_rnn.HIDDEN,),
    about="GRU has fewer gates, and keeps it with them as well.",
    place=2,
    second_bias=True,
    keeper="z",
    keras="GRU",
    cudnn=True,
    reading=(
        "Update near 1 keeps the old state, near 0 takes the candidate. What to look for: steps at which update falls, as only "
        "there does the state take in something new."
    ),
    stages=(
        Stage("What comes in", (), _comes_in),
        Stage("Update gate", ("z",), updates),
        Stage("Reset gate", ("r",), _resets),
        Stage("Candidate", ("a", "g"), _candidate),
        Stage("New state", ("h",), mixes),
    ),
    whole="one memory, h, does the work of two: the update gate z says how much of it stays, and 1 − z how much is new.",
    draw=draw,
    examples=EXAMPLES,
)
