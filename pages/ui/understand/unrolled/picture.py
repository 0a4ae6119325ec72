"""The network unrolled in time, what to look for in it, and its weights."""

import pandas as pd
import streamlit as st

from pages.ui.common.drawing import drawn
from pages.ui.understand.unrolled.settings import Chosen
from rnn_core.networks.spec import Recurrent, describe
from rnn_core.teaching.unrolled.diagram import NARROW, WIDE, Drawing, Row, shown, unrolled
from rnn_core.teaching.unrolled.tasks import KINDS

CELL, UNIT = "whole cells", "one unit"


def picture_section(chosen: Chosen) -> None:
    """The drawing, with a switch between whole cells and one unit of each."""
    view = st.segmented_control("Draw", [CELL, UNIT], default=CELL, required=True, key="view", bind="query-params")
    wide, narrow = (
        Drawing(chosen.network, chosen.batch, slots, view == UNIT, chosen.kind == "one-to-many") for slots in (WIDE, NARROW)
    )
    drawn("unrolled", [unrolled(wide), unrolled(narrow)], "unrolled")
    first = next((row for row in wide.rows if isinstance(row.layer, Recurrent)), None)
    st.caption(_look(chosen, wide.rows, first) if first is None or view == CELL else _look_at_unit(first, wide.rows))
    st.caption(f"**{chosen.kind.capitalize()}.** {KINDS[chosen.kind].here}")
    with st.container(horizontal=True):
        for link in KINDS[chosen.kind].links:
            st.page_link(link.page, label=link.label, icon=":material/arrow_forward:", query_params=dict(link.settings))


def _look(chosen: Chosen, rows: list[Row], first: Row | None) -> str:
    """What to look for in the whole picture."""
    steps, batch = chosen.network.timesteps, chosen.batch
    if first is None:
        return (
            "What to look for: there is no arrow from left to right. Nothing is handed on from step to step, so this network has "
            "no memory, and the order of what it reads plays no part."
        )
    into, out = shown(batch, *rows[0].shape), shown(batch, *rows[-1].shape)
    begin = f"What to look for: follow the shapes (batch, timesteps, numbers) from {into} below to {out} on top. "
    if chosen.kind == "many-to-one":
        return f"{begin}The middle number, {steps}, goes away where a single answer is made of all steps."
    if chosen.kind == "one-to-many":
        return f"{begin}Only x₁ comes from outside; along the dashed arrows each answer is the next thing read."
    return f"{begin}The middle number, {steps}, stays: there is an answer after every step."


def _look_at_unit(first: Row, rows: list[Row]) -> str:
    """What to look for where one unit stands for its layer."""
    layer, below = first.layer, rows[rows.index(first) - 1]
    if not isinstance(layer, Recurrent):
        raise TypeError("a unit of a recurrent layer is meant")
    reads = f"the {below.shape[-1]} numbers from below" if len(below.shape) > 1 else "the number from below"
    each = first.parameters // layer.width
    cell = "".join(f" Its own {state.heading.lower()} {state.letter} is a single number." for state in layer.cell.states[1:])
    return (
        f"What to look for: a unit is one number that is remembered. At each step it reads {reads} and the {layer.units} "
        f"numbers (h) that all units of its layer held a step before.{cell} That makes {each:,} weights for one unit and "
        f"{first.parameters:,} for the {layer.width} of the layer."
    )


def weights_section(chosen: Chosen) -> None:
    """A row a layer: output shape, weights."""
    st.subheader("Its weights")
    rows = describe(chosen.network)
    number = st.column_config.NumberColumn(format="localized")
    st.dataframe(pd.DataFrame(rows).rename(columns=str.capitalize), hide_index=True, column_config={"Parameters": number})
    total = sum(int(row["parameters"]) for row in rows)
    if not any(isinstance(layer, Recurrent) for layer in chosen.network.layers):
        st.caption(f"What to look for: {total:,} weights in all. Most of them lie where many numbers meet many units.")
        return
    move = "Move the slider Timesteps: the picture grows, these numbers do not." if chosen.by_sliders else ""
    st.caption(
        f"What to look for: {total:,} weights in all, however many timesteps there are, because every step uses the same "
        f"ones. {move}"
    )
