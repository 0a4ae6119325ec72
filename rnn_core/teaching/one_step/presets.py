"""Numbers for a cell of one or two units that show one thing clearly."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnn_core.teaching.one_step.cell import GATES, PARTS, PEEPHOLES, WITH_CELL_STATE, Floats

# part: weight of x, weight of h, bias, weight of the peephole
Rows = Mapping[str, tuple[float, float, float, float]]

TITLES = {
    "typical": "A bit of everything",
    "remember": "Remember for ever",
    "forget": "Forget at once",
    "write": "Write a new value",
    "count": "Count",
    "random": "Random",
}
ORDINARY: Rows = {
    "h": (0.9, 0.6, 0.1, 0.0),
    "f": (0.5, 0.4, 0.8, 0.6),
    "i": (0.9, -0.3, 0.1, -0.5),
    "g": (1.2, 0.6, 0.0, 0.0),
    "o": (0.7, 0.5, 0.2, 0.8),
    "z": (-0.8, 0.4, 0.3, 0.0),
    "r": (0.6, 0.9, -0.2, 0.0),
}
OPEN, SHUT = (0.0, 0.0, 15.0, 0.0), (0.0, 0.0, -15.0, 0.0)
READ, ADD_ONE = (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 10.0, 0.0)  # tanh(x); tanh(10) = 1
IF_ONE, UNLESS_ONE = (30.0, 0.0, -15.0, 0.0), (-30.0, 0.0, 15.0, 0.0)  # open at x = 1 and shut at 0; the other way round
A_FIFTH = (-13.614, 0.0, 15.0, 0.0)  # 1 at x = 0 and 0.8 at x = 1

SPECIAL: Mapping[str, Rows] = {
    "remember": {"h": (0.0, 2.0, 0.0, 0.0), "f": OPEN, "i": SHUT, "g": READ, "o": OPEN, "z": OPEN, "r": OPEN},
    "forget": {"h": READ, "f": SHUT, "i": OPEN, "g": READ, "o": OPEN, "z": SHUT, "r": SHUT},
    "write": {"h": (4.0, 2.0, 0.0, 0.0), "f": UNLESS_ONE, "i": IF_ONE, "g": READ, "o": OPEN, "z": UNLESS_ONE, "r": SHUT},
    "count": {"h": (0.2, 1.0, 0.0, 0.0), "f": OPEN, "i": IF_ONE, "g": ADD_ONE, "o": OPEN, "z": A_FIFTH, "r": SHUT},
}
# three ones counted: the output gate opens, and with the next step the forget gate shuts
PEEPING: Rows = {"f": (0.0, 0.0, 50.0, -20.0), "o": (0.0, 0.0, -50.0, 20.0)}

INPUTS: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "typical": ((1, 0.5, -1, 0, 0.8, 0, -0.5, 0.2), (0, 1, 0, -1, 0.5, 0, 1, 0)),
    "remember": ((1, -1, 0.5, 0, -0.5, 1, -1, 1), (0, 1, 0, 1, 0, 1, 0, 1)),
    "forget": ((1, -1, 0.5, 0, -0.5, 1, 0, 0), (0, 1, 0, 1, 0, 1, 0, 0)),
    "write": ((0, 0, 1, 0, 0, 0, 0, 0), (0, 0, 1, 0, 0, 1, 0, 0)),
    "count": ((1, 0, 1, 1, 0, 1, 0, 1), (0, 1, 0, 0, 1, 0, 1, 0)),
}
VALUES_TO_WRITE = (0.2, -0.5, 0.9, 0.4, -0.2, -0.8, 0.3, 0.1)  # of two inputs, the first: the second says when
START = {"typical": (0.3, 0.6), "remember": (0.5, 0.8), "forget": (0.5, 0.8), "write": (-0.4, -0.4), "count": (0.0, 0.0)}

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "typical": {
        "": "Ordinary numbers: every gate is partly open, as in a trained network.",
        "simple_rnn": "Ordinary numbers: the new state is a mixture of the input and the old state.",
    },
    "remember": {
        "": "The forget gate is open and the input gate shut: c stays what it was, whatever comes in.",
        "gru": "The update gate is open: h is handed on as it was, whatever comes in.",
        "lstm_coupled": "The forget gate is open, so 1 - f is 0 and nothing is written: c stays what it was.",
        "simple_rnn": "This cell has no gate that could keep a number. With weight 2 on itself, h keeps only its sign: "
        "every step takes it nearer to 0.957 or, from below 0, to -0.957.",
    },
    "forget": {
        "": "The forget gate is shut and the input gate open: c holds the last input and nothing older.",
        "gru": "The update gate is shut: h is the new candidate, which with a shut reset gate knows the last input only.",
        "simple_rnn": "The weight of h is 0: the state holds the last input and nothing older.",
    },
    "write": {
        "": "While x is 0 the cell keeps what it has; x = 1 shuts the forget gate, opens the input gate and writes a new value.",
        "gru": "While x is 0 the cell keeps h; x = 1 shuts the update gate, and the candidate takes the place of h.",
        "lstm_coupled": "While x is 0 the cell keeps c; x = 1 shuts the forget gate: the old goes, and 1 - f lets the new in.",
        "simple_rnn": "h keeps its sign while x is 0; a large input, 1 or -1, turns it over.",
    },
    "count": {
        "": "Each x = 1 adds 1 to c, and nothing is forgotten: c counts the ones. h = tanh(c) cannot: it never passes 1.",
        "gru": "Each x = 1 takes h a fifth of the way to 1: it grows with the count, by ever smaller steps.",
        "lstm_coupled": "What it writes it must forget, so it cannot add up: each x = 1 takes c a fifth of the way to 1.",
        "lstm_peephole": "c counts the ones, and the gates look at it: h stays 0 until the third, then c starts again. "
        "Without peepholes no gate would know.",
        "simple_rnn": "Each x = 1 adds 0.2, and tanh takes a little away again at every step: a counter that leaks.",
    },
    "random": {"": "Numbers drawn at random: another seed, other numbers."},
}


@dataclass(frozen=True)
class Preset:
    """``weights`` as ``numpy_rnn`` has them, ``xs`` (steps, inputs), ``h`` and ``c`` (units,) before the first step."""

    weights: Mapping[str, Floats]
    xs: Floats
    h: Floats
    c: Floats


def sentence(name: str, kind: str, inputs: int = 1) -> str:
    """What a preset shows."""
    if name == "write" and inputs == 2 and kind != "simple_rnn":
        return "The first input is the value, the second says when: at x2 = 1 the cell writes x1, otherwise it keeps what it has."
    return SENTENCES[name].get(kind, SENTENCES[name][""])


def preset(name: str, kind: str, inputs: int = 1, units: int = 1, seed: int = 0) -> Preset:
    """The numbers of a preset; ``seed`` is that of random ones."""
    if name == "random":
        return _random(kind, inputs, units, seed)
    rows = dict(SPECIAL.get(name, ORDINARY))
    if name == "count" and kind == "lstm_peephole":
        rows.update(PEEPING)
    if name == "count" and kind == "lstm_coupled":
        rows["f"] = A_FIFTH
    spread = name == "typical"
    weights = _weights(kind, rows, inputs, units, spread)
    if name == "write" and inputs == 2 and kind != "simple_rnn":
        _let_the_second_input_say_when(kind, weights["kernel"], units)
    xs = np.array(INPUTS[name][:inputs], float).T
    if name == "write":
        xs = _writing(xs, kind)
    h, c = (np.array([value, -value / 2][:units]) for value in START[name])
    return Preset(weights, xs, h, c if kind in WITH_CELL_STATE else np.zeros(units))


def _writing(xs: Floats, kind: str) -> Floats:
    if kind == "simple_rnn":
        xs = np.zeros_like(xs)
        xs[2], xs[5] = 1, -1
    elif xs.shape[1] == 2:
        xs[:, 0] = VALUES_TO_WRITE
    return xs


def _weights(kind: str, rows: Rows, inputs: int, units: int, spread: bool) -> dict[str, Floats]:
    """Unit 1 reads input 1, unit 2 the last input and with the opposite sign; ``spread``: they hear of the other, too."""
    parts = PARTS[kind]
    columns = [(part, unit) for part in parts for unit in range(units)]
    kernel, recurrent = np.zeros((inputs, len(columns))), np.zeros((units, len(columns)))
    bias = np.zeros(len(columns))
    for at, (part, unit) in enumerate(columns):
        of_x, of_h, bias[at], _ = rows[part]
        sign = -1 if unit and part == "g" else 1
        bias[at] *= sign
        for row in range(inputs):
            kernel[row, at] = of_x * sign if row == min(unit, inputs - 1) else -0.5 * of_x * spread
        for row in range(units):
            recurrent[row, at] = of_h if row == unit else -0.5 * of_h * spread
    weights = {"kernel": kernel, "recurrent_kernel": recurrent, "bias": bias}
    if kind == "gru":
        weights["bias"] = np.stack([bias, np.zeros_like(bias)])
    if kind == "lstm_peephole":
        weights["peephole"] = np.array([[rows[part][3]] * units for part in PEEPHOLES])
    return {name: values + 0.0 for name, values in weights.items()}  # no -0


def _let_the_second_input_say_when(kind: str, kernel: Floats, units: int) -> None:
    for at, part in enumerate(PARTS[kind]):
        here = slice(at * units, (at + 1) * units)
        strongest = kernel[:, here].sum(axis=0)
        kernel[:, here] = 0
        kernel[int(part in GATES[kind]), here] = strongest


def _random(kind: str, inputs: int, units: int, seed: int) -> Preset:
    drawn = np.random.default_rng(seed)
    columns = len(PARTS[kind]) * units
    shapes: dict[str, tuple[int, ...]] = {
        "kernel": (inputs, columns),
        "recurrent_kernel": (units, columns),
        "bias": (2, columns) if kind == "gru" else (columns,),
    }
    if kind == "lstm_peephole":
        shapes["peephole"] = (len(PEEPHOLES), units)
    weights = {name: drawn.normal(size=shape).round(2) + 0.0 for name, shape in shapes.items()}
    xs = drawn.uniform(-1, 1, (8, inputs)).round(1) + 0.0
    h, c = drawn.uniform(-0.9, 0.9, (2, units)).round(1) + 0.0
    return Preset(weights, xs, h, c if kind in WITH_CELL_STATE else np.zeros(units))
