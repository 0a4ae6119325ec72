"""Pictures of paths: in the plane (x against y), or in space, and errors by step."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_core.experiments.trajectory.metrics import TrajectoryMeasures
from rnn_core.figures.charts import PARTS, figure, label, line
from rnn_core.figures.palette import ACTUAL, LEARNED, MEMORY, NAIVE, NETWORK, faint

Array = NDArray[np.float64]
HEIGHT = 460
STRETCH = 400  # points that can still be told apart in one picture
FLAT = 2  # coordinates
PART_LINES: dict[str, dict[str, Any]] = {  # a broad trail where it has been, thin lines where it has not
    "train": {"color": faint(LEARNED.both, 0.5), "width": 4},
    "validation": {"color": ACTUAL.both, "width": 1.6, "dash": "dot"},
    "test": {"color": ACTUAL.both, "width": 1.6},
}


def path_with_parts(points: Array, edges: Sequence[int], columns: Sequence[str]) -> go.Figure:
    """The first points of each part. ``edges``: where training, validation and test start, and where all ends."""
    drawn = _frame(columns)
    for (part, words), first, stop in zip(PARTS.items(), edges[:-1], edges[1:], strict=True):
        if stop > first:
            shown = points[first : min(stop, first + STRETCH)]
            drawn.add_trace(_line(shown, f"{words} · {stop - first:,} points", **PART_LINES[part]))
    return drawn


def one_step(table: pd.DataFrame, columns: Sequence[str]) -> go.Figure:
    """The first points of the test part, and what the network said one step before each."""
    shown = table.head(STRETCH)
    drawn = _frame(columns)
    drawn.add_trace(_line(_points(shown, "actual", columns), "true path", ACTUAL.both, width=2.4))
    drawn.add_trace(_line(_points(shown, "one_step", columns), "network, one step ahead", NETWORK.both, dash="dot"))
    return drawn


def error_by_step(metrics: TrajectoryMeasures) -> go.Figure:
    """Mean distance from the true path against the steps of a free run."""
    steps = np.arange(1, len(metrics.distance.free_running) + 1)
    drawn = figure(
        [
            line(steps, metrics.distance.free_running, "network, free-running", MEMORY.both, width=2.4),
            line(steps, metrics.constant_velocity.free_running, "straight on (constant velocity)", NAIVE.both, dash="dot"),
            line(steps, metrics.standing_still.free_running, "standing still", NAIVE.both, dash="dash"),
        ],
        "mean distance, in the path's units",
    )
    drawn.update_xaxes(title="steps without looking")
    drawn.update_yaxes(rangemode="tozero")
    return drawn


def _axes(points: Array) -> dict[str, Any]:
    return {name: points[:, place].astype(np.float32) for place, name in enumerate("xyz"[: points.shape[1]])}


def _points(table: pd.DataFrame, name: str, columns: Sequence[str]) -> Array:
    return table[[f"{name}_{place + 1}" for place in range(len(columns))]].to_numpy(float)


def _line(points: Array, name: str, color: str, **style: Any) -> Any:
    kind = go.Scatter if points.shape[1] == FLAT else go.Scatter3d
    return kind(**_axes(points), name=name, mode="lines", line={"color": color, "width": 1.8, **style}, hoverinfo="name")


def _frame(columns: Sequence[str]) -> go.Figure:
    """Equal scales on all axes, so that the path keeps its shape."""
    drawn = figure([], height=HEIGHT)
    drawn.update_layout(hovermode="closest")
    names = [label(name) for name in columns]
    if len(names) == FLAT:
        drawn.update_xaxes(title=names[0])
        drawn.update_yaxes(title=names[1], scaleanchor="x", scaleratio=1)
    else:
        titles = {f"{axis}axis": {"title": {"text": name}} for axis, name in zip("xyz", names, strict=True)}
        drawn.update_layout(scene={"aspectmode": "data", **titles})
    return drawn
