"""An LSTM whose gates look at the long-term memory, too, each through one weight a unit (Gers and Schmidhuber 2000)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from rnn_core.networks.cells import lstm
from rnn_core.networks.cells.cell import Arrays, Example, Weight
from rnn_core.networks.cells.pen import RAIL, TOP, Pen


def step(xp: Any, act: Callable, x: Arrays, h: Arrays, state: Arrays, own: Mapping[str, Arrays]) -> dict[str, Any]:
    """As the LSTM, but i = sigmoid(sum + p_i c), f = sigmoid(sum + p_f c), and o = sigmoid(sum + p_o c')."""
    p = own["peephole"]
    f = xp.sigmoid(x["f"] + h["f"] + p["f"] * state["c"])
    i = xp.sigmoid(x["i"] + h["i"] + p["i"] * state["c"])
    g = act(x["g"] + h["g"])
    kept, written = f * state["c"], i * g
    c = kept + written
    o = xp.sigmoid(x["o"] + h["o"] + p["o"] * c)
    squashed = act(c)
    return {"h": o * squashed, "c": c, "f": f, "i": i, "g": g, "o": o, "kept": kept, "written": written, "squashed": squashed}


PEEPHOLE = Weight(
    "peephole",  # at 0 it is the usual LSTM
    rows=("i", "f", "o"),
    letter="p",
    heading="p · c",
    title="Peepholes",
    help="The gates that see the long-term memory c itself. Without any the cell is an ordinary LSTM.",
)


def draw(pen: Pen) -> None:
    """As an LSTM; dotted: f and i look at the old long-term memory, o at the new."""
    lstm.frame(pen)
    lstm.let_in(pen)
    lstm.show(pen)
    if pen.looking & {"f", "i"}:
        pen.branch(128, RAIL, 2 if "f" in pen.looking else 3, "long")
    if "f" in pen.looking:
        pen.wire([(128, RAIL), (128, 166), (170, 166), (170, TOP)], 2, "long", "peep")
    if "i" in pen.looking:
        pen.wire([(128, RAIL), (128, 150), (295, 150), (295, TOP)], 3, "long", "peep")
    if "o" in pen.looking:
        pen.branch(535, RAIL, 5, "long")
        pen.wire([(535, RAIL), (535, TOP)], 5, "long", "peep")
    pen.legend(peepholes=bool(pen.looking))


def _examples() -> dict[str, Example]:
    found = {name: replace(one, rows={**one.rows}) for name, one in lstm.EXAMPLES.items()}
    peeps = {"f": 0.6, "i": -0.5, "o": 0.8}
    typical = found["typical"]
    found["typical"] = replace(
        typical, rows={letter: (*row, peeps[letter]) if letter in peeps else row for letter, row in typical.rows.items()}
    )
    # three ones counted: the output gate opens, and with the next step the forget gate shuts
    found["count"] = Example(
        {**found["count"].rows, "f": (0.0, 0.0, 50.0, -20.0), "o": (0.0, 0.0, -50.0, 20.0)},
        "c counts the ones, and the gates look at it: h stays 0 until the third, then c starts again. Without peepholes no gate "
        "would know.",
    )
    return found


CELL = replace(
    lstm.CELL,
    name="lstm_peephole",
    title="Peephole LSTM",
    step=step,
    own=(PEEPHOLE,),
    about="With peepholes the gates of an LSTM look at its memory, too.",
    place=3,
    rival="lstm",
    keras="",
    cudnn=False,
    keras_class="PeepholeLSTMCell",
    whole="the dotted lines are the peepholes: through them a gate sees the long-term memory itself, not only h.",
    draw=draw,
    examples=_examples(),
)
