"""Several runs in one plotly figure: their forecasts over each other, and a setting against the score."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from rnn_core.figures.charts import figure, label, line
from rnn_core.figures.palette import ACTUAL, NAIVE, NETWORK, SEVERAL

DASHES = ("solid", "dash", "dashdot", "longdash", "solid", "dash")  # beside the colour


def overlaid(tables: Mapping[str, pd.DataFrame], unit: str, rows: int | None = None) -> go.Figure:
    """Forecasts of the same rows: the actual values, "tomorrow = today", and each network.

    ``tables``: name to the rows of ``forecast.csv``, all with the same dates. ``rows``: only so many, the last ones.
    """
    shown = {name: table.tail(rows or len(table)) for name, table in tables.items()}
    first = next(iter(shown.values()))
    dates = pd.to_datetime(first["date"])
    traces = [
        line(dates, first["actual"], "actual", ACTUAL.both, width=2.6),
        line(dates, first["last_value"], "tomorrow = today", NAIVE.both, dash="dot"),
    ]
    styles = zip(cycle(SEVERAL), cycle(DASHES), strict=False)
    traces += [
        line(dates, table["one_step"], name, color, width=2.2, dash=dash)
        for (name, table), (color, dash) in zip(shown.items(), styles, strict=False)
    ]
    return figure(traces, unit, height=400)


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
