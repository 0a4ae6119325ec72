"""The text that the microscope shows a classifier: one of the test part, or one's own."""

import streamlit as st

from pages.ui.classify.loaded_run import classifier_of, predictions
from rnn_core.experiments.classify import explain
from rnn_core.explain.inputs import Reading
from rnn_core.runs import Run

EXAMPLE = "example"
LONGEST = 20_000  # characters of a typed text


def chosen_words(run: Run) -> Reading:
    """The controls, and what they choose. Raises UserError for a text without words."""
    model = classifier_of(run)
    assert model is not None
    table = predictions(run)
    text = ""
    if "text" in table:
        st.session_state.update({EXAMPLE: len(table)} if st.session_state.get(EXAMPLE, 1) > len(table) else {})
        number = st.number_input("Text of the test part", 1, len(table), key=EXAMPLE, width=200, bind="query-params")
        row = table.iloc[int(number) - 1]
        text = str(row["text"])
    typed = st.text_area("Or a text of your own", "", key="words", height=80, max_chars=LONGEST, bind="query-params")
    if text and not typed:
        st.text(f"Its label is {row['label']}, the network's answer {row['predicted']}.")
    return explain.of_words(typed or text, model.vocabulary, model.timesteps)
