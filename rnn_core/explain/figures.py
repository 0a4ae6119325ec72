"""Figures of what goes on inside a trained network: which past matters, dropout, speed. Frame, colours: ``figures.py``."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_core.figures.charts import BAND, SIGNED, figure, label
from rnn_core.figures.palette import ACTUAL, MINUS, NETWORK, PLUS, SEVERAL, faint

Array = NDArray[Any]
KEPT, OFF = NETWORK.both, faint(ACTUAL.both, 0.25)
RATIOS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)


def past_of_series(
    values: Array,
    changes: Array,
    steps: Sequence[str],
    dots: Mapping[str, float],
    unit: str,
    ahead: int = 0,
    signs: tuple[str, str] = ("raised it", "lowered it"),
) -> go.Figure:
    """A window's values as a line, what was said and what came as dots after it, and beneath what each step did to it.

    ``values``, ``changes`` (timesteps,); ``steps``: what each step is called, and last the one that is forecast, ``ahead`` rows
    after the first; ``dots``: names with values, at that step; ``signs``: what bars up and down are called.
    """
    x, hover = np.arange(-len(values), 0), [label(one) for one in steps]
    line = go.Scatter(x=x, y=values, mode="lines+markers", name="what the network read", line={"color": ACTUAL.both, "width": 2})
    line.update(marker={"size": 4}, customdata=hover[: len(values)], hovertemplate="%{y:.4~g}, %{customdata}")
    colors = dict(zip(dots, (NETWORK.both, ACTUAL.both), strict=True))
    ends = [
        go.Scatter(x=[ahead], y=[value], mode="markers", name=name, marker={"color": colors[name], "size": 11, "symbol": symbol})
        for (name, value), symbol in zip(dots.items(), ("diamond", "star"), strict=True)
    ]
    drawn = figure([line, *ends, *_signed(x, changes, *signs, unit)], unit, height=460)
    for trace in drawn.data[-2:]:
        trace.update(yaxis="y2")
    drawn.update_layout(
        yaxis={"domain": [0.46, 1]},
        yaxis2={"domain": [0, 0.38], "anchor": "x", "title": {"text": "influence"}, "zeroline": True},
        xaxis={"title": {"text": "steps before the forecast"}, "anchor": "y2", "range": [-len(values) - 0.7, ahead + 1]},
        hoversubplots="axis",
        barmode="relative",
    )
    return drawn


def _signed(x: Array, changes: Array, up: str, down: str, unit: str = "", text: Sequence[str] | None = None) -> list[go.Bar]:
    """Two traces, so that the legend says what the colours mean."""
    template = "%{text}" if text is not None else f"%{{y:+.3~g}} {label(unit)}"
    return [
        go.Bar(
            x=x[chosen],
            y=np.asarray(changes, np.float32)[chosen],
            name=name,
            marker={"color": color},
            text=None if text is None else [text[at] for at in np.flatnonzero(chosen).tolist()],
            textposition="none",
            hovertemplate=f"{template}<extra>{name}</extra>",
        )
        for name, color, chosen in ((up, PLUS, changes >= 0), (down, MINUS, changes < 0))
    ]


def past_of_columns(changes: Array, columns: Sequence[str], unit: str) -> go.Figure:
    """What each column of each step did to the prediction: (timesteps, columns), a row a column, a colour for each direction."""
    largest = float(np.abs(changes).max()) or 1.0
    picture = go.Heatmap(
        z=changes.T.astype(np.float32),
        x=np.arange(-len(changes), 0),
        y=[label(name) for name in columns],
        colorscale=SIGNED,
        zmin=-largest,
        zmax=largest,
        colorbar={"title": {"text": label(unit)}, "thickness": 12},
        hovertemplate=f"%{{y}}, %{{x}} steps: %{{z:+.3~g}} {label(unit)}<extra></extra>",
        xgap=1,
        ygap=1,
    )
    drawn = figure([picture], height=120 + 34 * len(columns))
    drawn.update_yaxes(autorange="reversed", type="category", showgrid=False)
    drawn.update_xaxes(title="steps before the forecast", showgrid=False)
    drawn.update_layout(hovermode="closest")
    return drawn


def past_on_average(sizes: Array, unit: str, what: str) -> go.Figure:
    """The mean size of each step's influence, (timesteps,), oldest first; ``what`` the steps are."""
    bars = go.Bar(x=np.arange(-len(sizes), 0), y=sizes.astype(np.float32), marker={"color": NETWORK.both}, name="mean size")
    bars.update(hovertemplate=f"%{{y:.3~g}} {label(unit)}<extra></extra>")
    drawn = figure([bars], f"mean size{f' ({unit})' if unit else ''}", height=240)
    drawn.update_xaxes(title=f"{what} before the prediction")
    drawn.update_layout(showlegend=False)
    return drawn


def past_of_symbols(symbols: Sequence[str], changes: Array, y_title: str, hover: Sequence[str], what: str = "") -> go.Figure:
    """What each character or word did to the answer, in reading order; ``hover``: a sentence for each."""
    x = np.arange(len(symbols))
    drawn = figure(_signed(x, changes, "made it likelier", "made it less likely", text=[label(one) for one in hover]), y_title)
    ticks = {"tickmode": "array", "tickvals": x, "ticktext": [label(one) for one in symbols]}
    drawn.update_xaxes(title=what, range=[-0.7, len(symbols) - 0.3], **(ticks if len(symbols) <= 80 else {}))
    drawn.update_layout(hovermode="x", barmode="relative", height=300)
    return drawn


def dropped(kept: Array, rows: Sequence[str]) -> go.Figure:
    """Which units a draw keeps: (rows, units), 1 kept, 0 switched off, NaN where there is none; ``rows``: their names."""
    picture = go.Heatmap(
        z=kept.astype(np.float32),
        x=np.arange(1, kept.shape[1] + 1),
        y=[label(name) for name in rows],
        colorscale=[[0, OFF], [1, KEPT]],
        zmin=0,
        zmax=1,
        showscale=False,
        text=np.where(kept == 1, "kept", "switched off"),
        hovertemplate="%{y}, unit %{x}: %{text}<extra></extra>",
        xgap=2,
        ygap=2,
    )
    swatches = [
        go.Scatter(x=[None], y=[None], mode="markers", name=name, marker={"color": color, "size": 12, "symbol": "square"})
        for name, color in (("kept", KEPT), ("switched off", OFF))
    ]
    drawn = figure([picture, *swatches], height=110 + max(18, 44 - 3 * len(rows)) * len(rows))
    drawn.update_yaxes(autorange="reversed", type="category", showgrid=False)
    drawn.update_xaxes(title="unit", showgrid=False)
    drawn.update_layout(hovermode="closest")
    return drawn


def spread(draws: Array, lines: Mapping[str, float], band: tuple[float, float], x_title: str) -> go.Figure:
    """How often each prediction was drawn, the middle of them shaded, and single values as upright lines."""
    pale, shade = {"color": faint(NETWORK.both, 0.45)}, faint(NETWORK.both, BAND)
    bars = go.Histogram(x=np.asarray(draws, np.float32), nbinsx=40, marker=pale, name="with dropout")
    drawn = figure([bars], "draws", height=340)
    drawn.add_vrect(x0=band[0], x1=band[1], fillcolor=shade, layer="below", line_width=0)
    for (name, value), color, dash in zip(lines.items(), (NETWORK.both, ACTUAL.both), ("solid", "dash"), strict=False):
        drawn.add_vline(x=value, line={"color": color, "width": 3, "dash": dash})
        drawn.add_scatter(x=[None], y=[None], mode="lines", name=name, line={"color": color, "width": 3, "dash": dash})
    swatch = {"color": shade, "size": 12, "symbol": "square"}
    drawn.add_scatter(x=[None], y=[None], mode="markers", name="middle 80\u202f% of the draws", marker=swatch)
    ends = np.array([draws.min(), draws.max(), *lines.values()])
    room = 0.04 * (float(np.ptp(ends)) or 1.0)
    drawn.update_xaxes(title=label(x_title), range=[ends.min() - room, ends.max() + room])
    drawn.update_layout(hovermode="closest")
    return drawn


def step_times(cases: Sequence[Mapping[str, Any]], ways: Sequence[str]) -> go.Figure:
    """Milliseconds of one training step, a group of bars a case: ``batch``, ``units`` and ``seconds`` by way."""
    groups = [[f"{case['batch']} windows" for case in cases], [f"{case['units']} units" for case in cases]]
    bars = []
    for way, color in zip(ways, cycle(SEVERAL), strict=False):
        seconds = np.array([case["seconds"][way] for case in cases])
        rates = [f"{case['batch'] / one:,.0f} windows a second" for case, one in zip(cases, seconds, strict=True)]
        bar = go.Bar(x=groups, y=(1000 * seconds).astype(np.float32), name=label(way), marker={"color": color}, text=rates)
        bar.update(textposition="none", hovertemplate="%{y:.3~g} ms, %{text}")
        bars.append(bar)
    drawn = figure(bars, "milliseconds a step", height=420)
    drawn.update_yaxes(type="log", dtick=1)
    drawn.update_layout(barmode="group")
    return drawn


def step_ratios(cases: Sequence[Mapping[str, Any]], ways: Sequence[str]) -> go.Figure:
    """How many times as fast as the first of ``ways`` the others are, by case: bars stand above 1 or hang below it."""
    groups = [[f"{case['batch']} windows" for case in cases], [f"{case['units']} units" for case in cases]]
    bars = []
    for way, color in list(zip(ways, cycle(SEVERAL), strict=False))[1:]:
        ratios = np.array([case["seconds"][ways[0]] / case["seconds"][way] for case in cases])
        bar = go.Bar(x=groups, y=(ratios - 1).astype(np.float32), base=1, name=label(way), marker={"color": color})
        bar.update(text=[f"{ratio:.2g} ×" for ratio in ratios], textposition="outside", cliponaxis=False)
        bar.update(hovertemplate="%{text} as fast")
        bars.append(bar)
    drawn = figure(bars, f"times as fast as {ways[0]}", height=340)
    drawn.add_hline(y=1, line={"color": ACTUAL.both, "width": 1.5, "dash": "dot"})
    drawn.update_yaxes(type="log", tickmode="array", tickvals=RATIOS, ticktext=[f"{one:g}" for one in RATIOS])
    drawn.update_layout(barmode="group", showlegend=True)
    return drawn
