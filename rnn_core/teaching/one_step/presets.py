"""Numbers for a cell of one or two units that show one thing clearly: the examples that the cell's module has."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnn_core.networks.cells import CELLS, Cell
from rnn_core.networks.cells.cell import Example
from rnn_core.teaching.one_step.cell import Floats

TITLES = {
    "typical": "A bit of everything",
    "remember": "Remember for ever",
    "forget": "Forget at once",
    "write": "Write a new value",
    "count": "Count",
    "random": "Random",
}
INPUTS: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "typical": ((1, 0.5, -1, 0, 0.8, 0, -0.5, 0.2), (0, 1, 0, -1, 0.5, 0, 1, 0)),
    "remember": ((1, -1, 0.5, 0, -0.5, 1, -1, 1), (0, 1, 0, 1, 0, 1, 0, 1)),
    "forget": ((1, -1, 0.5, 0, -0.5, 1, 0, 0), (0, 1, 0, 1, 0, 1, 0, 0)),
    "write": ((0, 0, 1, 0, 0, 0, 0, 0), (0, 0, 1, 0, 0, 1, 0, 0)),
    "count": ((1, 0, 1, 1, 0, 1, 0, 1), (0, 1, 0, 0, 1, 0, 1, 0)),
}
VALUES_TO_WRITE = (0.2, -0.5, 0.9, 0.4, -0.2, -0.8, 0.3, 0.1)  # of two inputs, the first: the second says when
# of h, and of the other states
START = {"typical": (0.3, 0.6), "remember": (0.5, 0.8), "forget": (0.5, 0.8), "write": (-0.4, -0.4), "count": (0.0, 0.0)}


@dataclass(frozen=True)
class Preset:
    """``weights`` as networks have them, ``xs`` (steps, inputs), the states (units,) before the first step, by letter."""

    weights: Mapping[str, Floats]
    xs: Floats
    start: Mapping[str, Floats]

    @property
    def states(self) -> tuple[Floats, ...]:
        """In the cell's order."""
        return tuple(self.start.values())


def names(kind: str) -> list[str]:
    """The presets that there are for a cell."""
    return [name for name in TITLES if name in CELLS[kind].examples or name == "random"]


def sentence(name: str, kind: str, inputs: int = 1) -> str:
    """What a preset shows."""
    if name == "random":
        return "Numbers drawn at random: another seed, other numbers."
    example = CELLS[kind].examples[name]
    return example.second_says_when if inputs == 2 and example.second_says_when else example.says


def preset(name: str, kind: str, inputs: int = 1, units: int = 1, seed: int = 0) -> Preset:
    """The numbers of a preset; ``seed`` is that of random ones."""
    cell = CELLS[kind]
    if name == "random":
        return _random(cell, inputs, units, seed)
    example = cell.examples[name]
    weights = _weights(cell, example, inputs, units, spread=name == "typical")
    xs = np.array([example.inputs] * inputs if example.inputs else INPUTS[name][:inputs], float).T
    if inputs == 2 and example.second_says_when:
        _let_the_second_input_say_when(cell, weights["kernel"], units)
        xs[:, 0] = VALUES_TO_WRITE
    of_h, of_others = START[name]
    first = {letter: example.start.get(letter, of_others if letter != "h" else of_h) for letter in cell.letters}
    signs = {state.letter: -1 if state.signed else 1 for state in cell.states}
    return Preset(weights, xs, {letter: np.array([value, signs[letter] * value / 2][:units]) for letter, value in first.items()})


def _weights(cell: Cell, example: Example, inputs: int, units: int, spread: bool) -> dict[str, Floats]:
    """Unit 1 reads input 1, unit 2 the last input and with the opposite sign; ``spread``: they hear of the other, too."""
    found = {name: np.zeros(shape) for name, shape in cell.shapes(inputs, units).items()}
    for part in cell.columns:
        of_x, of_h, bias, *further = (*example.rows[part], *[0.0] * len(cell.own))
        for unit in range(units):
            at = cell.columns.index(part) * units + unit
            sign = -1 if unit and not cell.part(part).gate and part not in cell.letters else 1
            np.atleast_2d(found["bias"])[0, at] = bias * sign
            found["kernel"][:, at] = -0.5 * of_x * spread
            found["kernel"][min(unit, inputs - 1), at] = of_x * sign
            if part in cell.seeing:
                at = cell.seeing.index(part) * units + unit
                found["recurrent_kernel"][:, at] = -0.5 * of_h * spread
                found["recurrent_kernel"][unit, at] = of_h
            for weight, value in zip(cell.own, further, strict=False):
                if part in weight.rows:
                    found[weight.name][weight.rows.index(part), unit] = value
    return {name: values + 0.0 for name, values in found.items()}  # no -0


def _let_the_second_input_say_when(cell: Cell, kernel: Floats, units: int) -> None:
    for at, part in enumerate(cell.columns):
        here = slice(at * units, (at + 1) * units)
        strongest = kernel[:, here].sum(axis=0)
        kernel[:, here] = 0
        kernel[int(part in cell.gates), here] = strongest


def _random(cell: Cell, inputs: int, units: int, seed: int) -> Preset:
    drawn = np.random.default_rng(seed)
    weights = {name: drawn.normal(size=shape).round(2) + 0.0 for name, shape in cell.shapes(inputs, units).items()}
    xs = drawn.uniform(-1, 1, (8, inputs)).round(1) + 0.0
    first = drawn.uniform(-0.9, 0.9, (max(2, len(cell.letters)), units)).round(1) + 0.0
    drawn_states = zip(cell.states, first, strict=False)
    return Preset(weights, xs, {state.letter: value if state.signed else abs(value) for state, value in drawn_states})
