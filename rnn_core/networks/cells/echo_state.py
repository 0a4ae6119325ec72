"""The echo state network of Jaeger (2001): a reservoir of random weights that nobody trains; only what reads it is fitted.

Its recurrent weights turn the memory and shorten it by the same factor in every direction, so their spectral radius, the size of
the largest eigenvalue, is that factor (orthogonal reservoirs: White, Lee and Sompolinsky 2004). Inputs and bias begin even
between -0.1 and 0.1: the weaker they are, the nearer tanh stays to its straight part, where little of what was read is lost
(Lukoševičius 2012).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rnn_core.networks.cells import simple_rnn
from rnn_core.networks.cells.cell import Arrays, Example, Stage, Weight
from rnn_core.networks.cells.pen import RIGHT, Pen, Seen
from rnn_core.wording import decimals

RADIUS, STRENGTH = 0.9, 0.1  # usual; of inputs and bias


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Arrays) -> dict[str, Any]:
    """h' = act(x W + h U + b), where W, U and b stay as they began."""
    total = x["h"] + h["h"]
    return {"h": act(total), "s": total, "from_x": x["h"], "from_h": h["h"]}


def _sum(seen: Seen) -> str:
    return f"input and memory are added up with weights that were drawn at random and stay: {seen.text('s')}."


def _new(seen: Seen) -> str:
    total, after = seen.text("s"), seen.text("h_new")
    return f"tanh presses the sum into −1 to 1: {total} becomes {after}, an echo of what came before, which fades."


def draw(pen: Pen) -> None:
    """As a SimpleRNN, with what is fixed marked, and with what reads it."""
    pen.body(106, 16, 586, 262)
    height = 150
    pen.wire([(14, height), (161, height)], 1, "short", "rail")
    pen.reads_memory(height, ("memory",))
    pen.wire([(350, 340), (350, 253)], 1, "given")
    pen.reads_input(350, 314)
    pen.wire([(209, height), (335, height)], 2, "short")
    pen.sign(185, height, "× u", 2, "short")
    pen.text(185, height + 34, ["random,", "fixed"], 2, "short")
    pen.number(265, height, pen.seen.text("from_h"), 2, "short")
    pen.wire([(350, 238), (350, height + 15)], 2, "given")
    pen.sign(350, 238, "× w", 2, "given")
    pen.text(384, 243, ["random, fixed"], 2, "given", "start")
    pen.number(350, 195, decimals(pen.seen.value("from_x") - pen.seen.value("bias_h")), 2, "given")
    pen.wire([(350, 100), (350, height - 15)], 2, "given")
    pen.bias(350, 92, "h", 2)
    pen.text(385, 114, ["random, fixed"], 2, "given", "start")
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
    pen.wire([(RIGHT, height + 60), (RIGHT, height + 104)], 3, "short", "peep")
    pen.text(RIGHT, height + 126, ["the readout,", "which learns"], 3, "short")


EXAMPLES = {
    **simple_rnn.EXAMPLES,
    "remember": Example(
        {"h": (0.0, 1.5, 0.0)},
        "With a factor above 1 on itself, h goes to one of two values and stays there: no echo any more, but one bit.",
    ),
    "count": Example(
        {"h": (0.2, 0.9, 0.0)}, "Each x = 1 adds 0.2, and a tenth is lost at every step: the echo of a single one fades."
    ),
}
CELL = replace(
    simple_rnn.CELL,
    name="echo_state",
    title="Echo state network",
    step=step,
    about="An echo state network has random weights that stay: only the layer that reads it is fitted, of numbers at once.",
    place=7,
    keras="",
    recurrent_kernel=Weight("recurrent_kernel", "orthogonal", scale=RADIUS, trainable=False),
    kernel=Weight("kernel", "uniform", STRENGTH, trainable=False),
    bias=Weight("bias", "uniform", STRENGTH, trainable=False),
    rival="gru",
    reading=(
        "Nothing here was trained: each unit is another random mixture of what was read, and fades. What to look for: how many "
        "steps an input can be seen in it."
    ),
    stages=(
        Stage("What comes in", (), lambda seen: "the cell gets the input x and its memory h, what it said at the step before."),
        Stage("Weighted sum", ("s",), _sum),
        Stage("New state", ("h",), _new),
    ),
    whole="a SimpleRNN whose weights stay as they were drawn; what is learned is how to read it.",
    draw=draw,
    examples=EXAMPLES,
)
