"""The form of a table of numbers in a bundle: what is not exactly as we write it is refused."""

import re

import pandas as pd

from rnn_core.bundle.shapes import refused

LONGEST_LINE = 1_000
FIGURE = re.compile(r"(-?[0-9]{1,17}(\.[0-9]{1,25})?(e[+-]?[0-9]{1,3})?|-?inf|nan)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?")


def columns(content: bytes, name: str) -> list[str]:
    """The columns of a table of numbers, the first of which may be dates."""
    lines = content.decode("ascii").removesuffix("\n").split("\n")
    header = lines[0].split(",")
    dated = header[0] == "date"
    forms = [DATE if dated else FIGURE, *[FIGURE] * (len(header) - 1)]
    if len(lines) < 2 or len({*header}) < len(header) or len(lines[0]) > LONGEST_LINE:
        raise refused(f"{name} is no table")
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split(",") if len(line) <= LONGEST_LINE else []
        if len(cells) != len(forms) or not all(form.fullmatch(cell) for form, cell in zip(forms, cells, strict=True)):
            raise refused(f"line {number} of {name} does not hold the numbers that it should")
    if dated:
        pd.to_datetime(pd.Series([line.partition(",")[0] for line in lines[1:]]))  # as the pictures do
    return header
