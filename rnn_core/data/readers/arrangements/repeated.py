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

    ``frame`` is indexed by its dates, ``rows`` are the numbers of its rows in the file. Raises Unanswered.
    """
    filled = frame.notna().any(axis="columns").to_numpy()
    known = frame[filled].assign(**{"": frame.index[filled]}).set_axis(rows[filled])
    known = known[~known.duplicated()]  # the same row twice says nothing new
    dates = known[""]
    if dates.duplicated().mean() <= MOST:
        return *in_order(frame, keep_empty=True), ()
    first, second = dates.index[dates == dates[dates.duplicated()].iloc[0]][:2]
    date, count = f"{dates[first]:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00"), int(dates.duplicated(keep=False).sum())
    question = ask(REPEATED, f"Of rows with the same date ({first} and {second}: {date}), which counts?", WAYS, answers)
    way = answered(
        question,
        f"{count:,} of the {len(dates):,} rows of {name} share their date with another (rows {first} and {second}: {date}); "
        "expected one row for each date: choose which counts.",
    )
    groups = known.drop(columns="").groupby(dates)
    taken = groups.sum(min_count=1) if way == "sum" else groups.agg(way)
    empty = frame[~filled & ~frame.index.isin(dates)]
    together, notes = in_order(pd.concat([taken, empty]) if len(empty) else taken, keep_empty=True)
    return together, (f"Of {count:,} rows with the same date as another {WAYS[way]} counts.", *notes), (question,)
