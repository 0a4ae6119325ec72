"""Where a file belongs that was brought to the wrong page."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from rnn_core.data import File
from rnn_core.data.apart import apart
from rnn_core.data.likeliest import likeliest
from rnn_core.data.questions import Unanswered
from rnn_core.errors import UserError

BELONGS = {  # by the kind of data that it likely holds
    "series": "It looks like a table of numbers: bring it to the page Forecast.",
    "text": "It looks like text: bring it to the page Text, or to Classify if its texts have labels.",
    "labelled": "It looks like texts with labels: bring it to the page Classify.",
    "path": "It looks like points of a path: bring it to the page Path.",
}


@contextmanager
def told(file: File, kind: str) -> Iterator[None]:
    """A refusal of the file as data of this kind says to which page it belongs, if that is another one."""
    try:
        yield
    except Unanswered:
        raise
    except UserError as error:
        error.args = (f"{error}{_elsewhere(file, kind)}",)
        raise


def _elsewhere(file: File, kind: str) -> str:
    try:
        kinds = apart(file.name, partial(likeliest, file))
    except UserError:
        return ""
    return "" if kind in kinds else f" {BELONGS['text' if 'text' in kinds else kinds[0]]}"
