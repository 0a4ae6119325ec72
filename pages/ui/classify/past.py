"""Which past matters of a classified text: its words, coloured by what they did to the answer."""

import numpy as np
import streamlit as st

from pages.ui.classify.chosen_text import chosen_text
from pages.ui.classify.in_units import in_units
from pages.ui.classify.moved_words import moved_words
from rnn_core.experiments.classify.predict import MOST_OCCLUDED, Moved
from rnn_core.explain import figures, occlusion
from rnn_core.features.words import Unit
from rnn_core.runs import Run
from rnn_core.wording import percent


def past_of_words(run: Run) -> None:
    """Raises UserError when the run's texts are no longer here."""
    model, text, label = chosen_text(run)
    if not model.vocabulary.split(text, 1):
        st.text("This text has no words.")
        return
    chances = model.probabilities(text)
    moved = model.occlusion(text)
    st.text(f"The network's answer: {model.classes[chances.argmax()]}, {percent(chances.max(), 1)} sure. The label: {label}.")
    moved_words("past-words", moved)
    colours = (
        "Blue words speak for the answer, brown ones against it. What to look for: does the colour lie on words that mean "
        "something for the label, or on names and chance? Crossed out: unknown to the network."
    )
    st.caption(in_units(colours, model.vocabulary.unit))
    _bars(moved, model.vocabulary.unit)
    if len(model.vocabulary.split(text, MOST_OCCLUDED + 1)) > MOST_OCCLUDED:
        st.text(f"Only the first {MOST_OCCLUDED} words are tried.")


def _bars(moved: list[Moved], unit: Unit) -> None:
    names, changes = [one.word for one in moved], np.array([one.change for one in moved])
    hover = [f"{one.word}: {100 * one.change:+.1f} percentage points" for one in moved]
    drawn = figures.past_of_symbols(names, 100 * changes, "percentage points", hover)
    st.plotly_chart(drawn, key="past", alt="The influence of each word on the answer")
    st.text(occlusion.strongest_sentence(names, changes))
    explained = (
        "Each word in turn is replaced by the unknown word; a bar is the answer's probability less what it is then (occlusion). "
        "What to look for: how few words carry the answer, and whether those at the end count for more than those at the "
        "beginning, which the network has to remember longest."
    )
    st.caption(in_units(explained, unit))
