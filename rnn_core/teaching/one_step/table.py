"""A small cell's numbers as people read and type them: a table of weights, lists of inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS
from rnn_core.teaching.one_step.cell import Floats


def named(symbol: str, number: int, count: int) -> str:
    """``x`` where there is one of its kind, else ``x1``, ``x2``."""
    return symbol if count == 1 else f"{symbol}{number + 1}"


def shown_parts(kind: str) -> list[str]:
    """The columns of a cell's kernel in the order in which a reader meets them."""
    return [part.letter for part in CELLS[kind].parts if part.letter in CELLS[kind].columns]


@dataclass(frozen=True)
class _Column:
    """Of the table: its heading, the tensor and its row of which it shows a number for each of ``parts``, in that order."""

    heading: str
    tensor: str
    row: int | None  # None: of a further weight, which has a row a part
    parts: tuple[str, ...]

    def of(self, weights: Mapping[str, Floats], part: str, unit: int, units: int) -> float:
        """Its number for one part of one unit; not a number where it has none."""
        if part not in self.parts:
            return float("nan")
        at = self.parts.index(part)
        tensor = weights[self.tensor]
        return float(tensor[at, unit] if self.row is None else np.atleast_2d(tensor)[self.row, at * units + unit])


def _columns(kind: str, inputs: int, units: int) -> list[_Column]:
    cell = CELLS[kind]
    found = [_Column(f"{named('w', at, inputs)} · {named('x', at, inputs)}", "kernel", at, cell.columns) for at in range(inputs)]
    if cell.seeing:
        found += [
            _Column(f"{named('u', at, units)} · {named('h', at, units)}", "recurrent_kernel", at, cell.seeing)
            for at in range(units)
        ]
    found += [_Column(one.heading or one.name, one.name, None, one.rows) for one in cell.own]
    found.append(_Column("b", "bias", 0, cell.columns))
    return [*found, _Column("b of h", "bias", 1, cell.columns)] if cell.second_bias else found


def _row(kind: str, part: str, unit: int, units: int) -> str:
    return f"{named(part, unit, units)}  {CELLS[kind].part(part).title}"


def to_table(kind: str, weights: Mapping[str, Floats]) -> dict[str, dict[str, float]]:
    """Weights as columns of a table: column, then row, for people to edit.

    A row for each part of each unit; the columns ``w`` (times x), ``u`` (times h), those of further weights, ``b``, and of some
    cells ``b of h``. Not a number where a part has no such weight.
    """
    units = weights["kernel"].shape[1] // len(CELLS[kind].columns)
    return {
        column.heading: {
            _row(kind, part, unit, units): column.of(weights, part, unit, units)
            for part in shown_parts(kind)
            for unit in range(units)
        }
        for column in _columns(kind, len(weights["kernel"]), units)
    }


def from_table(kind: str, inputs: int, units: int, table: Mapping[str, Mapping[str, Any]]) -> dict[str, Floats]:
    """The weights of a tensor's table that somebody edited. Raises UserError for a field without a number."""
    cell = CELLS[kind]
    found = {name: np.zeros(shape) for name, shape in cell.shapes(inputs, units).items()}
    for column in _columns(kind, inputs, units):
        for part in shown_parts(kind):
            for unit in range(units):
                value = table[column.heading].get(_row(kind, part, unit, units))
                number = _field(value, cell.part(part).title, column.heading, part in column.parts)
                if part in column.parts:
                    at, tensor = column.parts.index(part), found[column.tensor]
                    if column.row is None:
                        tensor[at, unit] = number
                    else:
                        np.atleast_2d(tensor)[column.row, at * units + unit] = number
    return found


def _field(value: Any, part: str, heading: str, has_one: bool) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = float("nan")
    if not has_one and not np.isnan(found):
        raise UserError(f"The {part} has no weight {heading}: leave that field empty.")
    if has_one and not np.isfinite(found):
        raise UserError(f"The field {heading} of the {part} has no number: type one, such as 0.5.")
    return found


def numbers_of(text: str, name: str, most: int) -> list[float]:
    """Numbers apart by spaces, commas or semicolons. Raises UserError for anything else, none, or more than ``most``."""
    words: Sequence[str] = text.replace(",", " ").replace(";", " ").replace("−", "-").split()
    if not words:
        raise UserError(f"There are no numbers for {name}: type some, such as 1, 0, 0.5.")
    if len(words) > most:
        raise UserError(f"There are {len(words)} numbers for {name}: take {most} or fewer.")
    found = []
    for word in words:
        try:
            value = float(word)
        except ValueError:
            value = float("nan")
        if not np.isfinite(value):
            raise UserError(f"“{word[:20]}” in {name} is no number: write numbers apart by commas, such as 1, 0, 0.5.")
        found.append(value)
    return found
