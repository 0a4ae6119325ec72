"""What came of following a path: the way with closed eyes, three numbers, the rest folded."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.common import read_once
from pages.ui.common.messages import tell
from pages.ui.data.picker import load_dataset
from pages.ui.stage.paths.pictures import NAIVE, Points, Way, free_run
from pages.ui.stage.verdict import verdict
from pages.ui.train.network_box import network_box
from pages.ui.train.take_home import result_files
from rnn_core.errors import UserError
from rnn_core.experiments.trajectory import TrajectoryMetrics, figures
from rnn_core.experiments.trajectory.metrics import TrajectoryMeasures
from rnn_core.runs import Run

ONE_STEP = "Mean distance between the true point and what the network said, in the path's own units."
CLOSED = "The network goes on by itself and reads its own outputs: mean distance from the true path at the last step."
LOOK = "where do the violet dots leave the true path, and do they keep to the kind of curves that the path makes?"


def picture(run: Run, metrics: TrajectoryMetrics) -> TrajectoryMetrics:
    """A free run of the test part, from where one chooses."""
    table = read_once.table(run, "runs.csv")
    starts = [int(start) for start in table["start"].unique()]
    place, start = st.container(), starts[0]
    if len(starts) > 1:
        titles = {f"point {one + 1:,}": one for one in starts}
        start = titles[st.select_slider("Eyes closed from", list(titles), key=f"start-{run.id}")]
    chosen, count = table[table["start"] == start], len(metrics.coordinates)
    actual, straight, said = (_points(chosen, name, count) for name in ("actual", "constant_velocity", "free_running"))
    title = f"With closed eyes, from point {start + 1:,} on"
    way = Way(_known(run, metrics, start) or actual[:1], actual, straight, metrics.coordinates)
    with place:
        free_run(f"free-{run.id}", f"{run.id}-{start}", way, said, title=title, look=LOOK)
    return metrics


def _points(table: pd.DataFrame, name: str, coordinates: int) -> Points:
    points = table[[f"{name}_{place + 1}" for place in range(coordinates)]].to_numpy(float)
    return [[value if np.isfinite(value) else None for value in point] for point in points.tolist()]


def _known(run: Run, metrics: TrajectoryMetrics, start: int) -> Points:
    """What the network saw before it closed its eyes; nothing, and why, where the path is gone."""
    try:
        points = load_dataset(run.about().data).points
    except UserError as error:
        tell(str(error))
        return []
    return points[max(0, start - metrics.windows.timesteps) : start].tolist()


def numbers(metrics: TrajectoryMeasures) -> None:
    """Three numbers, each beside what it is measured against."""
    mine, straight, still = metrics.distance, metrics.constant_velocity, metrics.standing_still
    steps = len(mine.free_running)
    with st.container(border=True, key="numbers"):
        st.metric("Distance, one step ahead", f"{mine.one_step:.3g}", help=ONE_STEP)
        st.caption(f"{NAIVE}: {straight.one_step:.3g}")
        st.metric(f"Eyes closed, after {steps} steps", f"{mine.free_running[-1]:.3g}", help=CLOSED)
        st.caption(f"{NAIVE}: {straight.free_running[-1]:.3g}, standing still: {still.free_running[-1]:.3g}")
        st.metric(f"Closer than {NAIVE}", closer(metrics))
        st.caption(f"with closed eyes, mean of {metrics.starts} runs")


def closer(metrics: TrajectoryMeasures) -> str:
    """How long the free runs stay closer than going straight on, as their means say."""
    mine, straight = (np.array(one.free_running) for one in (metrics.distance, metrics.constant_velocity))
    worse = np.flatnonzero(mine > straight)
    if not len(worse):
        return f"all {len(mine)} steps"
    return f"up to step {worse[0]}" if worse[0] else "at no step"


def result_section(run: Run, metrics: TrajectoryMetrics) -> None:
    """Everything else about a measured run, folded."""
    with st.expander("One step ahead", icon=":material/footprint:"):
        table = read_once.table(run, "path.csv")
        st.plotly_chart(figures.one_step(table, metrics.coordinates), key="one-step")
        st.caption(
            "At every step the network sees the true points. What to look for: the dotted line should lie on the other one, in "
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


def _by_step(metrics: TrajectoryMeasures, place: str = "") -> None:
    st.plotly_chart(figures.error_by_step(metrics), key=f"{place}by-step")
    st.caption(
        f"Mean of {metrics.starts} free runs. What to look for: small errors add up. Where the line reaches that of standing "
        "still, it has lost the path."
    )


def _downloads(run: Run) -> None:
    with st.container(horizontal=True):
        result_files(run, {"One step ahead (CSV)": "path.csv", "Free runs (CSV)": "runs.csv"})
