"""One text on its way into the network: words, numbers, a row of one length, vectors."""

import pandas as pd
import streamlit as st

from pages.ui.classify.loaded_texts import Ready
from rnn_core.data import Labelled
from rnn_core.experiments.classify import ClassifySettings
from rnn_core.experiments.classify.data import encoded
from rnn_core.features.words import PADDING, UNKNOWN

MOST_TEXT = 400  # characters shown
MOST_WORDS = 30  # words shown of the row


def steps(data: Labelled, ready: Ready, settings: ClassifySettings) -> None:
    """Choose a text of the training part and follow it."""
    train = ready.parts.train
    number = st.number_input("Look at text", 1, len(train), 1, key=f"class-text-{data.title}-{len(train)}")
    text = data.texts[train[int(number) - 1]]
    st.text(text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]} …")
    row = encoded([text], ready.vocabulary, settings.timesteps)[0]
    found = ready.vocabulary.split(text)
    shown, unit = min(MOST_WORDS, settings.timesteps), ready.vocabulary.unit
    rows = [[_word(found, place) for place in range(shown)], [str(one) for one in row[:shown]]]
    table = pd.DataFrame(rows, [unit[:-1].capitalize(), "Number"])
    st.dataframe(table.rename(columns=lambda place: str(place + 1)))
    unknown = int((row == UNKNOWN).sum())
    st.caption(
        f"The first {shown} of {settings.timesteps} places of its row. The more frequent a {unit[:-1]}, the smaller its number. "
        f"{PADDING} fills the row up (padding), {UNKNOWN} stands for a {unit[:-1]} outside the vocabulary, here {unknown} times."
    )
    st.table(_shapes(found, row, ready, settings), hide_index=True)


def _word(found: list[str], place: int) -> str:
    return found[place] if place < len(found) else "·"


def _shapes(found: list[str], row: object, ready: Ready, settings: ClassifySettings) -> dict[str, list[str]]:
    """The way as a table of our own words and numbers."""
    length, symbols, batch, unit = settings.timesteps, ready.vocabulary.size, settings.batch_size, ready.vocabulary.unit
    kept = min(len(found), length)
    vectors = (
        ("One row of 0 and 1 a text (bag of words)", f"({batch}, {symbols})", "a 1 for each word that occurs")
        if settings.encoding == "onehot"
        else (
            "Vectors (embedding)",
            f"({batch}, {length}, {settings.dimension})",
            f"each number becomes {settings.dimension} numbers",
        )
    )
    rows = [
        (unit.capitalize(), f"{len(found)}", "large and small letters are the same"),
        (
            "Numbers",
            f"{kept} of {len(found)}",
            f"one for each of {symbols - 2:,} known {unit}; beyond {length} {unit} the text is cut",
        ),
        (
            "A row of one length (padding)",
            f"({length})",
            f"{length - kept} zeros at its end, which the network passes over (masking)",
        ),
        ("Texts learned at a time (batch)", f"({batch}, {length})", "the weights change once a batch"),
        vectors,
    ]
    return {title: [one[at] for one in rows] for at, title in enumerate(("Step", "Shape or count", "Why"))}
