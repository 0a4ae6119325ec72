"""An experiment that has no sections of its own: what its data are, and its metrics in a table."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.data.picker import catalogue_table, source
from pages.ui.train.network_box import network_box
from pages.ui.train.take_home import result_files
from pages.ui.train.train_button import Start
from rnn_core.documents import Document
from rnn_core.networks.spec import describe
from rnn_core.runs import Run, TrainingFacts


def data(start: Start, prepared: Any) -> None:
    """Where the data come from, and the network that would learn them."""
    st.text(start.data.title)
    source(start.data)
    with st.expander("The network", icon=":material/footprint:"):
        rows = describe(start.experiment.task(prepared).network)
        st.table(pd.DataFrame(rows).rename(columns=str.capitalize), hide_index=True)
    with st.expander("All ready datasets", icon=":material/database:"):
        catalogue_table(start.experiment.data)


def result(run: Run, metrics: TrainingFacts) -> None:
    """The verdict, where no headline says it, and everything that was measured."""
    if metrics.verdict_sentence and not metrics.headline:
        tell(metrics.verdict_sentence, "coach", "Result")
    st.subheader("What was measured")
    _table(metrics)
    network_box(run, metrics)
    with st.container(horizontal=True):
        result_files(run, {})


def applied(metrics: Document, tables: Mapping[str, pd.DataFrame]) -> None:
    """The same of other data."""
    _table(metrics)


def _table(metrics: Document) -> None:
    rows = list(_measured(metrics.model_dump(mode="json")))
    st.dataframe({"Measure": [name for name, _ in rows], "Value": [value for _, value in rows]}, hide_index=True)


def _measured(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Every single value with its name; of one within another both names."""
    for name, value in values.items():
        title = f"{before}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            yield from _measured(value, f"{title}, ")
        elif value is not None:
            yield title, f"{value:.4g}" if isinstance(value, float) else str(value)
