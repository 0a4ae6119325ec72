"""Reading an uploaded text, a chat, or a table of messages."""

from pathlib import Path

import pandas as pd

from rnn_core.data.messages import USUAL_NAMES, Messages, text_column
from rnn_core.data.readers.cells import Cells, WantedTable, layout, read_cells
from rnn_core.data.readers.decoding import Wanted, decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.labelling.json_rows import json_rows
from rnn_core.data.readers.texts import quotes
from rnn_core.data.readers.texts.first_rows import begins_with_messages, only_lines
from rnn_core.data.readers.texts.forms import understood
from rnn_core.data.readers.workbooks import read_workbook
from rnn_core.data.text import Text

SOURCE = "Your own file"
PLAIN = Wanted(
    expected="expected plain text, as in a .txt or .md file, or a table of messages (.csv, .tsv or .xlsx)",
    convert="save or export it as plain text (UTF-8)",
    smaller="upload a part of it",
    web_pages=True,
)
MESSAGES = WantedTable(
    expected="expected a table with a row of column names and one message a row",
    convert="save or export the table as CSV (UTF-8)",
    smaller="upload fewer rows or columns",
    shorter="upload fewer rows",
    strip=False,
    max_cells=20_000_000,
    nameless=begins_with_messages,
)


def read_text(file: File) -> Text | Messages:
    """Read a text file or, when its name ends with .csv, .tsv or .xlsx, a table with one message a row.

    A chat that a program exported as text or JSON gives messages too (:func:`rnn_core.data.readers.texts.forms.understood`).
    Raises UserError, in one sentence, for whatever the user must mend.
    """
    ending = Path(file.name).suffix.lower()
    if ending == ".xlsx":
        return _messages(read_workbook(file, MESSAGES))
    if ending in (".csv", ".tsv"):
        return _listed(file) or _messages(read_cells(file, MESSAGES))
    text, notes = decode(file, PLAIN)
    found = understood(text, file.name, SOURCE, notes)
    return found if isinstance(found, Messages) else _records(file) or found


def _messages(cells: Cells) -> Messages:
    table = cells.rows.set_axis(cells.header, axis="columns")
    return Messages(table, text_column(table, cells.name), title=cells.name, source=SOURCE, notes=cells.notes)


def _records(file: File) -> Messages | None:
    """The messages of JSON with one in each object; None for another text, and without a usual name for what is written."""
    rows = json_rows(file, MESSAGES)
    named = rows is not None and any(name.strip().casefold() in USUAL_NAMES for name in rows.header)
    return _messages(rows) if rows and named else None


def _listed(file: File) -> Messages | None:
    """The messages of a file that has one a line, and no table; None for a table."""
    text, notes = decode(file, MESSAGES)
    separator = layout(text.lstrip("\n"), file.name, MESSAGES)[1]
    if not only_lines(text, separator):
        return None
    lines = pd.DataFrame({"text": text.split("\n")})
    lines.index += 1
    table = quotes.without(lines[lines["text"].str.strip() != ""])
    return Messages(table, "text", title=file.name, source=SOURCE, notes=(*notes, "Each line was read as a message."))
