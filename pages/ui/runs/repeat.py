"""The same run with other seeds: what of its result is the network, and what is chance."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.common.messages import attempt
from pages.ui.common.owner import person
from pages.ui.common.state import queue
from rnn_core import runs
from rnn_core.data.store import load_dataset
from rnn_core.experiments.listing import Row, rows
from rnn_core.experiments.side_by_side import REPEATS, other_seeds, repeats_of


def repeat_button(row: Row) -> None:
    """Puts three runs in line, by one click; off while such runs are under way."""
    under_way = bool(_under_way(repeats_of(row, rows(person()))))
    st.button(
        f"Repeat with {REPEATS} seeds",
        icon=":material/casino:",
        disabled=under_way,
        key=f"repeat-{row.run.id}",
        on_click=attempt,
        args=(_repeat, row),
        help="Trains the same settings from other random numbers: as far as the scores differ, the difference is chance.",
    )


def _under_way(repeats: Sequence[Row]) -> list[Row]:
    return [one for one in repeats if one.state in runs.ACTIVE and person().may_change(one.access)]


def _repeat(row: Row) -> None:
    """Nothing where a second click comes after the first. Raises UserError when the data are no longer here."""
    there = repeats_of(row, rows(person()))
    if _under_way(there):
        return
    about = row.run.about()
    load_dataset(about.data)
    wanted = other_seeds(row, {one.settings["seed"] for one in there})
    queue().check_room(person().id, len(wanted))
    for settings in wanted:
        run = runs.create(about.experiment, about.dataset, about.data, about.title, settings, person().id)
        queue().submit(run)
