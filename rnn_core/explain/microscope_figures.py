"""Figures of a network's memory: data in, Figure out. Frame and colours as in ``figures.py``."""

from collections.abc import Mapping
from itertools import cycle
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from rnn_core.explain.inputs import Reading
from rnn_core.features.characters import visible
from rnn_core.figures.charts import SIGNED, figure, label, unsigned
from rnn_core.figures.palette import ACTUAL, ROLES, SEVERAL
from rnn_core.networks.cells.cell import Shown
from rnn_core.networks.numpy.activations import Trace

MOST_CHARACTERS, MOST_WORDS, MOST_DATES = 110, 60, 7  # ticks that can be read
ROUND = (1, 1.5, 2, 3, 5, 7.5, 10)
WIDE = 70  # characters that fit beside each other in usual letters
LINE_HEIGHT, CURVES_HEIGHT = 84, 110


def limit(part: Shown, values: NDArray[np.floating]) -> float:
    """Where the colours of a part are deepest: of a gate at 1, else at the next round number that hardly any value is beyond."""
    most = float(np.percentile(np.abs(values), 99.5)) if values.size else 0.0
    if part.gate or most == 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(most))
    return float(next(step * power for step in ROUND if step * power >= most * (1 - 1e-6)))


def alike(hidden: NDArray[np.floating]) -> list[int]:
    """An order of the units of (steps, units): first the one that varies most, then always the one most like the last.

    Alike are those whose correlation is high.
    """
    centred = hidden - hidden.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=0)
    standard = centred / np.where(lengths > 0, lengths, 1)
    correlations = standard.T @ standard
    order = [int(lengths.argmax())]
    left = np.ones(len(lengths), bool)
    left[order] = False
    while left.any():
        order.append(int(np.where(left, correlations[order[-1]], -np.inf).argmax()))
        left[order[-1]] = False
    return order


def heat_map(part: Shown, values: NDArray[np.floating], reading: Reading, order: list[int], unit: int) -> go.Figure:
    """Units (rows) by steps (columns) of a part's (steps, units), what is read on top; a frame around one unit.

    A gate in its own colour, what may lie below 0 in the two of signed numbers. ``order``: the units from top to bottom.
    """
    steps, deepest, signed = _steps(reading), limit(part, values), not part.gate
    picture = go.Heatmap(
        z=np.asarray(values, np.float32).T[order],
        x=steps,
        y=[f"unit {number}" for number in order],
        colorscale=SIGNED if signed else unsigned(ROLES[part.role]),
        zmin=-deepest if signed else 0,
        zmax=deepest,
        colorbar={"thickness": 10, "len": 0.8, "outlinewidth": 0},
        hovertemplate="%{y}<br>%{x}<br><b>%{z:.2f}</b><extra></extra>",
    )
    curves = _curves(reading, steps)
    height = int(np.clip(8 * len(order), 180, 520))
    drawn = figure([picture], height=height + 70 + (CURVES_HEIGHT if curves else 0))
    share = CURVES_HEIGHT / (height + CURVES_HEIGHT) if curves else 0.0
    for curve in curves:
        drawn.add_trace(curve.update(yaxis="y2"))
    place = order.index(unit) if unit in order else None
    if place is not None:
        box = {"x0": -0.5, "x1": len(steps) - 0.5, "y0": place - 0.5, "y1": place + 0.5}
        drawn.add_shape(type="rect", line={"color": ACTUAL.both, "width": 2.4}, **box)
    ends = [-0.5, len(order) - 0.5]
    drawn.update_layout(hovermode="closest", yaxis={"domain": [0, 1 - share - (0.03 if curves else 0)], "range": ends[::-1]})
    drawn.update_yaxes(showgrid=False, zeroline=False, type="category")
    if curves:
        title = {"text": label(reading.unit)}
        drawn.update_layout(yaxis2={"domain": [1 - share, 1], "title": title, "anchor": "x", "type": "linear"})
    drawn.update_xaxes(**_ticks(reading, steps), range=[-0.5, len(steps) - 0.5])
    drawn.update_layout(showlegend=len(curves) > 1, margin={"t": 36 if len(curves) > 1 else 12})
    return drawn


def unit_lines(trace: Trace, unit: int, reading: Reading) -> go.Figure:
    """One unit: what is read, its states and its gates below each other over the same steps."""
    steps, parts, curves = _steps(reading), trace.parts, _curves(reading, _steps(reading))
    above = 1 if curves else 0
    shown = trace.cell.shown
    titles = [*(["What it reads"] if curves else []), *(f"{shown[name].heading} ({shown[name].meaning})" for name in parts)]
    rows = above + len(parts)
    drawn = make_subplots(rows=rows, shared_xaxes=True, vertical_spacing=0.3 / rows, subplot_titles=titles)
    for curve in curves:
        drawn.add_trace(curve, row=1, col=1)
    for row, (name, values) in enumerate(parts.items(), start=1 + above):
        line = go.Scatter(
            x=steps,
            y=np.asarray(values[:, unit], np.float32),
            mode="lines",
            line={"color": ROLES[shown[name].role].both, "width": 1.8, "shape": "hvh"},
            fill="tozeroy",
            hovertemplate="%{y:.3f}<extra>" + name + "</extra>",
            showlegend=False,
        )
        drawn.add_trace(line, row=row, col=1)
        drawn.update_yaxes(**_range(shown[name], values[:, unit]), row=row, col=1)
    drawn.update_annotations(x=0, xanchor="left", font={"size": 12})
    legend = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"}
    margins = {"l": 10, "r": 10, "t": 36, "b": 10}
    drawn.update_layout(height=rows * LINE_HEIGHT + 90, margin=margins, hovermode="x unified", legend=legend)
    drawn.update_layout(showlegend=len(curves) > 1)
    drawn.update_xaxes(range=[-0.5, len(steps) - 0.5], type="category", showticklabels=False)
    drawn.update_xaxes(**{**_ticks(reading, steps), "showticklabels": True, "side": "bottom"}, row=rows, col=1)
    return drawn


def _range(part: Shown, values: NDArray[np.floating]) -> dict[str, Any]:
    """Gates always from 0 to 1; states as far as they reach, 0 among it."""
    if part.gate:
        return {"range": [-0.05, 1.05], "tickvals": [0, 0.5, 1]}
    low, high = min(0.0, float(values.min(initial=0))), max(0.0, float(values.max(initial=0)))
    room = 0.08 * max(high - low, 0.1)
    return {"range": [low - room, high + room], "nticks": 4, "zeroline": True}


def _steps(reading: Reading) -> list[str]:
    """A name of its own for each step."""
    if reading.between is None:
        return [label(name) for name in reading.names]
    return [f"{number}: {label(visible(name))}" for number, name in enumerate(reading.names, start=1)]


def _curves(reading: Reading, steps: list[str]) -> list[go.Scatter]:
    return [
        go.Scatter(x=steps, y=np.asarray(values), name=label(name), mode="lines", line={"color": color, "width": 1.8})
        for (name, values), color in zip(reading.curves.items(), cycle([ACTUAL.both, *SEVERAL]), strict=False)
    ]


def _ticks(reading: Reading, steps: list[str]) -> dict[str, Any]:
    """An axis of the steps: every character or word where there is room, else words, each where it begins, or dates."""
    places, names, look = _tick_names(reading)
    axis: Mapping[str, Any] = {"type": "category", "tickmode": "array", "tickvals": places, "showgrid": False, "automargin": True}
    if reading.between is not None:
        look = {"side": "top", "tickfont": {"family": "monospace", "size": 11 if len(steps) <= WIDE else 9}, **look}
    return {**axis, "ticktext": [label(name) for name in names], "ticks": "", **look}


def _tick_names(reading: Reading) -> tuple[list[int], list[str], dict[str, Any]]:
    count = len(reading.names)
    if reading.between is None:
        places = np.unique(np.linspace(0, count - 1, MOST_DATES).astype(int)).tolist()
        return places, [reading.names[place] for place in places], {"tickangle": 0}
    if reading.between == "" and count <= MOST_CHARACTERS:
        return [*range(count)], [visible(name) for name in reading.names], {"tickangle": 0}
    words = _words(reading.names) if reading.between == "" else [*enumerate(reading.names)]
    words = words[:: -(-len(words) // MOST_WORDS)]
    return [place for place, _ in words], [word[:14] for _, word in words], {"tickangle": -90}


def _words(characters: tuple[str, ...]) -> list[tuple[int, str]]:
    """Where each word begins, and the word."""
    found: list[tuple[int, str]] = []
    for place, one in enumerate(characters):
        if one.isspace():
            continue
        if not place or characters[place - 1].isspace():
            found.append((place, one))
        else:
            found[-1] = (found[-1][0], found[-1][1] + one)
    return found
