"""Texts and models made ready, kept between page runs: preparing a long one takes a moment."""

from pathlib import Path

import streamlit as st

from pages.ui.data.picker import load_dataset
from rnn_core.data import Text
from rnn_core.errors import UserError
from rnn_core.experiments.text.data import Prepared, prepare
from rnn_core.experiments.text.generation import TextModel
from rnn_core.experiments.text.settings import TextSettings
from rnn_core.runs import Run


def prepared(text: Text, settings: TextSettings) -> Prepared:
    """See :func:`rnn_core.experiments.text.data.prepare`."""
    used = {"share", "lowercase", "rare", "validation", "timesteps", "objective", "step", "seed"}  # samples begin by the seed
    return _prepared(text.text, settings.model_dump_json(include=used))


@st.cache_resource(show_spinner=False, max_entries=8)
def _prepared(text: str, settings: str) -> Prepared:
    return prepare(Text(text, ""), TextSettings.model_validate_json(settings))


def text_of(run: Run) -> Prepared | None:
    """The text that a run learns; None when it is no longer here."""
    try:
        about = run.about()
        return prepared(load_dataset(about.data), TextSettings.parse(about.settings))
    except UserError:
        return None


@st.cache_resource(show_spinner=False, max_entries=8)
def model(folder: str, written: int) -> TextModel:
    """A run's best model so far; ``written`` is the time of its file, so that a better one is read anew."""
    return TextModel.of(Run(Path(folder)))


def model_of(run: Run) -> TextModel | None:
    """As :func:`model`; None before the first checkpoint."""
    try:
        return model(str(run.folder), (run.folder / "model.safetensors").stat().st_mtime_ns)
    except (FileNotFoundError, UserError):
        return None


def others_of(run: Run) -> tuple[tuple[str, str], ...]:
    """Messages of other authors in the run's table, for comparing: (author, message)."""
    try:
        return tuple(load_dataset(run.about().data).others)
    except UserError:
        return ()
