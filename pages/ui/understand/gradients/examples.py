"""Settings of the page "Vanishing gradients" that are worth a look, a button each."""

from typing import Any

import streamlit as st

# by the keys of the controls; those not named go back to the usual
EXAMPLES: dict[str, dict[str, Any]] = {
    "Usual start": {},
    "Wrec 0.5: vanishing": {"wrec": 0.5},
    "Wrec 1.8: exploding": {"wrec": 1.8},
    "LSTM, open forget gates": {"forget": 3.0},
    "LSTM, no forget bias": {"forget": 0.0},
    "Identity and ReLU (IRNN)": {"init": "identity", "relu": True},
    "IRNN by clipped SGD": {"init": "identity", "relu": True, "by": "sgd", "clip": 1.0},
    "Truncated after 10 steps": {"last": 10},
}
USUAL: dict[str, Any] = {
    "wrec": 1.0,
    "init": "orthogonal",
    "relu": False,
    "forget": 1.0,
    "clip": 0.0,
    "last": 0,
    "l2": 0.0,
    "by": "adam",
}


def examples() -> None:
    """Each sets the controls, and so the address."""
    with st.container(horizontal=True, gap="small"):
        for label, settings in EXAMPLES.items():
            st.button(label, key=f"example-{label}", on_click=_take, args=(settings,))


def _take(settings: dict[str, Any]) -> None:
    st.session_state.update(USUAL | settings)
