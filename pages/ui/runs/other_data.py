"""A finished run on other data, without training again."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.data.picker import other_data_picker
from rnn_core.data.store import sha_of
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.apply import apply
from rnn_core.runs import Run


def other_data_section(run: Run, show: Callable[[Any, Mapping[str, pd.DataFrame]], None]) -> None:
    """Choose data, press a button, and ``show`` what is measured of the network on them, and the tables of it."""
    key = f"applied-{run.id}"
    with st.expander("Use it on other data", icon=":material/swap_horiz:"):
        st.write("The network stays as it is: nothing is learned from these data, so all of them are a test.")
        try:
            picked = other_data_picker(experiment(run.about().experiment).data)
            data = picked.data if picked else None
            if data is not None and _trained_on(run, data):
                tell("The network was trained on these data: what it reaches here is no test of it.", "warning")
            if data is not None and st.button("Try the network on them", icon=":material/play_arrow:"):
                with st.spinner("Reading the data with the network."):
                    st.session_state[key] = data.title, apply(run, data)
        except UserError as error:
            tell(str(error))
            return
        title, results = st.session_state.get(key, (None, None))
        if results and data is not None and title == data.title:  # not beside other data that were chosen since
            st.text(f"On {title}:")
            show(results.metrics, results.tables)


def _trained_on(run: Run, data: Any) -> bool:
    """Titles are compared first, as the content of large data takes long to compare."""
    about = run.about()
    return data.title == about.title and sha_of(data) == about.data
