"""The drawn cell, lit stage by stage, beside its formulas with the numbers put in."""

import streamlit as st

from pages.ui.common.drawing import drawn
from rnn_core.teaching.one_step.cell import Steps
from rnn_core.teaching.one_step.cell_diagram import cell_diagram
from rnn_core.teaching.one_step.formulas import formulas
from rnn_core.teaching.one_step.stages import WHOLE, look_for, titles

STAGE, UNIT = "stage", "unit"


def stage_controls(kind: str) -> int:
    """Buttons and names of the stages; the number of the one that is lit, 0 for the whole cell."""
    names = titles(kind)
    if st.session_state.get(STAGE, WHOLE) not in names:  # of another cell; the address would keep it
        st.session_state[STAGE] = WHOLE
    with st.container(horizontal=True, vertical_alignment="center"):
        now = st.segmented_control(
            "Stage",
            names,
            default=WHOLE,
            required=True,
            key=STAGE,
            bind="query-params",
            label_visibility="collapsed",
            wrap=True,
        )
        stage = names.index(str(now or WHOLE))
        before, after = names[max(stage - 1, 0)], names[min(stage + 1, len(names) - 1)]
        st.button("Back", icon=":material/arrow_back:", disabled=now == before, on_click=_go, args=(before,), key="stage-back")
        st.button(
            "Next stage",
            icon=":material/arrow_forward:",
            type="primary",
            disabled=now == after,
            on_click=_go,
            args=(after,),
            key="stage-next",
        )
    return stage


def _go(stage: str) -> None:
    st.session_state[STAGE] = stage


def picture(steps: Steps, stage: int) -> None:
    """The drawing and the formulas of one unit, and what to look for."""
    unit = 0
    if steps.units > 1:
        unit = int(
            st.segmented_control(
                "Unit",
                list(range(steps.units)),
                default=0,
                format_func=lambda at: f"Unit {at + 1}",
                required=True,
                key=UNIT,
                bind="query-params",
                label_visibility="collapsed",
            )
            or 0
        )
    with st.container(horizontal=True, gap="medium"):
        with st.container(width=690):
            drawn("cell-drawing", [cell_diagram(steps, stage, unit)], f"{steps.kind}-{stage}")
            st.caption(f"What to look for: {look_for(steps, stage, unit)}")
        with st.container(width=390, border=True):
            st.write("**The formulas, with these numbers**" if stage else "**All at a glance**")
            for line in formulas(steps, stage, unit):
                st.latex(line, width="content")
            st.caption("Numbers are shown rounded, and computed with all their digits.")
