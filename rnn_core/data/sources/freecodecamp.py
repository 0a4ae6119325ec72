"""The chat log of freeCodeCamp, which only its users can fetch."""

from typing import NoReturn

from rnn_core.data.catalogue import Entry, Progress
from rnn_core.errors import UserError

HOW = (
    'This is the dataset "freeCodeCamp/all-posts-public-main-chatroom" of kaggle.com: download it there with a free account, '
    'unzip it, open its CSV file (or a part of up to 50 MB) with "Your own file", and choose the columns fromUser.id and text '
    "(the article leaves out the author 55b977f00fc9f982beab7883, a bot)."
)


def chat(progress: Progress | None = None) -> NoReturn:
    """Raise UserError, saying how to get the file."""
    raise UserError(HOW)


def missing() -> str:
    """How to get the file."""
    return HOW


ENTRIES = (
    Entry(
        id="freecodecamp-chat",
        title="Chat of freeCodeCamp",
        sentence="The chat log of the article: choose an author and learn to write as they do.",
        source="freeCodeCamp, on kaggle.com",
        licence="As stated on its page at kaggle.com",
        size="a large CSV file",
        period="",
        load=chat,
        missing=missing,
        kind="text",
    ),
)
