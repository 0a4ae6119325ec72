"""The sLSTM of Beck et al. (2024): an LSTM whose input gate is an exponential, with a normaliser that keeps it in bounds.

The forget gate is a sigmoid, one of the two that they allow. m holds the largest exponent so far and is taken off each, which
changes nothing in h: i and f lie between 0 and 1 here, and one of them is always 1.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rnn_core.networks.cells import lstm
from rnn_core.networks.cells.cell import Arrays, Cell, Example, Stage, State
from rnn_core.networks.cells.pen import BUS, RAIL, RIGHT, TOP, Pen, Seen


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Arrays) -> dict[str, Any]:
    """m' = max(ln sigmoid(f's sum) + m, i's sum); c' = f c + i g, n' = f n + i, h' = o c' / n'.

    A sum of f below -80 counts as that, as exp of more would be too large; n, which is 0 before the first step, at least as 1e-6.
    """
    at_i, at_f = x["i"] + h["i"], xp.maximum(x["f"] + h["f"], -80.0)
    kept_at = state["m"] - xp.log(1 + xp.exp(0 - at_f))
    m = xp.maximum(kept_at, at_i)
    f, i = xp.exp(kept_at - m), xp.exp(at_i - m)
    g = act(x["g"] + h["g"])
    kept, written = f * state["c"], i * g
    c, n = kept + written, f * state["n"] + i
    mean = c / xp.maximum(n, 1e-6)
    o = xp.sigmoid(x["o"] + h["o"])
    said = {"h": o * mean, "c": c, "n": n, "m": m, "f": f, "i": i, "g": g, "o": o}
    return {**said, "kept": kept, "written": written, "mean": mean}


STATES = (
    *lstm.STATES,
    State(
        letter="n",
        name="normaliser",
        title="normaliser",
        role="given",
        heading="Normaliser",
        meaning="n, how much was written",
        look_for="rows that grow while something is gathered, and fall to 1 where something new outweighs all before it.",
        signed=False,
    ),
    State(
        letter="m",
        name="largest",
        title="largest exponent",
        role="given",
        heading="Largest exponent",
        meaning="m, taken off all exponents",
        look_for="steps at which it jumps: there the input gate outweighs all that was before.",
    ),
)
FORGET = replace(
    lstm.FORGET, look_for="rows that are deep nearly all the time; pale steps, at which something new outweighs the old."
)
INPUT = replace(
    lstm.INPUT, meaning="1: as much as ever", look_for="deep columns: there the new weighs as much as all that was kept, or more."
)


def _comes_in(seen: Seen) -> str:
    return (
        "the cell gets the input x, what it said last (h), its long-term memory c, the normaliser n, which says how much went "
        "into c, and m, the largest exponent so far."
    )


def _gates(seen: Seen) -> str:
    return (
        "the gates are exponentials, so one input can outweigh everything before it. m is taken off both, so that the larger is "
        f"1: the old counts {seen.text('f')}, the new {seen.text('i')}."
    )


def _candidate(seen: Seen) -> str:
    return f"the candidate g = {seen.text('g')}, between −1 and 1, is what can be written."


def _adds(seen: Seen) -> str:
    return (
        f"what was kept, {seen.text('kept')}, and what is written, {seen.text('written')}, are added; n adds up how much that "
        f"was: {seen.text('n_new')}."
    )


def _shows(seen: Seen) -> str:
    return (
        f"c′ / n′ = {seen.text('mean')} is a weighted mean of all candidates, so it stays in bounds without a tanh. The output "
        f"gate shows {seen.share('o')} of it."
    )


def _show(pen: Pen) -> None:
    """What leaves the cell: as much of c' / n' as the output gate lets through."""
    pen.gate(565, "o", 5)
    pen.wire([(565, TOP), (565, 166), (633, 166)], 5, "output")
    pen.branch(648, RAIL, 5, "long")
    pen.wire([(648, RAIL), (648, 151)], 5, "long")
    pen.wire([(588, 106), (633, 106)], 5, "given")
    pen.number(533, 106, f"{pen.symbol('n', True)} = {pen.seen.text('n_new')}", 4, "given")
    pen.sign(648, 106, "÷", 5, "long")
    pen.wire([(648, 181), (648, BUS), (792, BUS)], 5, "short")
    pen.sign(648, 166, "×", 5, "output")
    pen.number(610, 136, pen.seen.text("mean"), 5, "long")
    pen.number(RIGHT - 6, BUS, pen.seen.text("h_new"), 5, "short")
    pen.text(RIGHT, BUS + 30, ["new short-", "term memory", f"{pen.symbol('h', True)}, the output"], 5, "short")


def draw(pen: Pen) -> None:
    """As an LSTM, but that the memory is divided by its normaliser."""
    lstm.frame(pen)
    lstm.let_in(pen)
    _show(pen)
    pen.legend()


FULL = {"n": 1.0}  # c is the mean of something
EXAMPLES = {
    "typical": lstm.EXAMPLES["typical"],
    "remember": replace(
        lstm.EXAMPLES["remember"],
        start=FULL,
        says="The input gate stays far below what was kept: c and n stay, and so does their ratio.",
    ),
    "forget": replace(
        lstm.EXAMPLES["forget"], says="Each input outweighs all before it: c / n is the last input and nothing older."
    ),
    "write": replace(
        lstm.EXAMPLES["write"],
        start=FULL,
        says="While x is 0 the cell keeps what it has; x = 1 opens the input gate so wide that the old counts for nothing.",
    ),
    "count": Example(
        {"f": lstm.OPEN, "i": lstm.IF_ONE, "g": lstm.ADD_ONE, "o": lstm.OPEN},
        "Each x = 1 adds 1 to c and to n: both count the ones, but h shows their ratio, which is 1 from the first on.",
    ),
}
CELL = Cell(
    name="slstm",
    title="sLSTM",
    step=step,
    columns=("i", "f", "g", "o"),
    parts=(FORGET, INPUT, lstm.CANDIDATE, lstm.OUTPUT),
    states=STATES,
    about="sLSTM lets a new input outweigh all before it, by exponential gates with a normaliser.",
    place=6,
    keeper="f",
    rival="lstm",
    reading=(
        "c / n is a weighted mean of all candidates; h is output gate x c / n. What to look for: steps at which forget falls far "
        "below 1, because the input gate wrote more than there was."
    ),
    stages=(
        Stage("What comes in", (), _comes_in),
        Stage("Forget and input gate", ("m", "f", "i"), _gates),
        Stage("Candidate", ("g",), _candidate),
        Stage("Long-term memory", ("c", "n"), _adds),
        Stage("Output and short-term memory", ("o", "h"), _shows),
    ),
    whole="the gates are exponentials; the long-term memory c is divided by n, which counts how much went into it.",
    draw=draw,
    examples=EXAMPLES,
)
