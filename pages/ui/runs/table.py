"""The list of runs: filter, tick, see at a glance."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui.common.owner import whose
from pages.ui.common.state import queue
from pages.ui.train.live_panel import summary
from pages.ui.views import page_of
from rnn_core.experiments import experiments
from rnn_core.experiments.listing import Row

MAY_BE_EMPTY = ("Name", "Note", "Score", "Verdict")


def filtered(found: Sequence[Row]) -> list[Row]:
    """The rows that the controls above the table let through; where there is none, it says so."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input("Find", key="runs-find", placeholder="name, note, data or setting", width=280)
        titles = {name: one.title for name, one in experiments().items()}
        kind = st.segmented_control("Kind", list(titles), format_func=titles.__getitem__, key="runs-kind")
        states = st.multiselect("State", sorted({row.state for row in found}), key="runs-state", width=260)
    parts = words.casefold().split()
    let_through = [
        row
        for row in found
        if (not kind or row.experiment == kind)
        and (not states or row.state in states)
        and all(part in _searched(row) for part in parts)
    ]
    if not let_through:
        narrowed = " of this kind and state" if kind or states else ""
        st.text(f"No run{narrowed} matches '{words.strip()}'." if parts else f"No run is{narrowed}.")
    return let_through


def _searched(row: Row) -> str:
    return " ".join([row.title, row.note, row.data, row.state, row.verdict, *_network(row)]).casefold()


def runs_table(found: Sequence[Row], ticked: Sequence[str]) -> list[Row]:
    """Show the rows; returns the ticked ones. ``ticked``: ids of those that are ticked at first.

    The table keeps ticks by row number. Whenever the rows change it is a new table, on which the same runs are ticked.
    """
    ids = [row.run.id for row in found]
    marked = st.session_state.setdefault("runs-ticked", list(ticked))
    first = [number for number, id in enumerate(ids) if id in marked]
    places = queue().places()
    cells = [_cells(row, places) for row in found]
    unused = {name for name in MAY_BE_EMPTY if not any(row[name] for row in cells)}
    if len({row.score_title for row in found if row.score is not None}) < 2:
        unused.add("Score of")
    if all(row["Whose"] == cells[0]["Whose"] for row in cells):
        unused.add("Whose")
    event = st.dataframe(
        [{name: value for name, value in row.items() if name not in unused} for row in cells],
        hide_index=True,
        placeholder="",
        key=f"runs-table-{hash(tuple(ids))}",
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": first, "columns": [], "cells": []}},
        column_config={
            "Open": st.column_config.LinkColumn(display_text="Open", width=60),
            "Started": st.column_config.DatetimeColumn(format="D MMM, HH:mm", width=110),
            "State": st.column_config.TextColumn(width=120),
            "Verdict": st.column_config.TextColumn(width=170),
            "Name": st.column_config.TextColumn(width=150),
            "Loss": st.column_config.LineChartColumn(width=90, help="The training loss from the first epoch to the last."),
            "Score": st.column_config.NumberColumn(
                _score_title(found),
                format="%.3f",
                width=110,
                help="Forecast and path: skill, 1 - error / error of the simplest guess, higher is better. Text: loss on the "
                "held-out part in nats a character, lower is better. Classify: share of the validation texts named rightly, "
                "higher is better.",
            ),
            "Score of": st.column_config.TextColumn(width=130),
        },
    )
    chosen = [found[number] for number in event["selection"]["rows"] if number < len(found)]
    st.session_state["runs-ticked"] = [row.run.id for row in chosen]
    return chosen


def _cells(row: Row, places: Mapping[str, int]) -> dict:
    return {
        "Open": f"/{row.experiment}?run={row.run.id}" if page_of(row.experiment) else None,
        "Started": row.started.astimezone().replace(tzinfo=None) if row.started else None,
        "Whose": whose(row.access) + (" (shared)" if row.access.shared else ""),
        "State": _state(row, places),
        "Name": row.title,
        "Data": row.data,
        "Verdict": row.verdict,
        "Score": row.score,
        "Score of": row.score_title.lower() if row.score is not None else "",
        "Loss": list(row.curve),
        "Network": ", ".join(_network(row)),
        "Note": row.note,
    }


def _state(row: Row, places: Mapping[str, int]) -> str:
    """With its place in line, where it waits."""
    place = places.get(row.run.id, 0)
    return f"queued, place {place}" if place else row.state


def _score_title(found: Sequence[Row]) -> str:
    """The one that all of them have."""
    titles = {row.score_title for row in found if row.score is not None}
    return titles.pop() if len(titles) == 1 else "Score"


def _network(row: Row) -> list[str]:
    """In a few words; nothing of a damaged run."""
    return summary(row.experiment, row.settings) if row.settings else []


def score(row: Row) -> str:
    """The run's main number and what it is, "" when it has none."""
    return "" if row.score is None else f"{row.score:.3f} {row.score_title.lower()}"
