"""What the pages of classifiers keep between their runs: the texts of a run's test part, its network."""

from pathlib import Path

import pandas as pd
import streamlit as st

from pages.ui.common import read_once
from rnn_core.data import Labelled, load_dataset
from rnn_core.errors import UserError
from rnn_core.experiments.classify import selection_bias
from rnn_core.experiments.classify.predict import Classifier
from rnn_core.runs import Run
from rnn_core.wording import percent

LONGEST = 600  # characters of a text in a list


@st.cache_resource(show_spinner=False, max_entries=4)
def _texts(sha: str) -> tuple[str, ...]:
    """Those among which the test part's are."""
    data = load_dataset(sha)
    assert isinstance(data, Labelled)
    return data.test[0] if data.test else data.texts


def predictions(run: Run) -> pd.DataFrame:
    """``predictions.csv`` with the column ``text``, which is missing when the data are no longer here."""
    table = read_once.table(run, "predictions.csv", dtype={"label": str, "predicted": str}, keep_default_na=False)
    try:
        texts = _texts(run.about().data)
    except UserError:
        return table
    return table.assign(text=[texts[place] for place in table["place"]])


@st.cache_resource(show_spinner=False, max_entries=8)
def classifier(folder: str, written: int) -> Classifier:
    """A run's network; ``written`` is the time of its file, so that a better one is read anew."""
    return Classifier.of(Run(Path(folder)))


def classifier_of(run: Run) -> Classifier | None:
    """As :func:`classifier`; None before the first checkpoint."""
    try:
        return classifier(str(run.folder), (run.folder / "model.safetensors").stat().st_mtime_ns)
    except (FileNotFoundError, UserError):
        return None


@st.cache_resource(show_spinner=False, max_entries=8)
def bias_of(sha: str, validation: float, test: float, seed: int) -> selection_bias.Bias:
    """See :func:`rnn_core.experiments.classify.selection_bias.study`. Raises UserError when the data are gone or too few."""
    data = load_dataset(sha)
    assert isinstance(data, Labelled)
    return selection_bias.study(data, validation, test, seed)


def list_texts(rows: pd.DataFrame, most: int, height: int = 420) -> None:
    """The first texts of ``rows`` with what is known of them, as plain text."""
    with st.container(height=height if len(rows) > 2 else "content", border=False):
        for row in rows.head(most).itertuples():
            with st.container(border=True, gap="xsmall"):
                text = str(row.text)
                st.text(text if len(text) <= LONGEST else f"{text[:LONGEST]} …")
                wrong = row.label != row.predicted
                right = f", {percent(row.label_probability, 1)} for the label" if wrong else ""
                st.text(f"Label: {row.label}. Answer: {row.predicted}, {percent(row.confidence, 1)} sure{right}.")
    if len(rows) > most:
        st.text(f"The first {most} of {len(rows):,} are shown.")
