"""Which data a shown run is of, where these are not the data that are chosen now."""

import pandas as pd
import streamlit as st

from pages.ui.data.picker import Picked, load_dataset
from rnn_core.data import Dataset, Series, kind_of
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.runs import Run


def whose_result(run: Run, picked: Picked | None) -> None:
    """One line above what the run shows, so that it is not taken for what came of the data chosen now."""
    title = run.about().title
    if picked is None:
        st.text(f"What follows is of {title}; no other data are ready yet.")
    elif picked.data.title != title:
        st.text(f"What follows is of {title}, not of {picked.data.title}, which is chosen now: press Train for that.")
    elif not _made_by_settings(run) and _changed(run, picked.data):
        st.text(f"What follows is of {title} as it was then; what is chosen now holds something else: press Train for that.")


def _made_by_settings(run: Run) -> bool:
    """Whether the data change with every slider."""
    about = run.about()
    chosen = experiment(about.experiment)
    return bool(chosen.generated and chosen.generated(about.dataset, chosen.settings.parse(about.settings)))


def _changed(run: Run, data: Dataset) -> bool:
    try:
        then: Dataset = load_dataset(run.about().data)
    except UserError:  # no longer here
        return False
    content = kind_of(data).content
    return hash(content(then)) != hash(content(data)) or not _at_the_same_times(then, data)


def _at_the_same_times(one: Dataset, other: Dataset) -> bool:
    """Of a series and of its test period; the same numbers may come at other times."""
    mine, theirs = _dates(one), _dates(other)
    return len(mine) == len(theirs) and all(a.equals(b) for a, b in zip(mine, theirs, strict=True))


def _dates(data: Dataset) -> list[pd.Index]:
    frames = (data.frame, data.test) if isinstance(data, Series) else ()
    return [frame.index for frame in frames if frame is not None]
