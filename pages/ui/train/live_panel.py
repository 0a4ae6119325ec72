"""A run while it waits and trains: progress, curves, Stop. Polled from the run folder; the training never waits for it."""

from functools import lru_cache

import streamlit as st

from pages.ui.common.live_chart import live_chart
from pages.ui.common.messages import attempt, tell
from pages.ui.common.owner import person
from pages.ui.common.state import queue
from rnn_core.experiments import experiment
from rnn_core.figures import charts
from rnn_core.runs import Run, Status
from rnn_core.settings import word

COLORS = {"finished": "green", "stopped": "gray", "failed": "red", "interrupted": "gray"}
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
    "fused loop, bfloat16": "How the recurrent layers are computed: by RNN Lab's loops, with products of 16-bit numbers.",
}


def training_section(run: Run) -> None:
    """The run's progress, with its controls outside the polled part."""
    active = run.status().active
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Training", width="stretch")
        scale = st.segmented_control(
            "Loss scale", ["Linear", "Log"], default="Linear", required=True, key="scale", label_visibility="collapsed"
        )
        mine = person().may_change(run.access())
        if active and mine:
            st.button("Stop", icon=":material/stop_circle:", on_click=attempt, args=(run.ask_to_stop,), disabled=run.stop_asked())
        elif mine and run.resumable():
            st.button(
                "Go on",
                icon=":material/resume:",
                on_click=attempt,
                args=(_go_on, run),
                help="Train on from where this run ended (resume).",
            )

    @st.fragment(run_every=1.0 if active else None)
    def live() -> None:
        status = run.status()
        _progress(run, status)
        _curves(run, scale == "Log")
        if active and not status.active:
            st.rerun()

    live()


def _go_on(run: Run) -> None:
    run.resume()
    queue().submit(run)


def _progress(run: Run, status: Status) -> None:
    about = run.about()
    settings = experiment(about.experiment).settings.parse(about.settings).model_dump(mode="json")
    st.text(f"Data: {about.title}")
    _badges(settings, status)
    if status.state == "queued":
        place = queue().place(run)
        st.text(f"Waiting: place {place} in line." if place else "Starting: a training process is getting ready.")
        st.text("You can close this page and come back to its address later.")
    elif status.active:
        st.progress(_share(status, settings["seconds"]), _words(status))
    elif status.state in LOOKS:
        tell(status.message, LOOKS[status.state], status.state.title())
    else:
        st.text(status.message)


def _badges(settings: dict, status: Status) -> None:
    with st.container(horizontal=True):
        st.badge(status.state.title(), color=COLORS.get(status.state, "primary"))  # type: ignore[arg-type]
        if status.device:
            st.badge(status.device, icon=":material/memory:", color="gray")
            st.badge(f"kernel: {status.kernel}", color="gray", help=KERNELS.get(status.kernel))
        for words in summary(settings):
            st.badge(words, color="gray")


def summary(settings: dict) -> list[str]:
    """The main settings in a few words each."""
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


def _share(status: Status, seconds: float | None) -> float:
    if status.phase == "evaluating":
        return 1.0
    if seconds and status.seconds_left is not None:
        return max(0.0, 1 - status.seconds_left / seconds)
    if not status.epochs or not status.epoch:
        return 0.0
    return min(1.0, (status.epoch - 1 + status.fraction) / status.epochs)


def _words(status: Status) -> str:
    if status.phase != "training":
        return status.message
    of = f" of {status.epochs}" if status.epochs else ""
    left = f" · about {duration(status.seconds_left)} left" if status.seconds_left is not None else ""
    return f"Epoch {status.epoch}{of} · {status.fraction:.0%} of its batches{left}"


def duration(seconds: float) -> str:
    """In the unit that people would use."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _curves(run: Run, logarithmic: bool) -> None:
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
