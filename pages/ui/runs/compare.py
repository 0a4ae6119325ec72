"""Several runs side by side: curves, scores, and only the settings that differ."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.runs.table import score
from rnn_core.experiments import experiment
from rnn_core.experiments.listing import DAMAGED, Row, best, differing
from rnn_core.figures import charts

MOST = 6


def compare(chosen: Sequence[Row]) -> None:
    """Curves over each other, then the table."""
    st.subheader("Side by side")
    if damaged := sum(row.state == DAMAGED for row in chosen):
        st.text(f"{damaged} of them {'is' if damaged == 1 else 'are'} damaged and left out.")
        chosen = [row for row in chosen if row.state != DAMAGED]
    if not chosen:
        return
    if len(chosen) > MOST:
        st.text(f"The first {MOST} of {len(chosen)} are shown.")
    chosen = chosen[:MOST]
    names = [f"{number}. {row.title or row.data}" for number, row in enumerate(chosen, start=1)]
    units = {experiment(row.experiment).loss_unit for row in chosen}
    curves = {name: history for name, row in zip(names, chosen, strict=True) if (history := row.run.history())}
    if len(units) == 1 and curves:
        st.plotly_chart(charts.compared_losses(curves, units.pop()), key="compared")
        st.caption("What to look for: which curve falls sooner, and which ends lower. Each is on its own data and scale.")
    else:
        st.text("Their losses are measured in different units, so the curves are not drawn over each other.")
    rows = {"Data": [row.data for row in chosen], "Score": [score(row) for row in chosen]}
    rows |= {"Verdict": [row.verdict for row in chosen]}
    rows |= {title: [_words(value) for value in values] for title, values in differing(chosen).items()}
    st.dataframe({"": list(rows), **{name: [row[place] for row in rows.values()] for place, name in enumerate(names)}})
    winner = best(chosen)
    if winner:
        st.text(f"Best by {winner.score_title.lower()}: {names[list(chosen).index(winner)]}.")
    else:
        st.text("No best one: only runs of one kind on the same data can be ranked.")


def _words(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
