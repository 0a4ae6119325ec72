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
MOST_FRAMES = 100
FRAME_MILLISECONDS = 80
FLAT = 2  # coordinates
ROOM = 0.4  # of the true path's size, on each side
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


def free_run(run: pd.DataFrame, before: Array, columns: Sequence[str]) -> go.Figure:
    """One free run, step by step, with play, pause and a slider; ``before``: the points that the network had seen."""
    lines = {
        "true path": (_points(run, "actual", columns), ACTUAL.both, "solid"),
        "network on its own output": (_points(run, "free_running", columns), MEMORY.both, "solid"),
        "straight on": (_points(run, "constant_velocity", columns), NAIVE.both, "dot"),
    }
    drawn = _frame(columns)
    drawn.add_trace(_line(before, "what the network saw", ACTUAL.both, dash="dot"))
    start = before[-1:]
    for title, (points, color, dash) in lines.items():
        drawn.add_trace(_line(np.concatenate([start, points]), title, color, width=2.4, dash=dash))
    for points, color, _ in lines.values():
        drawn.add_trace(_dot(points[-1], color))
    steps = np.unique(np.linspace(0, len(run), min(len(run), MOST_FRAMES) + 1).astype(int))
    names = range(1, 2 * len(lines) + 1)
    drawn.frames = [go.Frame(name=str(step), data=_at(lines, start, step), traces=list(names)) for step in steps]
    _hold_still(drawn, np.concatenate([before, lines["true path"][0]]))
    return _with_controls(drawn, steps)


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


def _at(lines: dict[str, tuple[Array, str, str]], start: Array, step: int) -> list[Any]:
    """All lines up to a step, then their ends."""
    reached = [np.concatenate([start, points[:step]]) for points, _, _ in lines.values()]
    return [_coordinates(points) for points in reached] + [_coordinates(points[-1:]) for points in reached]


def _coordinates(points: Array) -> Any:
    kind = go.Scatter if points.shape[1] == FLAT else go.Scatter3d
    return kind(**_axes(points))


def _axes(points: Array) -> dict[str, Any]:
    return {name: points[:, place].astype(np.float32) for place, name in enumerate("xyz"[: points.shape[1]])}


def _points(table: pd.DataFrame, name: str, columns: Sequence[str]) -> Array:
    return table[[f"{name}_{place + 1}" for place in range(len(columns))]].to_numpy(float)


def _line(points: Array, name: str, color: str, **style: Any) -> Any:
    kind = go.Scatter if points.shape[1] == FLAT else go.Scatter3d
    return kind(**_axes(points), name=name, mode="lines", line={"color": color, "width": 1.8, **style}, hoverinfo="name")


def _dot(point: Array, color: str) -> Any:
    kind = go.Scatter if len(point) == FLAT else go.Scatter3d
    marker = {"color": color, "size": 11 if len(point) == FLAT else 5}
    return kind(**_axes(point[None]), mode="markers", marker=marker, showlegend=False, hoverinfo="skip")


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


def _hold_still(drawn: go.Figure, true: Array) -> None:
    """Axes that show the true path and some room around it from the first frame on. In space plotly chooses them."""
    if true.shape[1] == FLAT:
        low, high = true.min(axis=0), true.max(axis=0)
        margin = ROOM * float((high - low).max())
        drawn.update_xaxes(range=[low[0] - margin, high[0] + margin])
        drawn.update_yaxes(range=[low[1] - margin, high[1] + margin])


def _with_controls(drawn: go.Figure, steps: NDArray[np.int64]) -> go.Figure:
    now = {"mode": "immediate", "transition": {"duration": 0}}
    going = {**now, "frame": {"duration": FRAME_MILLISECONDS, "redraw": True}, "fromcurrent": True}
    still = {**now, "frame": {"duration": 0, "redraw": True}}
    buttons = [
        {"label": "▶ Play", "method": "animate", "args": [None, going]},
        {"label": "❚❚ Pause", "method": "animate", "args": [[None], still]},
    ]
    slider = {
        "active": len(steps) - 1,
        "currentvalue": {"prefix": "steps without looking: "},
        "pad": {"t": 44, "l": 8},
        "len": 0.98,
        "ticklen": 0,
        "steps": [{"label": str(step), "method": "animate", "args": [[str(step)], still]} for step in steps],
    }
    look = {"showactive": False, "bgcolor": faint(ACTUAL.both, 0.15), "bordercolor": ACTUAL.both, "font": {"color": ACTUAL.both}}
    place = {"type": "buttons", "direction": "left", "x": 0, "y": -0.1, "xanchor": "left", "yanchor": "top"}
    menu = {**place, **look, "buttons": buttons}
    drawn.update_layout(updatemenus=[menu], sliders=[{**slider, "y": -0.16}], height=HEIGHT + 160)
    drawn.update_layout(margin={"b": 130})
    return drawn
