"""The questions that a file leaves open, asked on a page until all are answered."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import streamlit as st

from rnn_core.data.questions import NO, YES, Answers, Question
from rnn_core.errors import UserError

FITS = 32  # letters in a list of the sidebar; more are cut there


class Read(Protocol):
    """What was read of a file, and what it leaves open."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those that can be answered otherwise."""


T = TypeVar("T")
ReadT = TypeVar("ReadT", bound=Read)


def settled(found: T | UserError) -> T:
    """What was read, or the refusal raised that was kept instead."""
    if isinstance(found, UserError):
        raise found
    return found


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
    """Ask those that were not asked yet, and add the answers. Whether there are any.

    The options of a question may depend on the answer to one before it, so after another answer than the one taken it is read
    again first.
    """
    before, new = len(answers), [one for one in questions if one.id not in answers]
    for one in new:
        if not one.aside:
            _add(one, answers, key)
            if answers.get(one.id, one.taken) != one.taken:
                return True
    if aside := [one for one in new if one.aside]:
        with st.expander("How the columns were read", icon=":material/view_column:"):
            for one in aside:
                _add(one, answers, key)
    return len(answers) > before


def _add(question: Question, answers: dict[str, str], key: str) -> None:
    """The answer chosen; while none is, nothing. Names that a user wrote stand in a list, which shows them as they are."""
    options = [*question.options]
    place = options.index(question.taken) if question.taken in options else None
    st.text(question.text)
    control: Any = st.radio if {*options} == {YES, NO} else st.selectbox
    words = question.options.__getitem__
    answer = control(question.id, options, place, format_func=words, key=f"{key}{question.id}", label_visibility="collapsed")
    if answer is not None:
        answers[question.id] = answer
        if control is st.selectbox and len(words(answer)) > FITS:
            st.text(words(answer))
