"""What the files of runs say, read once for all who look at them. It is shared: nobody changes it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from rnn_core import files
from rnn_core.documents import Document
from rnn_core.runs import HISTORY, SAMPLES, Run


def table(run: Run, name: str, **form: Any) -> pd.DataFrame:
    """``results/<name>``, read in this ``form`` (see :func:`pandas.read_csv`)."""
    path = run.folder / "results" / name
    return _table(path, files.written(path), **form)


def samples(run: Run, form: type[Document]) -> Sequence[Mapping[str, Any]]:
    """The fields of :meth:`rnn_core.runs.Run.samples`."""
    return _samples(run, form, files.written(run.folder / SAMPLES))


def history(run: Run) -> Mapping[str, list[float]]:
    """See :meth:`rnn_core.runs.Run.history`."""
    return _history(run, files.written(run.folder / HISTORY))


@st.cache_resource(show_spinner=False, max_entries=32)
def _table(path: Path, written: files.Written, **form: Any) -> pd.DataFrame:
    return pd.read_csv(path, **form)


@lru_cache(maxsize=32)
def _samples(run: Run, form: type[Document], written: files.Written) -> Sequence[Mapping[str, Any]]:
    return [one.model_dump() for one in run.samples(form)]


@lru_cache(maxsize=32)
def _history(run: Run, written: files.Written) -> Mapping[str, list[float]]:
    return run.history()
