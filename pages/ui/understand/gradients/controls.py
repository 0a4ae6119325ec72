"""The controls of the page "Vanishing gradients": all of them stand in its address."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from rnn_core.networks.cells import CELLS
from rnn_core.settings import bound, choice_word, choices, extra
from rnn_core.teaching.gradients.copy_settings import CopySettings

FIELDS = CopySettings.model_fields
FINE = 0.01  # a step that two decimals cannot show
SHOWN = ["simple_rnn", "gru", "lstm"]


@dataclass(frozen=True)
class Choice:
    """``shown`` cells and the ``distance`` of the pictures before training; ``settings`` of starts and training."""

    shown: tuple[str, ...]
    distance: int
    settings: CopySettings


def chosen() -> Choice:
    """The sidebar."""
    with st.sidebar:
        st.subheader("Task")
        distance = st.slider(
            "Steps back (k)", 5, 100, 50, key="k", bind="query-params", help="How many steps before the question the sign stands."
        )
        shown = st.multiselect(
            "Cells shown",
            list(CELLS),
            SHOWN,
            format_func=lambda cell: CELLS[cell].title,
            key="shown",
            bind="query-params",
            help="In the pictures before training.",
        )
        st.subheader("Start of the weights")
        values: dict[str, Any] = {
            "scale": _slider("scale", "wrec"),
            "start": _choice("start", "init"),
            "relu": st.toggle(str(FIELDS["relu"].title), key="relu", bind="query-params", help=FIELDS["relu"].description),
            "forget_bias": _slider("forget_bias", "forget"),
        }
        st.subheader("Remedies while training")
        values |= {
            "clip": _slider("clip", "clip"),
            "truncate": _slider("truncate", "last"),
            "penalty": _slider("penalty", "l2"),
            "optimizer": _choice("optimizer", "by"),
            "seed": _slider("seed", "start_seed"),
        }
    return Choice(tuple(cell for cell in CELLS if cell in shown), int(distance), CopySettings.parse(values))


def _slider(name: str, key: str) -> float | int:
    """A slider of a setting, whose bounds stand there."""
    field = FIELDS[name]
    number = field.annotation or float  # int or float
    step = extra(field, "step") or 1
    value: float | int = st.slider(
        str(field.title),
        number(bound(field, "ge")),
        number(bound(field, "le")),
        number(field.default),
        number(step),
        format="%.3f" if step < FINE else None,
        key=key,
        bind="query-params",
        help=field.description,
    )
    return value


def _choice(name: str, key: str) -> str:
    field = FIELDS[name]
    return str(
        st.selectbox(
            str(field.title),
            choices(field),
            choices(field).index(field.default),
            format_func=lambda value: choice_word(field, value),
            key=key,
            bind="query-params",
            help=field.description,
        )
    )
