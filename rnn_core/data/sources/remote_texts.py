"""Literature downloaded the first time: Shakespeare's plays and a novel of Project Gutenberg."""

import re

from rnn_core.data.catalogue import Entry, Progress
from rnn_core.data.fetch.downloads import TEXT, Download
from rnn_core.data.readers.decoding import decode
from rnn_core.data.text import Text

LICENCE = "Public domain"
PLAYS = Download(
    "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",
    "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
    called="tinyshakespeare.txt",
)
PLAYS_TITLE = "Tiny Shakespeare"
PLAYS_SOURCE = "William Shakespeare, from the repository karpathy/char-rnn on GitHub"
NOVEL = Download("https://www.gutenberg.org/cache/epub/1342/pg1342.txt", None)  # corrected now and then, so without a hash
NOVEL_TITLE = "Pride and Prejudice"
NOVEL_SOURCE = "Jane Austen, from Project Gutenberg (ebook 1342)"
START, END = r"^\*\*\* ?START OF .*$", r"^\*\*\* ?END OF .*$"


def shakespeare(progress: Progress | None = None) -> Text:
    """Forty thousand lines of the plays. Raises UserError when they are neither here nor to be had."""
    text, notes = decode(PLAYS.read(progress), TEXT)
    return Text(text, PLAYS_TITLE, PLAYS_SOURCE, LICENCE, notes)


def novel(progress: Progress | None = None) -> Text:
    """The novel without the words of its publisher. Raises UserError when it is neither here nor to be had."""
    text, notes = decode(NOVEL.read(progress), TEXT)
    return Text(_between_marks(text), NOVEL_TITLE, NOVEL_SOURCE, LICENCE, notes)


def _between_marks(text: str) -> str:
    start = re.search(START, text, flags=re.MULTILINE)
    end = re.search(END, text, flags=re.MULTILINE)
    return text[start.end() if start else 0 : end.start() if end else None].strip() + "\n"


def _missing(download: Download, size: str, site: str) -> str:
    if download.is_here():
        return ""
    return f"Not downloaded yet: loading it fetches {size} from {site}, which needs a network once."


ENTRIES = (
    Entry(
        id="tiny-shakespeare",
        title=PLAYS_TITLE,
        sentence="Scenes of many plays, on which networks that write letter by letter are often compared.",
        source=PLAYS_SOURCE,
        licence=LICENCE,
        size="1,115,394 characters, 1.1 MB download",
        period="",
        load=shakespeare,
        missing=lambda: _missing(PLAYS, "1.1 MB", "raw.githubusercontent.com"),
        kind="text",
        remote=True,
    ),
    Entry(
        id="pride-and-prejudice",
        title=NOVEL_TITLE,
        sentence="A whole novel: long, well formed sentences and much dialogue.",
        source=NOVEL_SOURCE,
        licence=LICENCE,
        size="about 700,000 characters, 0.8 MB download",
        period="",
        load=novel,
        missing=lambda: _missing(NOVEL, "0.8 MB", "www.gutenberg.org"),
        kind="text",
        remote=True,
    ),
)
