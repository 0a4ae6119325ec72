"""The long short-term memory of Hochreiter and Schmidhuber (1997) with the forget gate of Gers, Schmidhuber and Cummins (2000).

Its relatives take its parts from here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from rnn_core.networks.cells.cell import Arrays, Cell, Example, Part, Stage, State
from rnn_core.networks.cells.pen import BUS, LEFT, RAIL, RIGHT, TOP, Pen, Seen


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Arrays) -> dict[str, Any]:
    """i, f, o = sigmoid(sums), g = act(sum); c' = f c + i g; h' = o act(c')."""
    f = xp.sigmoid(x["f"] + h["f"])
    i = xp.sigmoid(x["i"] + h["i"])
    g = act(x["g"] + h["g"])
    kept, written = f * state["c"], i * g
    c = kept + written
    o = xp.sigmoid(x["o"] + h["o"])
    squashed = act(c)
    return {"h": o * squashed, "c": c, "f": f, "i": i, "g": g, "o": o, "kept": kept, "written": written, "squashed": squashed}


STATES = (
    State(
        letter="h",
        name="hidden",
        title="short-term memory",
        role="short",
        heading="Hidden state",
        meaning="h, what it gives on",
        look_for="rows that change with what is read, and rows of one colour all along, which carry something or do nothing.",
    ),
    State(
        letter="c",
        name="cell",
        title="long-term memory",
        role="long",
        heading="Cell state",
        meaning="c, the long memory",
        look_for=(
            "rows that keep their colour over many steps: the long memory. Where one changes at once, it takes in or forgets."
        ),
    ),
)
FORGET = Part(
    letter="f",
    name="forget",
    title="forget gate",
    role="forget",
    meaning="1: keep all",
    look_for="rows that are deep nearly all the time, so they keep, with single pale steps, at which they forget.",
    first_bias=1.0,  # it begins open
)
INPUT = Part(
    letter="i",
    name="input",
    title="input gate",
    role="input",
    meaning="1: let in",
    look_for="deep columns, at which many units take something in at once.",
)
CANDIDATE = Part(
    letter="g",
    name="candidate",
    title="candidate",
    role="candidate",
    meaning="new content",
    look_for="what would be stored; it counts only where the input or update gate lets it in.",
    gate=False,
)
OUTPUT = Part(
    letter="o",
    name="output",
    title="output gate",
    role="output",
    meaning="1: show",
    look_for="steps at which a unit shows what it knows; pale rows remember in silence.",
)
READING = (
    "c is forget gate x old c + input gate x candidate; h is output gate x squashed c. What to look for: steps at which the "
    "forget gate falls (the memory is wiped) or the input gate opens (something is written into it)."
)


def _comes_in(seen: Seen) -> str:
    return (
        "the cell gets the input x, its short-term memory h (what it said last) and its long-term memory c (what it keeps for "
        "itself)."
    )


def _forgets(seen: Seen) -> str:
    old, share = seen.text("c"), seen.share("f")
    return f"the forget gate lets {share} of the old long-term memory through: of c = {old} there remains {seen.text('kept')}."


def _writes(seen: Seen) -> str:
    candidate, much = seen.text("g"), seen.share("i")
    return f"the candidate g = {candidate}, between −1 and 1, is what could be written; the input gate lets {much} of it in."


def _adds(seen: Seen) -> str:
    return (
        f"what was kept, {seen.text('kept')}, and what is written, {seen.text('written')}, are added. There is no tanh on the "
        "way: an addition lets the memory pass unharmed, and in training the gradient, too."
    )


def _shows(seen: Seen) -> str:
    share, after = seen.share("o"), seen.text("h_new")
    return f"the output gate shows {share} of tanh(c′). Only h′ = {after} leaves the cell; c′ stays inside for the next step."


COMES_IN = Stage("What comes in", (), _comes_in)
FORGETS = Stage("Forget gate", ("f",), _forgets)
WRITES = Stage("Input gate and candidate", ("i", "g"), _writes)
ADDS = Stage("Long-term memory", ("c",), _adds)
SHOWS = Stage("Output and short-term memory", ("o", "h"), _shows)


def frame(pen: Pen) -> None:
    """The body, what comes in, the forget gate and the long-term memory: multiplied by it, then added to."""
    pen.body(106, 22, 586, 324)
    _rail(pen)
    pen.wire([(14, BUS), (565, BUS)], 1, "short", tip=False)
    pen.wire([(128, 430), (128, BUS)], 1, "given", tip=False)
    pen.branch(128, BUS, 1, "short")
    pen.reads_memory(BUS, ("short-term", "memory"))
    pen.reads_input(128, 394)
    pen.gate(205, "f", 2)
    pen.wire([(205, TOP), (205, RAIL + 15)], 2, "forget")


def _rail(pen: Pen) -> None:
    pen.wire([(14, RAIL), (190, RAIL)], 1, "long", "rail")
    pen.number(LEFT, RAIL, pen.seen.text("c"), 1, "long")
    pen.text(LEFT, RAIL + 30, ["long-term", f"memory {pen.symbol('c')}"], 1, "long")
    pen.wire([(220, RAIL), (370, RAIL)], 2, "long", "rail")
    pen.sign(205, RAIL, "×", 2, "forget")
    pen.number(290, RAIL, pen.seen.text("kept"), 2, "long")
    pen.wire([(400, RAIL), (792, RAIL)], 4, "long", "rail")
    pen.sign(385, RAIL, "+", 4, "long")
    pen.number(RIGHT - 6, RAIL, pen.seen.text("c_new"), 4, "long")
    pen.text(RIGHT, RAIL + 30, ["new long-", "term memory", pen.symbol("c", True)], 4, "long")


def reads_candidate(pen: Pen, across: float) -> None:
    """The candidate and the wire on which it reads."""
    pen.branch(across, BUS, 3, "short")
    pen.wire([(across, BUS), (across, BUS - 54)], 3, "short")
    pen.candidate(across, 3)


def written(pen: Pen, middle: float, height: float, ink: str) -> None:
    """The candidate, as much of it as is let in, on its way up to the long-term memory."""
    pen.wire([(middle, height - 15), (middle, RAIL + 15)], 4, "candidate")
    pen.sign(middle, height, "×", 4, ink)
    pen.number(middle + 46, 109, pen.seen.text("written"), 4, "candidate")


def let_in(pen: Pen) -> None:
    """Input gate and candidate, multiplied."""
    middle, across, height = 385, 445, 142
    pen.gate(325, "i", 3)
    pen.wire([(325, TOP), (325, height), (middle - 15, height)], 3, "input")
    reads_candidate(pen, across)
    pen.wire([(across, TOP), (across, height), (middle + 15, height)], 3, "candidate")
    written(pen, middle, height, "input")


def show(pen: Pen) -> None:
    """What leaves the cell: as much of tanh(c') as the output gate lets through."""
    pen.gate(565, "o", 5)
    pen.wire([(565, TOP), (565, 166), (633, 166)], 5, "output")
    pen.branch(648, RAIL, 5, "long")
    pen.wire([(648, RAIL), (648, 151)], 5, "long")
    pen.sign(648, 106, "tanh", 5, "long")
    pen.wire([(648, 181), (648, BUS), (792, BUS)], 5, "short")
    pen.sign(648, 166, "×", 5, "output")
    pen.number(610, 136, pen.seen.text("squashed"), 5, "long")
    pen.number(RIGHT - 6, BUS, pen.seen.text("h_new"), 5, "short")
    pen.text(RIGHT, BUS + 30, ["new short-", "term memory", f"{pen.symbol('h', True)}, the output"], 5, "short")


def draw(pen: Pen) -> None:
    """The long-term memory runs along the top, input and short-term memory come in below."""
    frame(pen)
    let_in(pen)
    show(pen)
    pen.legend()


OPEN, SHUT = (0.0, 0.0, 15.0), (0.0, 0.0, -15.0)  # weight of x, of h, bias
READ, ADD_ONE = (1.0, 0.0, 0.0), (0.0, 0.0, 10.0)  # tanh(x); tanh(10) = 1
IF_ONE, UNLESS_ONE = (30.0, 0.0, -15.0), (-30.0, 0.0, 15.0)  # open at x = 1 and shut at 0; the other way round
A_FIFTH = (-13.614, 0.0, 15.0)  # 1 at x = 0 and 0.8 at x = 1
TWO_INPUTS = "The first input is the value, the second says when: at x2 = 1 the cell writes x1, otherwise it keeps what it has."
EXAMPLES: Mapping[str, Example] = {
    "typical": Example(
        {"f": (0.5, 0.4, 0.8), "i": (0.9, -0.3, 0.1), "g": (1.2, 0.6, 0.0), "o": (0.7, 0.5, 0.2)},
        "Ordinary numbers: every gate is partly open, as in a trained network.",
    ),
    "remember": Example(
        {"f": OPEN, "i": SHUT, "g": READ, "o": OPEN},
        "The forget gate is open and the input gate shut: c stays what it was, whatever comes in.",
    ),
    "forget": Example(
        {"f": SHUT, "i": OPEN, "g": READ, "o": OPEN},
        "The forget gate is shut and the input gate open: c holds the last input and nothing older.",
    ),
    "write": Example(
        {"f": UNLESS_ONE, "i": IF_ONE, "g": READ, "o": OPEN},
        "While x is 0 the cell keeps what it has; x = 1 shuts the forget gate, opens the input gate and writes a new value.",
        second_says_when=TWO_INPUTS,
    ),
    "count": Example(
        {"f": OPEN, "i": IF_ONE, "g": ADD_ONE, "o": OPEN},
        "Each x = 1 adds 1 to c, and nothing is forgotten: c counts the ones. h = tanh(c) cannot: it never passes 1.",
    ),
}
CELL = Cell(
    name="lstm",
    title="LSTM",
    step=step,
    columns=("i", "f", "g", "o"),
    parts=(FORGET, INPUT, CANDIDATE, OUTPUT),
    states=STATES,
    about="LSTM has gates that keep it.",
    place=1,
    keeper="f",
    rival="gru",
    keras="LSTM",
    cudnn=True,
    reading=READING,
    stages=(COMES_IN, FORGETS, WRITES, ADDS, SHOWS),
    whole=(
        "the long-term memory runs along the top and meets only a multiplication and an addition. The gates below are fuller the "
        "more they let through."
    ),
    draw=draw,
    examples=EXAMPLES,
)
