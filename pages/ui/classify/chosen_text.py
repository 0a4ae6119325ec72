"""One text of a run's test part, for the pages that look inside its network."""

import numpy as np
import streamlit as st

from pages.ui.classify.examples import GONE
from pages.ui.classify.loaded_run import classifier_of, predictions
from rnn_core.errors import UserError
from rnn_core.experiments.classify.predict import Classifier
from rnn_core.runs import Run

MOST_CHARACTERS = 20_000


def chosen_text(run: Run) -> tuple[Classifier, str, str]:
    """The run's network, and a text with its label, in the address as ``?text=``.

    Raises UserError when the run's texts are no longer here.
    """
    model, table = classifier_of(run), predictions(run)
    if model is None or "text" not in table:
        raise UserError(GONE)
    if st.session_state.get("text", 1) > len(table):
        st.session_state["text"] = len(table)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            f"Text of the test part (1 to {len(table):,})", 1, len(table), 1, key="text", bind="query-params", width=280
        )
        st.button("Another text", icon=":material/casino:", on_click=_any, args=(len(table),))
    row = table.iloc[number - 1]
    return model, str(row["text"])[:MOST_CHARACTERS], str(row["label"])


def _any(count: int) -> None:
    st.session_state["text"] = int(np.random.default_rng().integers(1, count + 1))
