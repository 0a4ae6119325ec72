"""A lesson, as data: what to know, a question to answer before trying, what to try, and what happens."""

from dataclasses import dataclass

from rnn_core.teaching.page_link import PageLink

Rows = tuple[tuple[str, ...], ...]
SAME = {"seed": "1"}  # a link with a setting puts all others to their defaults, whatever the session had


@dataclass(frozen=True)
class Table:
    """Column heads and rows of text."""

    heads: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True)
class Question:
    """``right``: the place of the choice that is true, from 0. ``reveal``: what happens, and where to see it."""

    text: str
    choices: tuple[str, ...]
    right: int
    reveal: str


@dataclass(frozen=True)
class Lesson:
    """``key``: its name in the address. ``text``: what to know before, each of ``tables`` below its paragraph; ``todo``:
    what to do on the pages that ``links`` open.

    What a reveal says of trained networks is what usually happens; what it says of formulas holds always.
    """

    key: str
    title: str
    text: tuple[str, ...]
    question: Question
    todo: str
    links: tuple[PageLink, ...]
    tables: tuple[Table, ...] = ()
    reading: tuple[str, ...] = ()
