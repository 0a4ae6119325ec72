"""Numbers beside the texts they count: the confusion matrix with its cells' texts, and the worst mistakes."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.classify.loaded_run import list_texts
from pages.ui.common.messages import tell
from rnn_core.experiments.classify import figures
from rnn_core.experiments.classify.metrics import ClassScores
from rnn_core.figures.palette import INK
from rnn_core.runs import Run

SIDE_BY_SIDE = 380  # pixels that each half needs
MOST_TEXTS, MOST_MISTAKES = 20, 12
GONE = "The data of this run are no longer on this machine: load or upload them again to read the texts."


@st.fragment
def confusion_tab(run: Run, names: Sequence[str], confusion: pd.DataFrame, predictions: pd.DataFrame) -> None:
    """The matrix; beside it the texts of the cell that was clicked or chosen."""
    table = confusion.iloc[:, 1:].to_numpy()  # a class may be called "class", too
    chart = f"confusion-{run.id}"
    first = np.unravel_index((table * ~np.eye(len(names), dtype=bool)).argmax(), table.shape)
    number, *cell = st.session_state.setdefault(f"{chart}-cell", (0, *map(int, first)))
    halves = st.grid(2, min_column_width=SIDE_BY_SIDE, gap="medium")
    with halves.cell():
        drawn = figures.confusion(table, names, ink(), clickable=True)
        st.plotly_chart(drawn, key=chart, on_select=partial(_clicked, chart), selection_mode="points")
        st.caption(
            "What to look for: right answers stand on the diagonal, mistakes beside it; the darker, the larger its share of "
            "the row. Two classes that are taken for each other are alike in words. Click a cell to read its texts."
        )
    with halves.cell():
        _cell(names, cell, f"{chart}-{number}", predictions)


def ink() -> str:
    """The colour of numbers on coloured cells."""
    return INK.dark if st.context.theme.type == "dark" else INK.light


def _clicked(chart: str) -> None:
    """Both fields begin anew with the cell: each click has fields of its own."""
    points = st.session_state[chart]["selection"]["points"]
    if points:
        cell = int(points[0]["y"]), int(points[0]["x"])
        st.session_state[f"{chart}-cell"] = (st.session_state[f"{chart}-cell"][0] + 1, *cell)


def _cell(names: Sequence[str], cell: list[int], key: str, predictions: pd.DataFrame) -> None:
    with st.container(horizontal=True):
        truth, answer = (
            st.selectbox(title, range(len(names)), place, format_func=names.__getitem__, key=f"{key}-{title}")
            for title, place in zip(("Label", "Answer"), cell, strict=True)
        )
    rows = predictions[(predictions["label"] == names[truth]) & (predictions["predicted"] == names[answer])]
    if "text" not in predictions:
        tell(GONE, "warning")
    elif rows.empty:
        st.text("No text of the test part is in this cell.")
    else:
        list_texts(rows.sort_values("confidence", ascending=False), MOST_TEXTS)


def mistakes_tab(predictions: pd.DataFrame) -> None:
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
    share = partial(st.column_config.NumberColumn, format="percent")
    config = {"Precision": share(), "Recall": share(), "F1": st.column_config.NumberColumn(format="%.3f")}
    st.dataframe(table, hide_index=True, column_config=config)
    st.caption(
        "How often an answer is right (precision), how many of a class's texts are found (recall), and their harmonic mean (F1). "
        "What to look for: a small class with low recall is given away to the large ones; balancing the classes may help."
    )
