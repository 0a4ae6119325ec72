"""The text before training: what it holds, and what the network sees of it."""

import streamlit as st

from pages.ui.data.picker import catalogue_table, source
from pages.ui.train.train_button import Start
from rnn_core.data import Text
from rnn_core.experiments.base import Streams
from rnn_core.experiments.text import TextSettings
from rnn_core.experiments.text.data import Prepared
from rnn_core.experiments.text.network import examples
from rnn_core.features.characters import visible
from rnn_core.figures import charts

FIRST_CHARACTERS = 100
WINDOWS_SHOWN = 10
ONE_HOT_SYMBOLS = 100
SYMBOLS_DRAWN = 8


def text_section(start: Start[Text, TextSettings], prepared: Prepared) -> None:
    """What is used of the text, then the network's view of it."""
    text, settings = start.data, start.settings
    st.text(f"{text.title}: {len(text.text):,} characters, {len(prepared.text):,} of them used.")
    st.text(_parts(prepared))
    source(text)
    st.text(f"The first {FIRST_CHARACTERS} characters")
    st.code(prepared.text[:FIRST_CHARACTERS], language=None, wrap_lines=True)
    with st.expander("What the network sees", icon=":material/visibility:"):
        _objective(prepared, settings)
        _windows(prepared, settings)
        _one_hot(prepared, settings)
    with st.expander("The characters and their numbers", icon=":material/abc:"):
        symbols = prepared.vocabulary.symbols
        rows = {"number": range(len(symbols)), "character": list(map(visible, symbols)), "occurrences": prepared.counts}
        st.dataframe(rows, hide_index=True, height=300)
    with st.expander("All ready texts", icon=":material/database:"):
        catalogue_table("text")


def _parts(prepared: Prepared) -> str:
    folded = f" {prepared.vocabulary.folded} rare ones share one symbol." if prepared.vocabulary.folded else ""
    unseen = f" {prepared.unseen} held-out characters never occur in training and are left out." if prepared.unseen else ""
    return (
        f"{prepared.train:,} to learn from, {len(prepared.held_out):,} held out; {len(prepared.vocabulary.symbols)} different "
        f"characters.{folded}{unseen}"
    )


def _objective(prepared: Prepared, settings: TextSettings) -> None:
    piece = [visible(one) for one in prepared.text[: SYMBOLS_DRAWN + 1]]
    if settings.objective == "every-character":
        st.markdown("##### Every character (series to series)")
        st.plotly_chart(charts.unrolled(piece, every=True), key="objective", config={"staticPlot": True})
        st.caption(
            f"The text is read as streams side by side, {settings.timesteps} characters at a time; the memory goes on from piece "
            "to piece. What to look for: every character is a question, so each piece teaches many times."
        )
    else:
        st.markdown("##### Next character (series to vector)")
        st.plotly_chart(charts.unrolled(piece, every=False), key="objective", config={"staticPlot": True})
        st.caption(
            f"Each window of {settings.timesteps} characters has one answer, the next character; the next window starts "
            f"{settings.step} further on, with an empty memory."
        )


def _windows(prepared: Prepared, settings: TextSettings) -> None:
    step = settings.step if settings.objective == "next-character" else settings.timesteps
    training, _ = examples(prepared)
    count = training.rows * training.steps(1) if isinstance(training, Streams) else training.steps(1)
    starts = [start for start in range(0, WINDOWS_SHOWN * step, step) if start + settings.timesteps < prepared.train]
    rows = {
        "window": [prepared.text[start : start + settings.timesteps] for start in starts],
        "next character": [visible(prepared.text[start + settings.timesteps]) for start in starts],
    }
    st.text(f"{count:,} windows of {settings.timesteps} characters an epoch; the first ones:")
    st.dataframe(rows, hide_index=True)


def _one_hot(prepared: Prepared, settings: TextSettings) -> None:
    symbols = prepared.vocabulary.symbols[:ONE_HOT_SYMBOLS]
    ids = prepared.ids[: min(settings.timesteps, 60)]
    st.plotly_chart(charts.one_hot(ids, [visible(one) for one in symbols]), key="one-hot")
    st.caption(
        f"One window as one-hot: a column a character, a single 1 in the row of its number. What to look for: {len(symbols)} "
        "rows, nearly all 0. An embedding says the same in 64 learned numbers."
    )
