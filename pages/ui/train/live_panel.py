"""A run while it waits and trains: the living picture, curves, words. Polled from the run folder, which nobody waits for."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.ui.common.live_chart import live_chart
from pages.ui.common.messages import plain, tell
from pages.ui.common.state import queue
from pages.ui.common.tab import live_tab
from pages.ui.runs.opened_run import prepared_of
from pages.ui.train.announce import has_ended, tab_words
from pages.ui.train.live_words import LiveWords, live_words
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.figures import charts
from rnn_core.runs import Run, Status, words
from rnn_core.settings import word

Stage = Callable[[Run | None, Any, LiveWords], None]

LOOK_SECONDS, EAGER_SECONDS = 1.0, 0.25
NEW_SECONDS = 5.0  # a longer wait is not felt to follow from the click
LOOKS = {"failed": "error", "interrupted": "warning", "stopped": "warning"}
WITH_VALIDATION = (
    "What to look for: both lines fall and then level off. When the validation line turns up while the training line goes on "
    "falling, the network learns by heart (overfitting)."
)
WITHOUT = (
    "What to look for: the line falls and then levels off. Nothing was held out for validation, so learning by heart "
    "(overfitting) cannot be seen here."
)
KERNELS = {
    "cuDNN": "How the recurrent layers are computed: by NVIDIA's library, all steps at once.",
    "loop": "How the recurrent layers are computed: step by step, as Keras does it.",
    "fused loop": "How the recurrent layers are computed: by RNN Lab's own compiled loops, which are faster on a CPU.",
    "NumPy": "How the recurrent layers are computed: step by step in NumPy; only the readout was fitted, by least squares.",
    "fused loop, bfloat16": "How the recurrent layers are computed: by RNN Lab's loops, with products of 16-bit numbers.",
}


def live_section(run: Run, stage: Stage | None) -> None:
    """A run that waits or trains, looked at once a second, more often after the click; the page is drawn anew when it ends."""
    eager = _new(run)

    @st.fragment(run_every=EAGER_SECONDS if eager else LOOK_SECONDS)
    def live() -> None:
        status = run.status()
        live_tab(*tab_words(run, status))
        _now(run, status, stage)
        if not status.active:
            has_ended(run)
        if not status.active or (eager and not _new(run)):
            st.rerun()  # only a run of the whole page changes how often it is looked at

    live()


def _new(run: Run) -> bool:
    """Whether the first point of its curve may come at any moment."""
    age = datetime.now(UTC) - run.about().started
    return age.total_seconds() < NEW_SECONDS and not run.history_written()


def how_it_learned(run: Run, stage: Stage | None) -> None:
    """The same of a run that has ended: its epochs to look through, both losses, what it was computed with."""
    status = run.status()
    _now(run, status, stage)
    scale = st.segmented_control("Loss scale", ["Linear", "Log"], default="Linear", required=True, key="scale")
    curves(run, scale == "Log")
    details(run, status)


def ended_badly(status: Status) -> None:
    """Why a run has no whole result, if it has none."""
    if status.state in LOOKS:
        tell(status.message, LOOKS[status.state], status.state.title())


def _now(run: Run, status: Status, stage: Stage | None) -> None:
    now = live_words(status, queue().place(run) if status.state == "queued" else 0)
    scene = _scene_of(run) if stage else None
    if stage and scene is not None:
        stage(run, scene, now)
    elif status.active:
        st.subheader(now.title)
        st.progress(words.share(status, run.about().settings.get("seconds")), now.then or " ")
        curves(run, logarithmic=False)


def _scene_of(run: Run) -> Any:
    """None where the data of the run are gone, or its experiment has no scene."""
    try:
        return _scene(str(run.folder))
    except UserError:
        return None


@st.cache_resource(show_spinner=False, max_entries=32)
def _scene(folder: str) -> Any:
    run = Run(Path(folder))
    scene = experiment(run.about().experiment).scene
    return scene(prepared_of(run)) if scene else None


def details(run: Run, status: Status) -> None:
    """What it was computed with."""
    about = run.about()
    st.text(status.message)
    with st.container(horizontal=True):
        for one in summary(about.experiment, about.settings):
            st.badge(plain(one), color="gray")
        if status.device:
            st.badge(plain(status.device), icon=":material/memory:", color="gray")
            st.badge(f"kernel: {plain(status.kernel)}", color="gray", help=KERNELS.get(status.kernel))


def summary(name: str, chosen: Mapping[str, Any]) -> list[str]:
    """The main settings of a run of the experiment ``name`` in a few words each."""
    settings = experiment(name).settings.parse(chosen).as_trained().model_dump(mode="json")
    epochs = settings["epochs"]
    amount = f"{settings['seconds']:g} s" if settings["seconds"] else f"{epochs} epoch" + "s" * (epochs != 1)
    steps = [f"{settings['timesteps']} timesteps"] if "timesteps" in settings else []
    return [_memory(settings), *steps, amount]


def _memory(settings: dict) -> str:
    """What reads the steps."""
    if settings.get("encoding") == "onehot":
        return "Bag of words"
    if settings["cell"] == "none":
        return "Average pooling"
    return f"{settings['layers']} × {word(settings['cell'])}({settings['units']})"


def curves(run: Run, logarithmic: bool) -> None:
    """Both losses by epoch, as far as they are written."""
    written = run.history_written()
    if not written:
        return
    traces, layout, held_out = _drawn(run, written, logarithmic)
    live_chart("loss", traces, layout, height=320)
    st.caption(WITH_VALIDATION if held_out else WITHOUT)


@lru_cache(maxsize=64)
def _drawn(run: Run, written: int, logarithmic: bool) -> tuple[list[dict], dict, bool]:
    """The chart of a history that was written at this moment, drawn once for all who look at it."""
    history = run.history()
    figure = charts.loss_curves(history, logarithmic, experiment(run.about().experiment).loss_unit).to_plotly_json()
    layout = {name: value for name, value in figure["layout"].items() if name != "template"}
    layout["uirevision"] = f"{run.id}-{logarithmic}"
    return figure["data"], layout, "val_loss" in history
