"""The help texts that Python brings along."""

import importlib.util
import platform

from rnn_core.data.catalogue import Entry, at_hand
from rnn_core.data.text import Text
from rnn_core.errors import UserError

TITLE = "Reference of the Python language"
SOURCE = "The help texts of the Python that runs this program"
LICENCE = "Python Software Foundation License"


def python_reference() -> Text:
    """The texts of ``help("topics")`` in alphabetical order. Raises UserError when this Python has none."""
    if missing():
        raise UserError(missing())
    from pydoc_data.topics import topics  # here, as it is half a megabyte

    text = "\n".join(topics[name] for name in sorted(topics))
    return Text(text, TITLE, SOURCE, LICENCE, notes=(f"These are the help texts of Python {platform.python_version()}.",))


def missing() -> str:
    """Return "" when this Python has its help texts, else one sentence saying what to do."""
    if importlib.util.find_spec("pydoc_data"):
        return ""
    return "This Python has no help texts (module pydoc_data): install Python from python.org to have them."


ENTRIES = (
    Entry(
        id="python-reference",
        title=TITLE,
        sentence="Plain technical English with grammar rules and pieces of Python code between the paragraphs.",
        source=SOURCE,
        licence=LICENCE,
        size="about 500,000 characters",
        period="",
        load=at_hand(python_reference),
        missing=missing,
        kind="text",
    ),
)
