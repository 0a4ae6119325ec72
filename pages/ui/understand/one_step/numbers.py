"""The numbers of a small cell, each of them to be changed: weights, memory before the first step, inputs."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.understand.one_step.choices import Choice
from rnn_core.errors import UserError
from rnn_core.teaching.one_step.cell import LARGEST, MOST_STEPS, Floats
from rnn_core.teaching.one_step.presets import Preset, preset
from rnn_core.teaching.one_step.table import from_table, named, numbers_of, to_table
from rnn_core.wording import typed


def edited(choice: Choice) -> Preset:
    """The preset's numbers with all changes. Raises UserError for fields that hold no number."""
    ready = preset(choice.preset, choice.kind, choice.inputs, choice.units, choice.seed)
    left, right = st.columns([3, 2], gap="large")
    # every field is shown before any is judged: one that is not shown would lose what was typed into it
    table = _weights(choice, ready, left)
    texts = [_inputs(choice, at, values, right) for at, values in enumerate(ready.xs.T)]
    start = {letter: _start(choice, letter, values, right) for letter, values in ready.start.items()}
    return Preset(from_table(choice.kind, choice.inputs, choice.units, table), _sequence(texts), start)


def _weights(choice: Choice, ready: Preset, place: DeltaGenerator) -> dict[str, dict[str, object]]:
    place.markdown("**Weights and biases**, a row for each part of the cell")
    table = pd.DataFrame(to_table(choice.kind, ready.weights))
    number = st.column_config.NumberColumn(format="%.6g", min_value=-LARGEST, max_value=LARGEST, step=0.001)
    columns = dict.fromkeys(table.columns, number)
    found = place.data_editor(table, key=f"weights-{choice.key}", column_config=columns, placeholder="–")
    return {str(column): values.to_dict() for column, values in found.items()}


def _inputs(choice: Choice, at: int, values: Floats, place: DeltaGenerator) -> str:
    return place.text_input(
        f"Input {named('x', at, choice.inputs)}, step by step",
        ", ".join(typed(float(value)).replace("−", "-") for value in values),
        key=f"x{at}-{choice.key}",
        max_chars=300,
        help=f"Numbers apart by commas, decimals with a point; up to {MOST_STEPS}.",
    )


def _start(choice: Choice, letter: str, values: Floats, place: DeltaGenerator) -> Floats:
    columns = place.columns(2)
    found = [
        columns[at].number_input(
            f"{named(letter, at, choice.units)} at the start",
            -LARGEST,
            LARGEST,
            float(value),
            0.1,
            format="%.3f",
            key=f"{letter}{at}-{choice.key}",
        )
        for at, value in enumerate(values)
    ]
    return np.array([0.0 if value is None else value for value in found])


def _sequence(texts: Sequence[str]) -> Floats:
    names = [f"the input {named('x', at, len(texts))}" for at in range(len(texts))]
    columns = [numbers_of(text, name, MOST_STEPS) for text, name in zip(texts, names, strict=True)]
    if len({len(column) for column in columns}) > 1:
        counts = " and ".join(str(len(column)) for column in columns)
        raise UserError(f"The inputs have {counts} numbers: give each of them one for every step.")
    return np.array(columns).T
