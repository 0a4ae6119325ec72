"""Texts with labels as JSON: a list of objects, or one object a line."""

import json
from typing import Any

import pandas as pd

from rnn_core.data.readers.cells import Cells, WantedTable, check_rows
from rnn_core.data.readers.decoding import decode
from rnn_core.data.readers.file import File

FEWEST = 2  # objects


def json_rows(file: File, wanted: WantedTable) -> Cells | None:
    """A row for each object and a column for each of their names; None for a file that is something else."""
    if not file.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        return None
    text, notes = decode(file, wanted)
    objects = _objects(text)
    if len(objects) < FEWEST:
        return None
    header = [*dict.fromkeys(str(name) for one in objects for name in one)]
    check_rows(len(objects), len(header), file.name, wanted)
    rows = [[_cell(one.get(name)) for name in header] for one in objects]
    table = pd.DataFrame(rows, index=range(1, len(rows) + 1), columns=range(len(header)), dtype="str")
    return Cells(file.name, header, table, notes)


def _objects(text: str) -> list[dict[str, Any]]:
    """Those of a list, or of the lines; none where anything else stands among them."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            return []
    return found if isinstance(found, list) and all(isinstance(one, dict) for one in found) else []


def _cell(value: object) -> str:
    """Texts as they are, nothing for what is missing, lists and objects left out."""
    return "" if value is None or isinstance(value, list | dict) else str(value)
