"""A plotly figure as one still picture: SVG text, some kilobytes, where plotly's script has 4.8 MB. For pages to print and send.

It knows what the figures of reports are made of: lines, dots and bands over numbers or dates, histograms, paths in the plane and
in space. Lengths in pixels, y downwards.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape, unescape
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_core.figures import ticks
from rnn_core.figures.palette import BORDER, INK, QUIET

Array = NDArray[np.float64]

WIDTH = 680
LEFT, RIGHT, BOTTOM = 62, 12, 28
ROW, LETTER, SWATCH = 20, 7.2, 22  # of the legend: a line's height, about a letter's width, a line's sample
DASHES = {"dot": "1.5 4", "dash": "6 4", "longdash": "10 4", "dashdot": "7 3 1.5 3", "longdashdot": "11 3 1.5 3"}
MARGIN = 0.04  # of the range, left free above and below
SLANT = math.cos(math.pi / 6), math.sin(math.pi / 6)  # a path in space is seen from a corner
FONT = "font-family:system-ui,sans-serif;font-size:13px"


@dataclass(frozen=True)
class _Line:
    """``x``, ``y`` (points,), not a number where it is broken. ``fill``: colour of what lies between it and the one before."""

    x: Array
    y: Array
    name: str
    color: str
    width: float
    dash: str = ""
    dots: bool = False
    fill: str = ""


@dataclass(frozen=True)
class _Axis:
    """Where numbers stand: from ``low`` to ``high`` along ``length`` pixels from ``start``, which is negative upwards."""

    low: float
    high: float
    start: float
    length: float
    marks: ticks.Ticks = field(default_factory=list)

    def at(self, values: Array) -> Array:
        return self.start + (np.asarray(values, float) - self.low) / (self.high - self.low) * self.length


def still(drawn: go.Figure, words: str) -> str:
    """The picture; ``words``: what it shows, for whoever cannot see it. Raises ValueError for traces of another kind."""
    layout = drawn.layout
    lines = [_line(trace, layout.yaxis.type == "log") for trace in drawn.data]
    height = int(layout.height or 340)
    named = [line for line, trace in zip(lines, drawn.data, strict=True) if trace.showlegend is not False]
    legend, top = _legend(named if layout.showlegend is not False and len(named) > 1 else [], _text(layout.yaxis.title.text))
    x, y = _axes(drawn, lines, height, top)
    parts = [*legend, *_grid(x, y, _text(layout.xaxis.title.text))]
    before = None
    for line in lines:
        parts += _painted(line, before, x, y)
        before = line
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="100%" role="img" '
        f'aria-label="{escape(words)}" style="{FONT}">{"".join(parts)}</svg>'
    )


def _text(words: str | None) -> str:
    """As it is to be read: what is not ours was escaped for plotly."""
    return unescape(words or "")


def _line(trace: Any, logarithmic: bool) -> _Line:
    name, kind = _text(trace.name), trace.type
    if kind == "histogram":
        x, y = _outline(np.asarray(trace.x, float), int(trace.nbinsx or 20))
        return _Line(x, y, name, trace.marker.color, 1, fill=trace.marker.color)
    fill = ""
    if kind == "scatter":
        x, y = _numbers(trace.x), _numbers(trace.y)
        fill = trace.fillcolor if trace.fill == "tonexty" else ""
    elif kind == "scatter3d":
        x, y = _seen(*(np.asarray(one, float) for one in (trace.x, trace.y, trace.z)))
    else:
        raise ValueError(f"a figure of the kind {kind} cannot be drawn as a still picture")
    if logarithmic:
        y = np.log10(np.where(y > 0, y, np.nan))
    mode, look = trace.mode or "lines", trace.line
    width = 0 if mode == "markers" else 1.8 if look.width is None else look.width
    return _Line(x, y, name, look.color, width, DASHES.get(look.dash or "", ""), "markers" in mode, fill)


def _numbers(values: Any) -> Array:
    """Dates as seconds since 1970."""
    some = np.asarray(values)
    return ticks.dates_to_seconds(some) if some.dtype.kind in "MUO" else some.astype(float)


def _outline(values: Array, most: int) -> tuple[Array, Array]:
    """The bars of a histogram as one line around them, bins as wide as a round number."""
    there = values[np.isfinite(values)]
    low, high = (float(there.min()), float(there.max())) if len(there) else (0.0, 1.0)
    step = ticks.next_round((high - low) / most)
    edges = step * np.arange(math.floor(low / step), math.floor(high / step) + 2)
    counts, _ = np.histogram(there, edges)
    return np.repeat(edges, 2), np.concatenate([[0], np.repeat(counts, 2), [0]]).astype(float)


def _seen(x: Array, y: Array, z: Array) -> tuple[Array, Array]:
    """Points in space from a corner: x to the right and down, y to the left and down, z up."""
    across, down = SLANT
    return across * (x - y), z - down * (x + y)


def _legend(named: Sequence[_Line], y_title: str) -> tuple[list[str], float]:
    """The lines' names in rows, below them the vertical axis' own; and where they end."""
    parts, x, y = [], float(LEFT), 16.0
    for line in named:
        wide = SWATCH + 6 + LETTER * len(line.name) + 16
        if x > LEFT and x + wide > WIDTH:
            x, y = LEFT, y + ROW
        look = {"stroke": line.fill or line.color, "stroke-width": 10 if line.fill else max(line.width, 2)}
        parts.append(_path(f"M{x:.0f} {y - 4:.0f}h{SWATCH}", {**look, "stroke-dasharray": line.dash or "none"}))
        parts.append(_word(x + SWATCH + 6, y, line.name, INK.light))
        x += wide
    y += ROW if named else 0
    if y_title:
        parts.append(_word(8, y, y_title, QUIET.light))
        y += ROW
    return parts, y - 8


def _axes(drawn: go.Figure, lines: Sequence[_Line], height: int, top: float) -> tuple[_Axis, _Axis]:
    layout, space = drawn.layout, any(trace.type == "scatter3d" for trace in drawn.data)
    bottom = height - BOTTOM - (ROW if layout.xaxis.title.text else 0)
    wide, high = WIDTH - LEFT - RIGHT, bottom - top
    x, y = _range([line.x for line in lines], 0), _range([line.y for line in lines], MARGIN)
    if layout.yaxis.rangemode == "tozero" or any(trace.type == "histogram" for trace in drawn.data):
        y = (0.0, y[1])
    if layout.yaxis.scaleanchor or space:
        x, y = _equal(x, y, wide / high)
    dated = any(np.asarray(trace.x).dtype.kind in "MUO" for trace in drawn.data)
    whole = all(np.array_equal(line.x, np.round(line.x)) for line in lines)
    x_marks: Callable[[float, float], ticks.Ticks] = ticks.dates if dated else partial(ticks.numbers, whole=whole)
    y_marks = ticks.powers if layout.yaxis.type == "log" else ticks.numbers
    return (
        _Axis(*x, LEFT, wide, [] if space else x_marks(*x)),
        _Axis(*y, bottom, -high, [] if space else y_marks(*y)),
    )


def _range(some: Sequence[Array], margin: float) -> tuple[float, float]:
    values = np.concatenate([*some, np.empty(0)])
    there = values[np.isfinite(values)]
    low, high = (float(there.min()), float(there.max())) if len(there) else (0.0, 1.0)
    more = margin * (high - low) if high > low else 0.5
    return low - more, high + more


def _equal(x: tuple[float, float], y: tuple[float, float], shape: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Both ranges as wide that one unit has the same length on both axes; ``shape``: width by height."""
    wide, high = x[1] - x[0], y[1] - y[0]
    more_wide, more_high = max(0.0, high * shape - wide) / 2, max(0.0, wide / shape - high) / 2
    return (x[0] - more_wide, x[1] + more_wide), (y[0] - more_high, y[1] + more_high)


def _grid(x: _Axis, y: _Axis, x_title: str) -> list[str]:
    parts, right, low = [], LEFT + x.length, y.start
    for place, words in y.marks:
        at = float(y.at(np.array(place)))
        parts.append(_path(f"M{LEFT} {at:.1f}H{right:.0f}", {"stroke": BORDER.light, "stroke-width": 1}))
        parts.append(_word(LEFT - 8, at + 4, words, QUIET.light, "end"))
    for place, words in x.marks:
        at = float(x.at(np.array(place)))
        half = LETTER * len(words) / 2
        parts.append(_word(min(max(at, half), WIDTH - half), low + 19, words, QUIET.light, "middle"))
    if x_title:
        parts.append(_word(LEFT + x.length / 2, low + 38, x_title, QUIET.light, "middle"))
    return parts


def _painted(line: _Line, before: _Line | None, x: _Axis, y: _Axis) -> list[str]:
    points, parts = np.column_stack([x.at(line.x), y.at(line.y)]), []
    if line.fill:
        under = [] if before is None else np.column_stack([x.at(before.x), y.at(before.y)])[::-1].tolist()
        parts.append(f'<path d="{_way([*points.tolist(), *under])}Z" fill="{line.fill}"/>')
    if line.width:
        look = {"stroke": line.color, "stroke-width": line.width, "stroke-dasharray": line.dash or "none"}
        parts.append(_path(_way(points.tolist()), {**look, "stroke-linejoin": "round"}))
    if line.dots:
        there = points[np.isfinite(points).all(1)]
        parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3.5" fill="{line.color}"/>' for px, py in there]
    return parts


def _way(points: Sequence[Sequence[float]]) -> str:
    """Commands of a path, which begins anew behind a point that is no number."""
    commands, down = [], False
    for px, py in points:
        there = math.isfinite(px) and math.isfinite(py)
        if there:
            commands.append(f"{'L' if down else 'M'}{px:.1f} {py:.1f}")
        down = there
    return "".join(commands)


def _path(commands: str, look: dict[str, Any]) -> str:
    return f'<path d="{commands}" fill="none" {" ".join(f"{name}={chr(34)}{value}{chr(34)}" for name, value in look.items())}/>'


def _word(x: float, y: float, text: str, color: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" text-anchor="{anchor}">{escape(text)}</text>'
