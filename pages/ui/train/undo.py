"""Settings as they were before the last change, and before that."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

MOST = 30  # changes that can be taken back

Values = dict[str, Any]


@dataclass
class _Past:
    """``now``: what the form showed last, None after a change was taken back; ``there``: what there was to choose from."""

    now: Values | None = None
    there: Any = None
    before: list[Values] = field(default_factory=list)


def remember(form: str, values: Mapping[str, Any], fitted: Collection[str], there: Any) -> None:
    """Note what the ``form`` shows, in every run of its page.

    ``fitted``: settings that the form itself fits to the data, and ``there`` what it fits them to: where that is another than
    before, so are they, which is no change to take back.
    """
    past: _Past = st.session_state.setdefault(_key(form), _Past())
    now = {name: list(value) if isinstance(value, list | tuple) else value for name, value in values.items()}
    if past.now is not None and past.there != there:
        for earlier in (past.now, *past.before):
            earlier.update({name: now[name] for name in fitted})
    if past.now is not None and past.now != now:
        past.before = [*past.before, past.now][-MOST:]
    while past.before[-1:] == [now]:  # since it was fitted
        past.before.pop()
    past.now, past.there = now, there


def undoable(form: str) -> bool:
    """Whether there is a change to take back."""
    return bool(st.session_state[_key(form)].before)


def undo_button(form: str, fill: Callable[[Values], None]) -> None:
    """Takes back the last change; ``fill`` sets the form."""
    past: _Past = st.session_state[_key(form)]

    def take_back() -> None:
        if past.before:
            fill(past.before.pop())
            past.now = None

    tip = "Take back the last change of a setting."
    st.button("Undo", type="tertiary", icon=":material/undo:", on_click=take_back, key=f"{form}.undo", help=tip)


def _key(form: str) -> str:
    return f"{form}.past"
