"""plotly figures: data in, Figure out. Drawn once for the light and the dark theme: of each colour the form ``both``."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_core.data.readers.forms.holes import holes
from rnn_core.figures.palette import ACTUAL, LEARNED, MEMORY, MINUS, NAIVE, NETWORK, PLUS, Color, faint

PARTS = {"train": "learned from", "validation": "chosen on", "test": "measured on"}
# Where along a part its name stands, and which side of it: those of the two short parts, side by side, never cover each other.
NAMED = {"train": (0.5, "center"), "validation": (1.0, "right"), "test": (0.0, "left")}
SET_ASIDE, PART_EDGE = faint(LEARNED.both, 0.12), faint(LEARNED.both, 0.4)  # ground of validation and test
BAND = 0.2  # share of its line's colour
SIGNED = [[0, MINUS], [0.5, faint(MINUS, 0)], [0.5, faint(PLUS, 0)], [1, PLUS]]  # a colour scale: 0 is the page
MOST_POINTS = 1000
LONGEST_LABEL = 40
FEW_EPOCHS = 10  # each has its tick


def unsigned(color: Color) -> list[list[Any]]:
    """A colour scale for numbers from 0 up: nearly the page, then deeper and deeper."""
    return [[0, faint(color.both, 0.08)], [1, color.both]]


def label(text: str) -> str:
    """Text that is not ours, for a figure: short, and without what plotly would take for markup."""
    return escape(text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…", quote=False)


def thin(values: Any, most: int = MOST_POINTS) -> NDArray[Any]:
    """At most ``most`` evenly spaced values, the first and last among them."""
    array = np.asarray(values)
    if len(array) <= most:
        return array
    return array[np.linspace(0, len(array) - 1, most).astype(int)]


def line(x: Any, y: Any, name: str, color: str, **style: Any) -> go.Scatter:
    """One thin line of at most 1,000 points; y as float32, which travels in binary."""
    return go.Scatter(
        x=thin(x),
        y=thin(y).astype(np.float32),
        name=label(name),
        mode="lines",
        line={"color": color, "width": 1.8, **style},
    )


def figure(traces: Sequence[go.Scatter | go.Bar | go.Histogram], y_title: str = "", height: int = 340) -> go.Figure:
    """The frame all figures share: legend above, little margin, one tooltip for all lines at a place."""
    return go.Figure(
        list(traces),
        {
            "height": height,
            "margin": {"l": 10, "r": 10, "t": 36, "b": 10},
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
            "hovermode": "x unified",
            "yaxis": {"title": {"text": label(y_title)}},
        },
    )


def series_with_parts(dates: pd.Index, values: Any, edges: Sequence[int], name: str, unit: str = "") -> go.Figure:
    """A series, over its dates or the numbers of its rows, with its parts named, its line broken off at holes in the dates.

    ``edges``: rows where training starts, validation starts, test starts, all ends.
    """
    broken = holes(dates) if isinstance(dates, pd.DatetimeIndex) else []
    lines = [line(dates[a:b], values[a:b], name, ACTUAL.both) for a, b in pairwise((0, *broken, len(dates)))]
    drawn = figure(lines, unit or name, height=280)
    above = {"y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    ground = {"type": "rect", "xref": "x", "yref": "y domain", "y0": 0, "y1": 1, "fillcolor": SET_ASIDE, "layer": "below"}
    grounds, names = [], []
    for (part, words), first, stop in zip(PARTS.items(), edges[:-1], edges[1:], strict=True):
        if stop > first:
            start, end = dates[first], dates[stop - 1]
            if part != "train":
                grounds.append({**ground, "x0": start, "x1": end, "line": {"color": PART_EDGE, "width": 1}})
            along, side = NAMED[part]
            names.append({**above, "x": start + along * (end - start), "xanchor": side, "text": words})
    return drawn.update_layout(showlegend=False, shapes=grounds, annotations=names)  # at once: one by one takes long


def one_window(past: Any, target: float, name: str) -> go.Figure:
    """One example for the network: the scaled past and the value it must give."""
    steps = np.arange(-len(past), 0)
    star = {"color": ACTUAL.both, "size": 13, "symbol": "star"}
    dot = go.Scatter(x=[0], y=[target], name="what it must say", mode="markers", marker=star)
    drawn = figure([line(steps, past, "what the network sees", ACTUAL.both), dot], f"{name}, scaled", height=260)
    drawn.update_xaxes(title="rows before the forecast")
    return drawn


def loss_curves(history: dict[str, list[float]], logarithmic: bool, unit: str, height: int = 320) -> go.Figure:
    """Training loss, and validation loss where there is one, by epoch."""
    traces = [line(history["epoch"], history["loss"], "training loss", LEARNED.both, dash="dash")]
    if "val_loss" in history:
        traces.append(line(history["epoch"], history["val_loss"], "validation loss", NETWORK.both))
    if len(history["epoch"]) < 3:
        for trace in traces:
            trace.mode = "lines+markers"
    drawn = figure(traces, f"loss ({unit})", height)
    drawn.update_xaxes(title="epoch")
    drawn.update_yaxes(type="log" if logarithmic else "linear")
    return drawn


def compared_losses(curves: dict[str, dict[str, list[float]]], unit: str, color: Mapping[str, str]) -> go.Figure:
    """The validation loss of several runs by epoch, the training loss of those without; ``curves``: name to history."""
    traces = []
    for name, history in curves.items():
        losses = history.get("val_loss", history["loss"])
        words = name if "val_loss" in history else f"{name} (training)"
        traces.append(line(history["epoch"], losses, words, color[name]))
        if len(losses) < 3:
            traces[-1].mode = "lines+markers"
    drawn = figure(traces, f"loss ({unit})")
    few = max((len(history["epoch"]) for history in curves.values()), default=0) <= FEW_EPOCHS
    drawn.update_layout(showlegend=True)
    drawn.update_xaxes(title="epoch", tickformat="d", dtick=1 if few else None)
    return drawn


def _places(table: pd.DataFrame) -> Any:
    """Where its rows stand: dates, or numbers of rows that have none."""
    return table["row"] if "row" in table else pd.to_datetime(table["date"])


def _over_rows(drawn: go.Figure, table: pd.DataFrame) -> go.Figure:
    """With the axis named where it shows no dates."""
    if "row" in table:
        drawn.update_xaxes(title="row")
    return drawn


def one_step(forecast: pd.DataFrame, unit: str) -> go.Figure:
    """Forecast against actual values and "tomorrow = today", with a range slider, and the band where the table has one."""
    dates = _places(forecast)
    drawn = figure(
        [
            *(_band(dates, forecast["low"], forecast["high"], NETWORK.both) if "low" in forecast else ()),
            line(dates, forecast["actual"], "actual", ACTUAL.both, width=2.4),
            line(dates, forecast["last_value"], "tomorrow = today", NAIVE.both, dash="dot"),
            line(dates, forecast["one_step"], "network", NETWORK.both),
        ],
        unit,
        height=420,
    )
    drawn.update_xaxes(rangeslider={"visible": True, "thickness": 0.08})
    return _over_rows(drawn, forecast)


def free_running(forecast: pd.DataFrame, unit: str) -> go.Figure:
    """The network on its own output, beside the actual values and the last known value held flat."""
    dates = _places(forecast)
    held = np.full(len(forecast), forecast["last_value"].iloc[0])
    drawn = figure(
        [
            line(dates, forecast["actual"], "actual", ACTUAL.both, width=2.4),
            line(dates, held, "last known value", NAIVE.both, dash="dot"),
            line(dates, forecast["free_running"], "network on its own output", MEMORY.both),
        ],
        unit,
    )
    return _over_rows(drawn, forecast)


def beyond(recent_dates: Any, recent: Any, future: pd.DataFrame, unit: str, alone: bool, first: tuple[float, float]) -> go.Figure:
    """The last known values and the next ones. ``alone``: the network on its own output.

    With the band where the table has one, else with that of the ``first`` row, its lower and upper end; that of dropout as two
    thin lines where it is another one.
    """
    dates = _places(future)
    color, name = (MEMORY.both, "network on its own output") if alone else (NETWORK.both, "network")
    traces = [line(recent_dates, recent, "known", ACTUAL.both, width=2.4)]
    if future["low"].notna().sum() > 1:
        traces += _band(dates, future["low"], future["high"], color)
    else:
        traces.append(line([dates[0]] * 2, first, "band of the first row", faint(color, 2 * BAND), width=9))
    if "dropout_low" in future and not future["dropout_low"].equals(future["low"]):
        edges = [
            line(dates, future[f"dropout_{side}"], "band of dropout", faint(color, 0.6), dash="dot") for side in ("low", "high")
        ]
        edges[1].showlegend = False
        traces += edges
    traces.append(line(dates, future["forecast"], name, color))
    if len(future) == 1:
        traces[-1].mode = "markers"
    return _over_rows(figure(traces, unit), future)


def _band(places: Any, low: Any, high: Any, color: str) -> list[go.Scatter]:
    """The ground between two edges; a row without edges is a gap."""
    band = faint(color, BAND)
    edges = [line(places, low, "low", band, width=0), line(places, high, "80 % band", band, width=0)]
    edges[0].showlegend = False
    edges[1].update(fill="tonexty", fillcolor=band)
    return edges


def residuals(forecast: pd.DataFrame, unit: str) -> go.Figure:
    """Forecast errors over time."""
    dates = _places(forecast)
    error = forecast["one_step"] - forecast["actual"]
    naive = forecast["last_value"] - forecast["actual"]
    drawn = figure(
        [
            line(dates, naive, "error of tomorrow = today", NAIVE.both, dash="dot"),
            line(dates, error, "network's error", NETWORK.both),
        ],
        unit,
        height=280,
    )
    return _over_rows(drawn, forecast)


def error_histogram(forecast: pd.DataFrame, unit: str) -> go.Figure:
    """How the network's errors are spread."""
    error = (forecast["one_step"] - forecast["actual"]).to_numpy(np.float32)
    drawn = figure([go.Histogram(x=error, nbinsx=30, marker={"color": NETWORK.both}, name="rows")], "rows", height=240)
    drawn.update_xaxes(title=f"error {f'({label(unit)})' if unit else ''}")
    drawn.update_layout(showlegend=False, hovermode="closest")
    return drawn


def counts(names: Sequence[str], values: Any, unit: str, color: Color) -> go.Figure:
    """Bars from top to bottom."""
    bars = go.Bar(x=np.asarray(values), y=[label(name) for name in names], orientation="h", marker={"color": color.both})
    drawn = figure([bars], height=60 + 26 * len(names))
    drawn.update_yaxes(autorange="reversed", type="category")
    drawn.update_xaxes(title=unit)
    drawn.update_layout(showlegend=False, hovermode="closest")
    return drawn


def one_hot(ids: Any, symbols: Sequence[str]) -> go.Figure:
    """A window of symbol numbers as a picture: a column a step, a row a symbol, filled where it stands."""
    picture = (np.arange(len(symbols))[:, None] == np.asarray(ids)[None, :]).astype(np.float32)
    drawn = go.Figure(go.Heatmap(z=picture, colorscale=unsigned(ACTUAL), showscale=False, xgap=1, ygap=1))
    ticks = {"tickmode": "array", "tickvals": list(range(len(symbols))), "ticktext": [label(one) for one in symbols]}
    drawn.update_layout(height=max(240, 9 * len(symbols)), margin={"l": 10, "r": 10, "t": 10, "b": 10}, yaxis=ticks)
    drawn.update_yaxes(autorange="reversed", tickfont={"size": 8})
    drawn.update_xaxes(title="step")
    return drawn


def next_characters(names: Sequence[str], before: Any, after: Any) -> go.Figure:
    """The likeliest next characters: as the network says, and after the temperature."""
    names = [label(name) for name in names]
    pale, full = {"color": faint(NETWORK.both, 0.4)}, {"color": NETWORK.both}
    return figure(
        [
            go.Bar(x=names, y=np.asarray(before, np.float32), name="network says", marker=pale),
            go.Bar(x=names, y=np.asarray(after, np.float32), name="after temperature", marker=full),
        ],
        "probability",
        height=240,
    )


def unrolled(symbols: Sequence[str], every: bool) -> go.Figure:
    """The network along its steps: a symbol in below, memory handed on to the right, and above the symbol it must say.

    ``symbols``: those of the steps and the one after them. ``every``: a target after each step, else after the last only.
    """
    steps = len(symbols) - 1
    cells = go.Scatter(
        x=list(range(steps)), y=[1] * steps, mode="markers", marker={"size": 30, "symbol": "square", "color": NETWORK.both}
    )
    answered = range(steps) if every else [steps - 1]
    words = [(at, 0, symbols[at]) for at in range(steps)] + [(at, 2, symbols[at + 1]) for at in answered]
    texts = [go.Scatter(x=[x], y=[y], text=[label(word)], mode="text", textfont={"size": 18}) for x, y, word in words]
    drawn = figure([cells, *texts], height=200)
    arrows: list[tuple[tuple[float, float], tuple[float, float]]] = [((at, 0.2), (at, 0.7)) for at in range(steps)]
    arrows += [((at, 1.3), (at, 1.8)) for at in answered]
    arrows += [((at + 0.2, 1), (at + 0.8, 1)) for at in range(steps - 1)]
    look = {"axref": "x", "ayref": "y", "xref": "x", "yref": "y", "text": "", "arrowhead": 2, "arrowcolor": ACTUAL.both}
    drawn.update_xaxes(visible=False, range=[-0.6, steps - 0.4])
    names = {"tickmode": "array", "tickvals": [0, 1, 2], "ticktext": ["it reads", "its memory", "it must say"]}
    drawn.update_layout(showlegend=False, hovermode=False, yaxis={**names, "range": [-0.4, 2.4], "showgrid": False})
    # at once: one by one takes long
    return drawn.update_layout(annotations=[{**look, "ax": ax, "ay": ay, "x": x, "y": y} for (ax, ay), (x, y) in arrows])
