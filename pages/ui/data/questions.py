"""The questions that a file leaves open, asked on a page until all are answered."""

from collections.abc import Callable
from typing import Protocol, TypeVar

import streamlit as st

from rnn_core.data.questions import Answers, Question
from rnn_core.errors import UserError

FEW = 4  # answers that stand side by side


class Read(Protocol):
    """What was read of a file, and what it leaves open."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those that can be answered otherwise."""


ReadT = TypeVar("ReadT", bound=Read)


def asked(read: Callable[[Answers], ReadT], key: str) -> ReadT:
    """What ``read`` gives with the answers chosen here; an answer may bring further questions.

    Raises UserError for a file that cannot be used with these answers, Unanswered while one is lacking.
    """
    answers: dict[str, str] = {}
    while True:
        try:
            found = read(answers)
        except UserError as error:
            if not _ask(error.questions, answers, key):
                raise
        else:
            if not _ask(found.questions, answers, key):
                return found


def _ask(questions: tuple[Question, ...], answers: dict[str, str], key: str) -> bool:
    """Ask those that were not asked yet, and add the answers. Whether there are any."""
    before = len(answers)
    for one in questions:
        if one.id not in answers and (answer := _answer(one, f"{key}{one.id}")):
            answers[one.id] = answer
    return len(answers) > before


def _answer(question: Question, key: str) -> str | None:
    """The one chosen; None while none is."""
    options = [*question.options]
    place = options.index(question.taken) if question.taken else None
    st.text(question.text)
    words = question.options.__getitem__
    if len(options) <= FEW:
        return st.radio(question.text, options, place, format_func=words, key=key, label_visibility="collapsed")
    return st.selectbox(question.text, options, place, format_func=words, key=key, label_visibility="collapsed")
