"""The simple recurrent network of Elman (1990): one memory, computed anew at every step."""

from collections.abc import Callable
from typing import Any

from rnn_core.networks.cells.cell import Arrays, Cell, Example, Part, Stage, State
from rnn_core.networks.cells.pen import RIGHT, Pen, Seen
from rnn_core.wording import decimals

HIDDEN = State(
    letter="h",
    name="hidden",
    title="memory",
    role="short",
    heading="Hidden state",
    meaning="h, what it gives on",
    look_for="rows that change with what is read, and rows of one colour all along, which carry something or do nothing.",
)


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Arrays) -> dict[str, Any]:
    """h' = act(x W + h U + b)."""
    total = x["h"] + h["h"]
    return {"h": act(total), "s": total, "from_x": x["h"], "from_h": h["h"]}


def _sum(seen: Seen) -> str:
    return f"input and memory are added up with their weights: {seen.text('s')}. This number can be of any size."


def _new(seen: Seen) -> str:
    total, after = seen.text("s"), seen.text("h_new")
    return f"tanh presses the sum into −1 to 1: {total} becomes {after}, which goes out and comes back."


def draw(pen: Pen) -> None:
    """Input and memory meet in a sum, which tanh squashes."""
    pen.body(106, 16, 586, 262)
    height = 150
    pen.wire([(14, height), (161, height)], 1, "short", "rail")
    pen.reads_memory(height, ("memory",))
    pen.wire([(350, 340), (350, 253)], 1, "given")
    pen.reads_input(350, 314)
    pen.wire([(209, height), (335, height)], 2, "short")
    pen.sign(185, height, "× u", 2, "short")
    pen.number(265, height, pen.seen.text("from_h"), 2, "short")
    pen.wire([(350, 238), (350, height + 15)], 2, "given")
    pen.sign(350, 238, "× w", 2, "given")
    of_x = pen.seen.value("from_x") - pen.seen.value("bias_h")
    pen.number(350, 195, decimals(of_x), 2, "given")
    pen.wire([(350, 100), (350, height - 15)], 2, "given")
    pen.bias(350, 92, "h", 2)
    pen.sign(350, height, "+", 2, "short")
    pen.wire([(365, height), (504, height)], 2, "short")
    pen.number(432, height, pen.seen.text("s"), 2, "short")
    pen.text(432, height + 34, [f"sum {pen.symbol('s')}"], 2, "short")
    pen.sign(533, height, "tanh", 3, "short")
    pen.wire([(562, height), (792, height)], 3, "short", "rail")
    pen.branch(636, height, 3, "short")
    pen.wire([(636, height), (636, 46), (128, 46), (128, height - 4)], 3, "short", "peep")
    pen.text(505, 68, ["comes back as h at the next step"], 3, "short")
    pen.number(RIGHT - 6, height, pen.seen.text("h_new"), 3, "short")
    pen.text(RIGHT, height + 30, ["new memory", f"{pen.symbol('h', True)}, the output"], 3, "short")


EXAMPLES = {
    "typical": Example({"h": (0.9, 0.6, 0.1)}, "Ordinary numbers: the new state is a mixture of the input and the old state."),
    "remember": Example(
        {"h": (0.0, 2.0, 0.0)},
        "This cell has no gate that could keep a number. With weight 2 on itself, h keeps only its sign: every step takes it "
        "nearer to 0.957 or, from below 0, to -0.957.",
    ),
    "forget": Example({"h": (1.0, 0.0, 0.0)}, "The weight of h is 0: the state holds the last input and nothing older."),
    "write": Example(
        {"h": (4.0, 2.0, 0.0)},
        "h keeps its sign while x is 0; a large input, 1 or -1, turns it over.",
        inputs=(0, 0, 1, 0, 0, -1, 0, 0),
    ),
    "count": Example(
        {"h": (0.2, 1.0, 0.0)},
        "Each x = 1 adds 0.2, and tanh takes a little away again at every step: a counter that leaks.",
    ),
}
CELL = Cell(
    name="simple_rnn",
    title="SimpleRNN",
    step=step,
    columns=("h",),
    parts=(Part("h", "new", "new state", "short", gate=False, traced=False),),
    states=(HIDDEN,),
    about="SimpleRNN forgets soon.",
    place=0,
    keras="SimpleRNN",
    reading=(
        "A simple cell has no gates: its state is made anew at every step. What to look for: how many steps something lasts "
        "after the input that caused it."
    ),
    stages=(
        Stage(
            "What comes in",
            (),
            lambda seen: "the cell gets the input x and its memory h, what it said at the step before.",
        ),
        Stage("Weighted sum", ("s",), _sum),
        Stage("New state", ("h",), _new),
    ),
    whole="there is one memory, h, and all of it is computed anew at every step: nothing can be kept as it is.",
    draw=draw,
    height=356,
    examples=EXAMPLES,
)
