"""What came of following a path: the verdict first, then the path, distances and downloads."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.data.picker import load_dataset
from pages.ui.stage.verdict import verdict
from pages.ui.train.network_box import network_box
from pages.ui.train.take_home import result_files
from rnn_core.errors import UserError
from rnn_core.experiments.trajectory import TrajectoryMetrics, figures
from rnn_core.experiments.trajectory.metrics import TrajectoryMeasures
from rnn_core.runs import Run

DISTANCE = "Mean distance between the true point and what the network said, in the path's own units."
EYES_CLOSED = "The network goes on by itself: it reads its own outputs."
SKILL = "1 - RMS distance / that of going straight on, one step ahead. 1 is perfect, 0 as good, below 0 worse."


def picture(run: Run, metrics: TrajectoryMetrics) -> TrajectoryMetrics:
    """The path with closed eyes beside the true one, on the test part."""
    _free_running(run, metrics)
    return metrics


def numbers(metrics: TrajectoryMeasures) -> None:
    """Three numbers, each beside what it is measured against."""
    mine, straight = metrics.distance, metrics.constant_velocity
    with st.container(border=True, key="numbers"):
        st.metric("Distance, one step ahead", f"{mine.one_step:.3g}", help=DISTANCE)
        st.caption(f"straight on: {straight.one_step:.3g}")
        st.metric(f"Distance after {len(mine.free_running)} steps", f"{mine.free_running[-1]:.3g}", help=EYES_CLOSED)
        st.caption(f"straight on: {straight.free_running[-1]:.3g}")
        st.metric("Skill", "–" if metrics.skill is None else f"{metrics.skill:.2f}", help=SKILL)
        st.caption("perfect: 1, as good as straight on: 0")


def result_section(run: Run, metrics: TrajectoryMetrics) -> None:
    """Everything else about a measured run, folded."""
    with st.expander("One step ahead", icon=":material/start:"):
        table = pd.read_csv(run.folder / "results" / "path.csv")
        st.plotly_chart(figures.one_step(table, metrics.coordinates), key="one-step")
        st.caption(
            "At every step the network sees the true points. What to look for: the dotted line should lie on the grey one, in "
            "the curves too."
        )
    with st.expander("Error by step", icon=":material/stacked_line_chart:"):
        _by_step(metrics)
    with st.expander("The network and its numbers", icon=":material/hub:"):
        network_box(run, metrics)
    with st.expander("Tables to take along", icon=":material/table:"):
        _downloads(run)


def applied(metrics: TrajectoryMeasures, tables: Mapping[str, pd.DataFrame]) -> None:
    """The same network on another path."""
    verdict(metrics.headline, "applied-verdict")
    for note in metrics.notes:
        st.text(f"Note: {note}")
    st.plotly_chart(figures.one_step(tables["path"], metrics.coordinates), key="applied")
    _by_step(metrics, "applied-")


def _free_running(run: Run, metrics: TrajectoryMeasures) -> None:
    table = pd.read_csv(run.folder / "results" / "runs.csv")
    starts = list(table["start"].unique())
    place = 0
    if len(starts) > 1:
        titles = [f"point {start + 1:,}" for start in starts]
        place = titles.index(st.select_slider("Eyes closed from", titles, key=f"start-{run.id}"))
    chosen = table[table["start"] == starts[place]]
    try:
        points = load_dataset(run.about().data).points
    except UserError as error:
        tell(str(error))
        return
    before = points[max(0, starts[place] - metrics.windows.timesteps) : starts[place]]
    st.plotly_chart(figures.free_run(chosen, before, metrics.coordinates), key="free-run", config={"displayModeBar": False})
    st.caption(
        f"The network saw the dotted points, then went on by itself for {len(chosen)} steps. Press Play, or move the slider. "
        "What to look for: where does its line leave the true one, and does it keep to the kind of curves that the path makes?"
    )


def _by_step(metrics: TrajectoryMeasures, place: str = "") -> None:
    st.plotly_chart(figures.error_by_step(metrics), key=f"{place}by-step")
    mine, straight = (np.array(one.free_running) for one in (metrics.distance, metrics.constant_velocity))
    worse = np.flatnonzero(mine > straight)
    told = f"it is closer than going straight on up to step {worse[0]}" if len(worse) else "it is closer than going straight on"
    told = "it is no closer than going straight on from the first step" if len(worse) and worse[0] == 0 else told
    st.text(f"Mean of {metrics.starts} free runs: {told}{'' if len(worse) else ' at all steps'}.")
    st.caption("What to look for: small errors add up. Where the line reaches that of standing still, it has lost the path.")


def _downloads(run: Run) -> None:
    with st.container(horizontal=True):
        result_files(run, {"One step ahead (CSV)": "path.csv", "Free runs (CSV)": "runs.csv"})
