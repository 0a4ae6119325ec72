"""Numbers beside the texts they count: the confusion matrix with its cells' texts, and the worst mistakes."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from pages.ui.classify.loaded_run import list_texts, predictions
from pages.ui.common.messages import tell
from pages.ui.stage.classes import confusion
from rnn_core.experiments.classify.metrics import ClassScores
from rnn_core.runs import Run
from rnn_core.wording import NARROW

TITLE = "What it is, and what the network says"
LOOK = (
    "right answers stand on the diagonal, mistakes beside it; the darker, the larger their share of the row. Two classes that "
    "are taken for each other are alike in words."
)
FIELDS = ("Label", "Answer")
SHARES, SHARE = ["Precision", "Recall"], f"%.1f{NARROW}%%"  # columns in percent, their format
MOST_TEXTS, MOST_MISTAKES = 20, 12
GONE = "The data of this run are no longer on this machine: load or upload them again to read the texts."


@st.fragment
def confusion_and_texts(run: Run, names: Sequence[str], counts: NDArray[Any]) -> None:
    """The matrix; below it the texts of the cell that was clicked or chosen, at first of the most frequent mistake."""
    key = f"confusion-{run.id}"
    first = np.unravel_index((counts * ~np.eye(len(names), dtype=bool)).argmax(), counts.shape)
    number, truth, answer = st.session_state.setdefault(f"{key}-cell", (0, *map(int, first)))
    fields = [f"{key}-{number}-{title}" for title in FIELDS]
    picked = tuple(st.session_state.get(field, at) for field, at in zip(fields, (truth, answer), strict=True))
    about = f"{counts.sum():,} texts; nothing of them was learned from"
    confusion(
        key,
        names,
        counts,
        picked,
        partial(_clicked, key),
        title=TITLE,
        about=about,
        look=f"{LOOK} Click a cell to read its texts.",
    )
    _cell(names, [truth, answer], fields, predictions(run))


def _clicked(key: str) -> None:
    """Both fields begin anew with the cell: each click has fields of its own."""
    if cell := st.session_state[key].cell:
        row, column = map(int, cell)
        st.session_state[f"{key}-cell"] = (st.session_state[f"{key}-cell"][0] + 1, row, column)


def _cell(names: Sequence[str], cell: list[int], keys: list[str], predictions: pd.DataFrame) -> None:
    with st.container(horizontal=True):
        truth, answer = (
            st.selectbox(title, range(len(names)), place, format_func=names.__getitem__, key=key)
            for title, place, key in zip(FIELDS, cell, keys, strict=True)
        )
    rows = predictions[(predictions["label"] == names[truth]) & (predictions["predicted"] == names[answer])]
    if "text" not in predictions:
        tell(GONE, "warning")
    elif rows.empty:
        st.text("No text of the test part is in this cell.")
    else:
        list_texts(rows.sort_values("confidence", ascending=False), MOST_TEXTS, height=340)


def mistakes(predictions: pd.DataFrame) -> None:
    """The wrong answers of which the network was surest."""
    wrong = predictions[predictions["label"] != predictions["predicted"]].sort_values("confidence", ascending=False)
    st.text(f"{len(wrong):,} of {len(predictions):,} test texts got a wrong answer. Those of which the network was surest:")
    if "text" not in predictions:
        tell(GONE, "warning")
    elif not wrong.empty:
        list_texts(wrong, MOST_MISTAKES, height=560)
        st.caption(
            "What to look for: irony, praise of one thing and blame of another, words the network has never seen, and labels "
            "that are wrong themselves."
        )


def classes_table(rows: Sequence[ClassScores]) -> None:
    """Precision and recall of each class."""
    names = {"name": "Class", "texts": "Texts", "precision": "Precision", "recall": "Recall", "f1": "F1"}
    table = pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=list(names.values()))
    table[SHARES] *= 100
    config = {name: st.column_config.NumberColumn(format=SHARE) for name in SHARES}
    config["F1"] = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(table, hide_index=True, column_config=config)
    st.caption(
        "How often an answer is right (precision), how many of a class's texts are found (recall), and their harmonic mean (F1). "
        "What to look for: a small class with low recall is given away to the large ones; balancing the classes may help."
    )
