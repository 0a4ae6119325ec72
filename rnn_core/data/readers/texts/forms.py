"""A text file in whatever form people bring it: a chat, subtitles, a book with its licence, or words alone."""

from collections.abc import Sequence
from pathlib import PurePath

import pandas as pd

from rnn_core.data.messages import Messages
from rnn_core.data.readers.decoding import Wanted, decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.texts import chat_exports, chat_lines, whatsapp
from rnn_core.data.readers.texts.around import left_out
from rnn_core.data.text import Text
from rnn_core.errors import UserError

BEGINNING = 200_000  # characters that show a form
TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".json", ".zip")
ANY = Wanted(expected="expected text", convert="save it as text", smaller="take a part", web_pages=True)


def understood(text: str, title: str, source: str, notes: Sequence[str] = ()) -> Text | Messages:
    """The messages of a chat with their authors, or the text without what stands around it; a note tells what was left out."""
    for read in (whatsapp.read, chat_exports.read, chat_lines.read):
        if found := read(text):
            table, note = found
            return Messages(table, "message", title=title, source=source, notes=(*notes, note))
    words, told = left_out(text)
    return Text(words, title=title, source=source, notes=(*notes, *told))


def is_understood(file: File) -> bool:
    """Whether it begins as a chat or subtitles do, or as a book with its licence; by their names, tables do not."""
    if PurePath(file.name).suffix.lower() in TABLES:
        return False
    try:
        text = decode(file, ANY)[0]
    except UserError:
        return False
    found = understood(text[:BEGINNING], "", "")
    if isinstance(found, Messages):  # numbers behind dates are no authors, those behind stations nothing that was said
        said = (found.table["author"], found.table["message"].str.split("\t").str[0])
        return all(pd.to_numeric(texts, errors="coerce").isna().mean() > 1 / 2 for texts in said)
    return bool(found.notes)
