"""The finished run that a page opens up: chosen from those there are, or made by one click when there is none."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st

from pages.ui.common.messages import attempt, tell
from pages.ui.common.owner import person
from pages.ui.common.state import look_at, queue
from pages.ui.train.live_panel import live_section
from pages.ui.train.train_button import Start, make
from rnn_core.data import entry
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment, experiment
from rnn_core.experiments.listing import Row, rows
from rnn_core.runs import Run, find

ENDED = ("finished", "stopped")
ADDRESS = "understand-address"  # the run that the address named when the page was drawn last
SAMPLE = "understand-run"  # the run that this session began by the button


def finished_run(kinds: Collection[str]) -> Run | None:
    """A run of these experiments that has a network, chosen by the user and named in the address (``?run=ID``).

    When there is none: the button of a Quick run and its progress; the page goes on by itself when that has ended.
    """
    if (begun := _begun()) is not None:
        if begun.status().active:
            st.info("This page goes on by itself when the training has ended.")
            live_section(begun, None)
            return None
        del st.session_state[SAMPLE]
    found = [row for row in rows(person()) if row.experiment in kinds and row.state in ENDED and _has_network(row.run)]
    if not found:
        _none_yet(kinds)
        return None
    return _chosen(found)


def _has_network(run: Run) -> bool:
    return (run.folder / "results" / "metrics.json").exists() and (run.folder / "model.safetensors").exists()


def _begun() -> Run | None:
    try:
        return find(st.session_state.get(SAMPLE, ""))
    except UserError:
        st.session_state.pop(SAMPLE, None)
        return None


def _chosen(found: list[Row]) -> Run:
    by_id = {row.run.id: row for row in found}
    asked = st.query_params.get("run", "")
    if asked and asked not in by_id:
        tell("The run in the address is not among those that this page can open: choose one of yours.")
    come = asked in by_id and asked != st.session_state.get(ADDRESS)  # by a link, also to another run than the one before
    if come or st.session_state.get("understand") not in by_id:
        st.session_state["understand"] = asked if asked in by_id else found[0].run.id
    titles = _titles(found)
    name = st.selectbox("Run", list(by_id), format_func=titles.__getitem__, key="understand", persist_state="session")
    st.session_state[ADDRESS] = name
    look_at(by_id[name].run)
    return by_id[name].run


def _titles(found: Sequence[Row]) -> dict[str, str]:
    """By their ids, each another one: of two that read alike Streamlit would always take the last."""
    words = {row.run.id: _words(row) for row in found}
    often = Counter(words.values())
    return {id: f"{text} · {id[-8:]}" if often[text] > 1 else text for id, text in words.items()}


def _words(row: Row) -> str:
    started = f" ({row.started.astimezone():%d %b, %H:%M})" if row.started else ""
    return f"{experiment(row.experiment).title}: {row.title or row.data}{started}"


def _none_yet(kinds: Collection[str]) -> None:
    st.info("This page looks inside a network that has been trained, and there is none yet. A Quick run makes one in a moment.")
    with st.container(horizontal=True):
        for chosen in filter(lambda one: one.quick_dataset, map(experiment, kinds)):
            title, key = f"Quick run: {chosen.title}", f"quick-{chosen.name}"
            st.button(title, icon=":material/play_arrow:", on_click=attempt, args=(_begin, chosen, chosen.quick_dataset), key=key)


def _begin(chosen: Experiment[Any, Any, Any], name: str) -> None:
    """The first preset on a dataset that comes with the application."""
    settings = next(iter(chosen.presets.values()))
    data: Any = (chosen.generated and chosen.generated(name, settings)) or entry(name).load()
    if "target" in chosen.settings.model_fields:
        settings = settings.model_copy(update={"target": data.target})
    run = make(Start(chosen, name, data, settings), [settings])[0]
    st.session_state[SAMPLE] = run.id
    queue().submit(run)
