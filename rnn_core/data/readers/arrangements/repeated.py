"""Dates that come again: which row of each date counts is asked where it matters for many."""

import pandas as pd

from rnn_core.data.questions import Answers, Question, answered, ask
from rnn_core.data.series import in_order

REPEATED = "repeated"  # the question
MOST = 0.02  # of the rows may be left out without asking
WAYS = {"last": "the last row", "first": "the first row", "mean": "their mean", "sum": "their sum"}


def one_row_a_date(
    frame: pd.DataFrame, rows: pd.Index, answers: Answers, name: str
) -> tuple[pd.DataFrame, tuple[str, ...], tuple[Question, ...]]:
    """As :func:`rnn_core.data.series.in_order` for the table of that name, and what was asked: rows without numbers stay.

    ``frame`` is indexed by its dates, ``rows`` are the numbers of its rows in the file. Where all rows of a date are the same the
    last one is taken unless another way is. Raises Unanswered.
    """
    filled = frame.notna().any(axis="columns").to_numpy()
    known, places = frame[filled], rows[filled]
    again = known.index.duplicated(keep=False)
    if known.index.duplicated().mean() <= MOST:
        return *in_order(frame, keep_empty=True), ()
    place = int(again.argmax())
    first, second = places[known.index == known.index[place]][:2]
    date = f"{known.index[place]:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
    same = bool(known.reset_index().duplicated()[known.index.duplicated()].all())
    text = f"Of rows with the same date ({first} and {second}: {date}), which counts?"
    question = ask(REPEATED, text, WAYS, answers, "last" if same else "")
    way = answered(
        question,
        f"{int(again.sum()):,} of the {len(known):,} rows of {name} share their date with another (rows {first} and {second}: "
        f"{date}); expected one row for each date: choose which counts.",
    )
    if way in ("last", "first"):
        taken = known[~known.index.duplicated(keep=way)]
    else:
        groups = known.groupby(level=0)
        taken = groups.sum(min_count=1) if way == "sum" else groups.mean()
    empty = frame[~filled & ~frame.index.isin(known.index)]
    together, notes = in_order(pd.concat([taken, empty]) if len(empty) else taken, keep_empty=True)
    return together, (f"Of {int(again.sum()):,} rows with the same date as another {WAYS[way]} counts.", *notes), (question,)
