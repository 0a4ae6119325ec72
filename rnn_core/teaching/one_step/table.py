"""A small cell's numbers as people read and type them: a table of weights, lists of inputs."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rnn_core.errors import UserError
from rnn_core.teaching.one_step.cell import PARTS, PEEPHOLES, Floats

PART_TITLES = {
    "h": "new state",
    "f": "forget gate",
    "i": "input gate",
    "g": "candidate",
    "o": "output gate",
    "z": "update gate",
    "r": "reset gate",
}
PEEPHOLE = "p · c"  # heading of its column
SHOWN_ORDER = "hfirzgo"  # in which a reader meets the parts


def named(symbol: str, number: int, count: int) -> str:
    """``x`` where there is one of its kind, else ``x1``, ``x2``."""
    return symbol if count == 1 else f"{symbol}{number + 1}"


def shown_parts(kind: str) -> list[str]:
    """The parts of a cell in the order in which a reader meets them."""
    order = SHOWN_ORDER if kind != "gru" else "zrg"
    return [part for part in order if part in PARTS[kind]]


def to_table(kind: str, weights: Mapping[str, Floats]) -> dict[str, dict[str, float]]:
    """Weights as columns of a table: column, then row, for people to edit.

    A row for each part of each unit; the columns ``w`` (times x), ``u`` (times h), ``p`` (times c, peepholes), ``b`` and, of a
    GRU, ``b of h``. A candidate has no peephole: not a number.
    """
    inputs, units = len(weights["kernel"]), len(weights["recurrent_kernel"])
    table: dict[str, dict[str, float]] = {}
    for part in shown_parts(kind):
        for unit in range(units):
            row = f"{named(part, unit, units)}  {PART_TITLES[part]}"
            for (column, _), value in zip(_columns(kind, inputs, units), _cells(kind, weights, part, unit), strict=True):
                table.setdefault(column, {})[row] = float(value)
    return table


def _columns(kind: str, inputs: int, units: int) -> list[tuple[str, str]]:
    """Headings of the table, and what they stand for."""
    found = [(f"{named('w', at, inputs)} · {named('x', at, inputs)}", "kernel") for at in range(inputs)]
    found += [(f"{named('u', at, units)} · {named('h', at, units)}", "recurrent_kernel") for at in range(units)]
    if kind == "lstm_peephole":
        found.append((PEEPHOLE, "peephole"))
    found.append(("b", "bias"))
    if kind == "gru":
        found.append(("b of h", "bias"))
    return found


def _cells(kind: str, weights: Mapping[str, Floats], part: str, unit: int) -> list[float]:
    units = len(weights["recurrent_kernel"])
    at = PARTS[kind].index(part) * units + unit
    found = [*weights["kernel"][:, at], *weights["recurrent_kernel"][:, at]]
    if kind == "lstm_peephole":
        found.append(weights["peephole"][PEEPHOLES.index(part), unit] if part in PEEPHOLES else float("nan"))
    return [*found, *np.atleast_2d(weights["bias"])[:, at]]


def from_table(kind: str, inputs: int, units: int, table: Mapping[str, Mapping[str, Any]]) -> dict[str, Floats]:
    """The weights of a table that somebody edited. Raises UserError for a field without a number."""
    columns = [name for name, _ in _columns(kind, inputs, units)]
    rows = [f"{named(part, unit, units)}  {PART_TITLES[part]}" for part in shown_parts(kind) for unit in range(units)]
    numbers = {row: [_field(table[column].get(row), row, column) for column in columns] for row in rows}
    ordered = [f"{named(part, unit, units)}  {PART_TITLES[part]}" for part in PARTS[kind] for unit in range(units)]
    matrix = np.array([numbers[row] for row in ordered]).T
    last = inputs + units
    weights = {"kernel": matrix[:inputs], "recurrent_kernel": matrix[inputs:last]}
    if kind == "lstm_peephole":
        weights["peephole"] = np.stack([_of(matrix[last], kind, part, units) for part in PEEPHOLES])
        last += 1
    weights["bias"] = matrix[last:] if kind == "gru" else matrix[last]
    return weights


def _of(row: Floats, kind: str, part: str, units: int) -> Floats:
    at = PARTS[kind].index(part) * units
    return row[at : at + units]


def _field(value: Any, row: str, column: str) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = float("nan")
    if column == PEEPHOLE and row.endswith(PART_TITLES["g"]):
        if np.isnan(found):
            return found
        raise UserError(f"The candidate has no peephole: leave its field {PEEPHOLE} empty.")
    if not np.isfinite(found):
        raise UserError(f"The field {column} of the {row.split('  ')[1]} has no number: type one, such as 0.5.")
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
