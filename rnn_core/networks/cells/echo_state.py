"""The echo state network of Jaeger (2001): a reservoir of random weights that nobody trains; only what reads it is fitted.

Its recurrent weights turn the memory and shorten it by the same factor in every direction, so their spectral radius, the size of
the largest eigenvalue, is that factor (orthogonal reservoirs: White, Lee and Sompolinsky 2004).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rnn_core.networks.cells import simple_rnn
from rnn_core.networks.cells.cell import Arrays, Example, Stage, Weight
from rnn_core.networks.cells.pen import Seen

RADIUS = 0.9  # usual


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Arrays) -> dict[str, Any]:
    """h' = act(x W + h U + b), where W, U and b stay as they began."""
    total = x["h"] + h["h"]
    return {"h": act(total), "s": total, "from_x": x["h"], "from_h": h["h"]}


def _sum(seen: Seen) -> str:
    return f"input and memory are added up with weights that were drawn at random and stay: {seen.text('s')}."


def _new(seen: Seen) -> str:
    total, after = seen.text("s"), seen.text("h_new")
    return f"tanh presses the sum into −1 to 1: {total} becomes {after}, an echo of what came before, which fades."


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
    kernel=Weight("kernel", "glorot", trainable=False),
    bias=Weight("bias", trainable=False),
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
    examples=EXAMPLES,
)
