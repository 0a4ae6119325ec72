"""Encodings side by side: same data, split and budget, in one table; and a button that trains them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.ui.classify.examples import SHARE
from pages.ui.classify.vectors_box import vectors_missing
from pages.ui.common.messages import attempt
from pages.ui.common.owner import person
from pages.ui.common.state import queue
from pages.ui.train.train_button import Start, make
from rnn_core.data import Labelled
from rnn_core.data.store import sha_of
from rnn_core.experiments.classify import ClassifySettings, encodings
from rnn_core.experiments.classify.encodings import Compared
from rnn_core.experiments.classify.metrics import Scores
from rnn_core.experiments.classify.sentences import METHODS
from rnn_core.runs import ACTIVE, Run

POLL_SECONDS = 2.0
ASKED = "all-encodings-asked"
TRAINING, BEFORE, OTHERWISE = "Training (s)", "Vectors (s)", "Other settings"  # columns
MOST_ROWS = 15  # that are shown without a scroll bar


def compare_section(run: Run | None, start: Start[Labelled, ClassifySettings] | None) -> None:
    """The table for the data and split that are chosen, else for those of ``run``; nothing without both."""
    if start is not None:
        chosen = _Chosen(_sha(start.data), start.settings.model_dump(mode="json"), start.data.test is not None)
        title = start.data.title
    elif run is not None:
        about = run.about()
        chosen = _Chosen(about.data, about.settings, encodings.has_test_file(about.data))
        title = about.title
    else:
        return
    with st.expander("Encodings side by side", icon=":material/stacks:"):
        there = chosen.runs()
        st.text(f"{title}, {encodings.parts_in_words(chosen.settings, chosen.test_file)}.")
        _table(chosen, there)
        if start is not None:
            _train_all(start, there)


@dataclass(frozen=True)
class _Chosen:
    """Texts and split whose runs are compared; ``data``: the content hash."""

    data: str
    settings: dict[str, Any]
    test_file: bool

    def runs(self) -> list[Compared]:
        """Those of the person who looks."""
        return encodings.compared(person(), self.data, self.settings, self.test_file)


def _same(data: Labelled) -> int:
    return hash((data.texts, data.labels, data.test, data.title, data.source, data.licence, data.notes))


@st.cache_data(show_spinner=False, max_entries=50, hash_funcs={Labelled: _same})
def _sha(data: Labelled) -> str:
    """The content hash under which a run would keep them."""
    return sha_of(data)


def _table(chosen: _Chosen, there: list[Compared]) -> None:
    active = any(one.state in ACTIVE for one in there)

    @st.fragment(run_every=POLL_SECONDS if active else None)
    def live() -> None:
        found = chosen.runs()
        _rows(found, chosen.settings)
        if active and not any(one.state in ACTIVE for one in found):
            st.rerun()

    live()


def _rows(found: list[Compared], present: dict[str, Any]) -> None:
    if not found:
        st.text("No run on these data with this split yet.")
        return
    shown = [_row(one, present) for one in found]
    if measured := [one.metrics for one in found if one.metrics]:
        shown[len(measured) : len(measured)] = _baselines(measured[0].baselines)
    empty = {name for name in (BEFORE, OTHERWISE) if not any(row.get(name) for row in shown)}
    empty |= {"State"} if all(one.state == "finished" for one in found) else set()
    share = st.column_config.NumberColumn(format=SHARE)
    st.dataframe(
        [{name: value for name, value in row.items() if name not in empty} for row in shown],
        hide_index=True,
        placeholder="",
        height="content" if len(shown) <= MOST_ROWS else "auto",
        column_config={
            "Validation": share,
            "Test": share,
            "Macro F1": st.column_config.NumberColumn(format="%.3f", help="On the test part."),
            TRAINING: st.column_config.NumberColumn(format="%.0f", help="Seconds of training."),
            BEFORE: st.column_config.NumberColumn(format="%.1f", help="Seconds before it, to read or to learn the vectors."),
            "Weights": st.column_config.NumberColumn(format="localized", help="Parameters of the network."),
            OTHERWISE: st.column_config.TextColumn(help="Settings that differ from the present ones."),
            "Open": st.column_config.LinkColumn(display_text="Open", width=60),
        },
    )
    st.caption(
        "The best on validation first: whoever picks a winner by the test column has chosen on the test. Contextual embeddings "
        "are learned on this task, global ones beforehand on neighbouring words. What to look for: does reading in order "
        "(SimpleRNN, LSTM, GRU) gain anything over a mean of the vectors, and what does it cost in seconds?"
    )


def _row(one: Compared, present: dict[str, Any]) -> dict[str, Any]:
    metrics, settings = one.metrics, one.settings
    return {
        "Open": f"/classify?run={one.run.id}",
        "Encoding": encodings.title(settings),
        "State": one.state if metrics else _progress(one),
        "Validation": 100 * metrics.validation.accuracy if metrics else None,
        "Test": 100 * metrics.test.accuracy if metrics else None,
        "Macro F1": metrics.test.macro_f1 if metrics else None,
        TRAINING: metrics.seconds if metrics else None,
        BEFORE: metrics.vector_seconds if metrics else None,
        OTHERWISE: encodings.otherwise(settings, present),
        "Vectors": encodings.learned_where(settings),
        "Weights": metrics.parameters if metrics else None,
    }


def _progress(one: Compared) -> str:
    status = one.run.status()
    return f"epoch {status.epoch} of {status.epochs}" if status.state == "running" and status.epoch else status.state


def _baselines(found: Mapping[str, Scores]) -> list[dict[str, Any]]:
    """The classical methods: the same for all, as data and split are the same."""
    return [
        {
            "Encoding": METHODS[name][:1].upper() + METHODS[name][1:],
            "Test": 100 * scores.accuracy,
            "Macro F1": scores.macro_f1,
            "Vectors": "none: a classical method",
        }
        for name, scores in found.items()
    ]


def _train_all(start: Start, there: list[Compared]) -> None:
    """The button, a question, and only then the runs."""
    present = ClassifySettings.parse(start.settings.model_dump())
    wanted, without = _possible(encodings.variants(present))
    new = encodings.missing(wanted, there)
    if without:
        st.text(f"Without GloVe. {without}")
    if not new:
        st.text("Every encoding with the present settings is in the table or on its way.")
        return
    if not st.session_state.get(ASKED):
        st.button("Train all encodings", icon=":material/stacks:", on_click=_ask, args=(True,))
        return
    with st.container(border=True):
        names = [encodings.title(one.model_dump()) for one in new]
        here = len(wanted) - len(new)
        again = f" {here} {'is' if here == 1 else 'are'} there already." if here else ""
        count = "1 training" if len(new) == 1 else f"{len(new)} trainings"
        st.text(f"This puts {count} in line, with the present settings otherwise: {', '.join(names)}.{again}")
        with st.container(horizontal=True):
            st.button("Put them in line", type="primary", icon=":material/check:", on_click=_queue, args=(start, new))
            st.button("Cancel", on_click=_ask, args=(False,))


def _possible(wanted: list[ClassifySettings]) -> tuple[list[ClassifySettings], str]:
    """Those whose vectors are on this machine, and why the others are left out."""
    found, why = [], ""
    for one in wanted:
        if missing := vectors_missing(one):
            why = missing
        else:
            found.append(one)
    return found, why


def _ask(yes: bool) -> None:
    st.session_state[ASKED] = yes


def _queue(start: Start, wanted: list[ClassifySettings]) -> None:
    """One run each, once however often it is clicked: the question is gone with the first click."""
    if not st.session_state.get(ASKED):
        return
    _ask(False)
    attempt(_submit, start, wanted)


def _submit(start: Start, wanted: list[ClassifySettings]) -> None:
    for run in make(start, wanted):
        queue().submit(run)
