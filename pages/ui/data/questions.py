"""The questions that a file leaves open, asked on a page until all are answered."""

from collections.abc import Callable
from typing import Protocol, TypeVar

import streamlit as st

from rnn_core.data.questions import Answers, Question
from rnn_core.errors import UserError

FEW, BOTH = 4, 2  # answers that stand below each other: so many where none is taken, where one is


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
    before, new = len(answers), [one for one in questions if one.id not in answers]
    for one in new:
        if not one.aside:
            _add(one, answers, key)
    if aside := [one for one in new if one.aside]:
        with st.expander("How the columns were read", icon=":material/view_column:"):
            for one in aside:
                _add(one, answers, key)
    return len(answers) > before


def _add(question: Question, answers: dict[str, str], key: str) -> None:
    """The answer chosen; while none is, nothing."""
    options = [*question.options]
    place = options.index(question.taken) if question.taken else None
    st.text(question.text)
    side_by_side = len(options) <= (BOTH if question.taken else FEW)
    control = st.radio if side_by_side else st.selectbox
    words = question.options.__getitem__
    if answer := control(  # type: ignore[operator]
        question.text, options, place, format_func=words, key=f"{key}{question.id}", label_visibility="collapsed"
    ):
        answers[question.id] = answer
