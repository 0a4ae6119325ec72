"""Where a file belongs that was brought to the wrong page."""

from functools import partial
from typing import TypeVar

from rnn_core.data import File
from rnn_core.data.apart import TooMuch, attempt
from rnn_core.data.likeliest import likeliest
from rnn_core.data.questions import Unanswered
from rnn_core.errors import UserError

T = TypeVar("T")

BELONGS = {  # by the kind of data that it likely holds
    "series": "It looks like a table of numbers: bring it to the page Forecast.",
    "text": "It looks like text: bring it to the page Text, or to Classify if its texts have labels.",
    "labelled": "It looks like texts with labels: bring it to the page Classify.",
    "path": "It looks like points of a path: bring it to the page Path.",
}


def told(file: File, kind: str, found: T | UserError) -> T | UserError:
    """What was read; a refusal of the file as data of this kind says to which page it belongs, if that is another one."""
    if isinstance(found, UserError) and not isinstance(found, Unanswered | TooMuch):
        found.args = (f"{found}{_elsewhere(file, kind)}",)
    return found


def _elsewhere(file: File, kind: str) -> str:
    kinds = attempt(file.name, partial(likeliest, file))
    if isinstance(kinds, UserError) or kind in kinds:
        return ""
    return f" {BELONGS['text' if 'text' in kinds else kinds[0]]}"
