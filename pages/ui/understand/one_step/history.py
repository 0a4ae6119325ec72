"""Several steps one after the other: which one is drawn, and how the memory went until there."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from rnn_core.teaching.one_step import figures
from rnn_core.teaching.one_step.cell import Floats, Steps
from rnn_core.teaching.one_step.table import named, shown_parts

STEP = "step"


def step_controls(count: int) -> int:
    """A slider and buttons; the number of the step that is drawn, from 1."""
    now = min(max(int(st.session_state.get(STEP, 1)), 1), count)
    if STEP in st.session_state:
        st.session_state[STEP] = now
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if count > 1:
            now = st.slider("Step", 1, count, 1, key=STEP, bind="query-params", width=320)
        st.button("Step back", icon=":material/undo:", disabled=now == 1, on_click=_go, args=(now - 1,), key="step-back")
        st.button(
            "Next step",
            icon=":material/redo:",
            disabled=now == count,
            on_click=_go,
            args=(now + 1,),
            key="step-next",
            help="Reads the next input; h and c are carried over.",
        )
        st.button("Reset", icon=":material/restart_alt:", disabled=now == 1, on_click=_go, args=(1,), key="step-reset")
    return now


def _go(step: int) -> None:
    st.session_state[STEP] = step


def history(run: Sequence[Steps], now: int, xs: Floats) -> None:
    """The memory from before the first step to after step ``now``, as lines and as a table."""
    done = run[:now]
    st.plotly_chart(figures.memory(done, xs), key="memory")
    st.caption(
        "What to look for: the lines grow with every step. Flat where a memory is kept, a jump where something is written, "
        "towards 0 where it is forgotten."
    )
    rows = [_row(number, steps) for number, steps in enumerate(done, 1)]
    with st.expander("The same as a table", icon=":material/table_rows:"):
        st.dataframe(pd.DataFrame(rows), hide_index=True)


def _row(number: int, steps: Steps) -> dict[str, float]:
    row: dict[str, float] = {"step": number}
    row |= {named("x", at, len(steps.x)): float(value) for at, value in enumerate(steps.x)}
    states = [f"{letter}_new" for letter in reversed(steps.cell.letters)]
    for name in (*(part for part in shown_parts(steps.kind) if part in steps.numbers), *states):
        for unit, value in enumerate(steps.numbers[name]):
            row[named(name.removesuffix("_new"), unit, steps.units)] = round(float(value), 6)
    return row
