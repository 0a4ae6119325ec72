"""The predictions of one example with dropout left on, beside the one without."""

import streamlit as st

from rnn_core.explain import figures
from rnn_core.explain.mc_dropout import DRAWS, Spread


def histogram(found: Spread, lines: dict[str, float], x_title: str) -> None:
    """How often each prediction was drawn, and single values as upright lines."""
    drawn = figures.spread(found.draws, lines, found.band, x_title)
    st.plotly_chart(drawn, key="spread", alt="Predictions with dropout beside the one without")
    st.caption(
        f"The same example {DRAWS} times, each time with other units switched off (Monte Carlo dropout). What to look for: where "
        "the heap is wide, the thinned networks disagree; move to another example, or raise the rate, and watch its width."
    )
