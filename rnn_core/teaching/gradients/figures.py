"""plotly figures of gradients on their way back: data in, Figure out. One colour a cell, in all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_core.figures.charts import figure, line
from rnn_core.figures.palette import ACTUAL, SEVERAL
from rnn_core.networks.cells import CELLS
from rnn_core.teaching.gradients.flow import Flow, relative

LOWEST = -20  # the power of ten below which nothing is drawn: all the rest would be squeezed at the top
HEIGHT, MOST_TICKS = 400, 8
STEPS_BACK = "steps back from the question"


def arriving(flows: Mapping[str, Flow], as_share: bool) -> go.Figure:
    """The length of dL/dh by steps back, a line a cell; ``as_share``: of that at the last step."""
    lines = {cell: relative(flow.hidden) if as_share else flow.hidden for cell, flow in flows.items()}
    words = "share of the last step's gradient" if as_share else "length of the gradient dL/dh"
    drawn = _logarithmic([_by_step(cell, values) for cell, values in lines.items()], words, list(lines.values()))
    if as_share:
        _level(drawn, 1, "as much as at the question", 0, _longest(lines.values()))
    return drawn


def along_the_cell(flows: Mapping[str, Flow]) -> go.Figure:
    """The products of the gates that keep the memory, and of LSTMs the measured dL/dc beside it."""
    traces, all_values = [], []
    for cell, flow in flows.items():
        if flow.kept is not None:
            gates = f"{CELLS[cell].part(CELLS[cell].keeper).title}s"
            traces.append(_by_step(cell, flow.kept, f"{CELLS[cell].title}: {gates} multiplied"))
            all_values.append(flow.kept)
        if flow.cell is not None:
            words = f"{CELLS[cell].title}: gradient of {CELLS[cell].memory.letter}, measured"
            traces.append(_by_step(cell, relative(flow.cell), words, dash="dot"))
            all_values.append(relative(flow.cell))
    drawn = _logarithmic(traces, "share that is left", all_values)
    _level(drawn, 1, "the claim: Wrec = 1, nothing is lost", 0, _longest(all_values))
    return drawn


def accuracy(points: Sequence[Mapping[str, Any]], chance: float, usual: Sequence[Mapping[str, Any]] = ()) -> go.Figure:
    """Right answers in percent by distance, a line a cell; ``usual``: those without remedies, dotted."""
    traces = [_by_distance(points, cell) for cell in dict.fromkeys(point["cell"] for point in points)]
    for cell in dict.fromkeys(point["cell"] for point in usual):
        traces.append(_by_distance(usual, cell, name=f"{CELLS[cell].title}, usual start", dash="dot", opacity=0.7))
    drawn = figure(traces, "right answers (%)", HEIGHT)
    distances = sorted({int(point["distance"]) for point in points})
    drawn.update_xaxes(type="log", tickmode="array", tickvals=distances, ticktext=[str(one) for one in distances])
    drawn.update_xaxes(title="steps between the sign and the question")
    drawn.update_yaxes(range=[0, 105])
    _level(drawn, 100 * chance, "guessing", distances[0], distances[-1])
    return drawn


def trained(points: Sequence[Mapping[str, Any]], what: str) -> go.Figure:
    """One distance: ``what`` ("hidden", "kept" or "best") by steps back, before the training dotted, after it solid."""
    traces, all_values = [], []
    for point in points:
        for when, style in (("before", {"dash": "dot", "width": 1.4}), ("after", {"width": 2.4})):
            if (values := point[when][what]) is not None:
                shares = np.array(values, float)  # None becomes NaN
                traces.append(_by_step(point["cell"], shares, f"{CELLS[point['cell']].title}, {when} training", **style))
                all_values.append(shares)
    drawn = _logarithmic(traces, "share of the last step's gradient" if what == "hidden" else "product of the gates", all_values)
    _level(drawn, 1, "nothing is lost", 0, _longest(all_values))
    return drawn


def _longest(lines: Iterable[NDArray[np.float64]]) -> int:
    return max((len(one) - 1 for one in lines), default=1)


def _color(cell: str) -> str:
    names = [*CELLS]
    return SEVERAL[names.index(cell) % len(SEVERAL)]


def _by_step(cell: str, values: NDArray[np.float64], name: str = "", **style: Any) -> go.Scatter:
    """What is 0 has no place on a logarithmic axis and is left out; so is what no figure can hold."""
    shown = np.where((values > 10.0**LOWEST) & (values < np.finfo(np.float32).max), values, np.nan)
    drawn = line(np.arange(len(values)), shown, name or CELLS[cell].title, _color(cell), **style)
    drawn.update(hovertemplate="%{y:.2e}")
    return drawn


def _by_distance(
    points: Sequence[Mapping[str, Any]], cell: str, name: str = "", opacity: float = 1.0, **style: Any
) -> go.Scatter:
    mine = [point for point in points if point["cell"] == cell]
    shares = np.array([100 * point["accuracy"] for point in mine])
    drawn = line([point["distance"] for point in mine], shares, name or CELLS[cell].title, _color(cell), **style)
    drawn.update(mode="lines+markers", marker={"size": 8}, opacity=opacity, hovertemplate="%{y:.1f} %")
    return drawn


def _logarithmic(traces: list[go.Scatter], words: str, all_values: Sequence[NDArray[np.float64]]) -> go.Figure:
    drawn = figure(traces, words, HEIGHT)
    known = np.concatenate([*all_values, [1.0]])
    powers = np.log10(known[np.isfinite(known) & (known > 10.0**LOWEST)])
    low, high = min(-1.2, powers.min() - 0.3), max(0.6, powers.max() + 0.4)
    every = int(np.ceil((high - low) / MOST_TICKS))
    drawn.update_yaxes(type="log", range=[low, high], exponentformat="power", dtick=every)
    drawn.update_xaxes(title=STEPS_BACK)
    return drawn


def _level(drawn: go.Figure, at: float, words: str, first: float, last: float) -> None:
    """A line across at a value that means something; in the legend, where no other line can hide its words."""
    drawn.add_trace(line([first, last], [at, at], words, ACTUAL.both, dash="dash", width=1.4).update(hoverinfo="skip"))
