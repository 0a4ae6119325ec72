"""The gradient on its way back through freshly started cells."""

import streamlit as st

from pages.ui.understand.gradients.controls import Choice
from rnn_core.networks.cells import CELLS
from rnn_core.teaching.gradients import figures, sentences
from rnn_core.teaching.gradients.copy_task import SIGNS, written
from rnn_core.teaching.gradients.flow import Flow, sample, untrained

EXAMPLE = 6  # steps


def task_explained(choice: Choice) -> None:
    """What the networks are asked, with one short sequence."""
    st.write(
        f"The task: a sequence begins with one of {SIGNS} signs (A, B, C or D). Meaningless letters follow, then a question "
        "mark, k steps after the sign. Which sign was it?"
    )
    data = sample(EXAMPLE, choice.settings)
    st.code(f"{written(data.inputs)}   →   {'ABCD'[data.answers[0]]}        (k = {EXAMPLE})", language=None)


def gradient_section(choice: Choice) -> None:
    """Both pictures before training, and the numbers below them."""
    flows = {cell: untrained(cell, choice.distance, choice.settings) for cell in choice.shown}
    st.subheader("How much of the gradient arrives")
    as_share = st.toggle(
        "As a share of the gradient at the question", True, key="share", bind="query-params", help="Off: its length as it is."
    )
    st.plotly_chart(
        figures.arriving(flows, as_share),
        key="arriving",
        alt="The length of the gradient at each step back, a line a cell",
    )
    st.text(sentences.arriving(flows, choice.distance, choice.settings.truncate))
    st.caption(
        "Freshly started cells, before any training; mean over 64 sequences. The axis is logarithmic: a straight line down means "
        "that each step back loses the same share. What to look for: move Wrec below and above 1. The SimpleRNN's line "
        "tilts: below 1 the gradient vanishes faster, well above 1 it explodes, and only a narrow range between keeps it."
    )
    _table(flows)
    with_gates = {cell: flow for cell, flow in flows.items() if flow.kept is not None}
    if with_gates:
        _gates(with_gates, choice.distance)


def _gates(flows: dict[str, Flow], distance: int) -> None:
    st.subheader("Does an LSTM set Wrec = 1?")
    st.plotly_chart(
        figures.along_the_cell(flows),
        key="kept",
        alt="The product of the forget gates by steps back, and the measured gradient",
    )
    if said := sentences.gates(flows, distance):
        st.text(said)
    st.caption(
        "Solid: the gates multiplied with one another, step by step (derivative along the cell path alone). Dotted: the whole "
        "gradient of the cell state c, which also takes the ways through h. What to look for: move the forget gate's bias to 0 "
        "and to 5. The solid line falls steeply or hardly at all, but it never rises above 1."
    )


def _table(flows: dict[str, Flow]) -> None:
    st.table(
        {
            "Cell": [CELLS[cell].title for cell in flows],
            "Arrives at the sign": [sentences.share(flow.arrives) for flow in flows.values()],
            "Gradient of all weights (norm)": [f"{flow.weights:.3g}" for flow in flows.values()],
            "After penalty and clipping": [f"{flow.shortened:.3g}" for flow in flows.values()],
            "Spectral radius of Wrec": ["–" if flow.radius is None else f"{flow.radius:.3g}" for flow in flows.values()],
        }
    )
