"""From a feed-forward net to a recurrent one, step by step."""

import streamlit as st

from pages.ui.common.drawing import drawn
from pages.ui.understand.unrolled.settings import Chosen
from rnn_core.networks.spec import Recurrent
from rnn_core.teaching.unrolled.diagram import rows
from rnn_core.teaching.unrolled.steps import TITLES, Sizes, picture

LOOK = (
    "What to look for: left and right are the same net. Turned to the side, each layer hides behind its first circle, which "
    "leaves room on the page for another direction: time.",
    "What to look for: nothing goes from left to right. The net says about the third row exactly what it would have said "
    "had there been no first and second row.",
    "What to look for: the new arrows. What the net holds in its hidden layer after a step is read beside the next row, so "
    "even the last answer can depend on the first row.",
    "What to look for: the loop on the left is the chain on the right, written once. Nothing runs in a circle within a step: the "
    "arrow leads to the next one.",
)


def stepper_section(chosen: Chosen) -> None:
    """Four pictures, one at a time, with the sizes of the network above them."""
    st.subheader("From a feed-forward net to a loop")
    step = st.segmented_control("Step", [1, 2, 3, 4], default=1, required=True, key="step", bind="query-params")
    st.caption(f"**Step {step} of 4. {TITLES[step - 1]}**")
    drawn("step-picture", [picture(step, sizes(chosen))], f"step-{step}")
    st.caption(LOOK[step - 1])


def sizes(chosen: Chosen) -> Sizes:
    """Inputs, hidden units and outputs of the first hidden layer and its surroundings."""
    found = rows(chosen.network)
    place = next((place for place, row in enumerate(found) if isinstance(row.layer, Recurrent)), 1)
    below = found[place - 1].shape
    return Sizes(
        below[-1],
        found[place].shape[-1],
        found[-1].shape[-1],
        chosen.batch,
    )
