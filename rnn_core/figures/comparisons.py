"""Several runs in one plotly figure: their forecasts over each other, and a setting against the score."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from rnn_core.figures.charts import figure, label, line
from rnn_core.figures.palette import ACTUAL, NAIVE, NETWORK, SEVERAL

SHOWN_ROWS = 60  # at first; the overview below moves the window
DASHES = ("solid", "dash", "dashdot", "longdash", "solid", "dash")  # beside the colour


def overlaid(tables: Mapping[str, pd.DataFrame], unit: str) -> go.Figure:
    """Forecasts of the same rows: the actual values, "tomorrow = today", and each network, opened at the last 60 rows.

    ``tables``: name to the rows of ``forecast.csv``, all with the same dates.
    """
    first = next(iter(tables.values()))
    dates = pd.to_datetime(first["date"])
    traces = [
        line(dates, first["actual"], "actual", ACTUAL.both, width=2.6),
        line(dates, first["last_value"], "tomorrow = today", NAIVE.both, dash="dot"),
    ]
    styles = zip(cycle(SEVERAL), cycle(DASHES), strict=False)
    traces += [
        line(dates, table["one_step"], name, color, width=2.2, dash=dash)
        for (name, table), (color, dash) in zip(tables.items(), styles, strict=False)
    ]
    drawn = figure(traces, unit, height=430)
    start = dates.iloc[-min(SHOWN_ROWS, len(dates))]
    drawn.update_xaxes(rangeslider={"visible": True, "thickness": 0.08}, range=[start, dates.iloc[-1]])
    return drawn


def by_setting(
    title: str, values: Sequence[Any], score_title: str, scores: Sequence[float], names: Sequence[str], guess: float | None
) -> go.Figure:
    """A dot a run: a setting across, the score up. ``guess``: what the simplest guess reaches, a line; None without one.

    Settings that are no numbers stand side by side in the order in which they come.
    """
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    across = list(values) if numbers else [label(str(value)) for value in values]
    dots = go.Scatter(
        x=across,
        y=list(scores),
        mode="markers",
        text=[label(name) for name in names],
        hovertemplate="%{text}: %{y:.3f}<extra></extra>",
        marker={"size": 13, "color": NETWORK.both, "opacity": 0.75},
    )
    drawn = figure([dots], score_title, height=320)
    drawn.update_layout(showlegend=False, hovermode="closest")
    drawn.update_xaxes(title=label(title), type="linear" if numbers else "category")
    if guess is not None:
        words = {"annotation_text": "simplest guess", "annotation_position": "top left", "annotation_font_color": NAIVE.both}
        drawn.add_hline(guess, line={"color": NAIVE.both, "dash": "dot", "width": 2}, **words)
    return drawn
