"""Several runs in one plotly figure: their forecasts over each other, and a setting against the score."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from rnn_core.figures.charts import figure, label, line
from rnn_core.figures.palette import ACTUAL, NAIVE, SEVERAL

MOST_TICKS = 8  # each value of a setting has its own, where there are no more
DASHES = ("solid", "dash", "dashdot", "longdash", "solid", "dash")  # beside the colour


def colors(names: Sequence[str]) -> dict[str, str]:
    """The colour of each run, the same in all pictures of them."""
    return dict(zip(names, cycle(SEVERAL), strict=False))


def overlaid(tables: Mapping[str, pd.DataFrame], unit: str, color: Mapping[str, str], rows: int | None = None) -> go.Figure:
    """Forecasts of the same rows: the actual values, "tomorrow = today", and each network.

    ``tables``: name to the rows of ``forecast.csv``, all with the same dates. ``color`` by name. ``rows``: only so many, the last
    ones.
    """
    shown = {name: table.tail(rows or len(table)) for name, table in tables.items()}
    first = next(iter(shown.values()))
    dates = pd.to_datetime(first["date"])
    traces = [
        line(dates, first["actual"], "actual", ACTUAL.both, width=2.6),
        line(dates, first["last_value"], "tomorrow = today", NAIVE.both, dash="dot"),
    ]
    traces += [
        line(dates, table["one_step"], name, color[name], width=2.2, dash=dash)
        for (name, table), dash in zip(shown.items(), cycle(DASHES), strict=False)
    ]
    return figure(traces, unit, height=400)


def by_setting(
    title: str,
    values: Mapping[str, Any],
    score_title: str,
    scores: Mapping[str, float],
    color: Mapping[str, str],
    guess: float | None,
) -> go.Figure:
    """A dot a run, with its number: a setting across, the score up; all by the run's name, "2. Units 8".

    ``guess``: what the simplest guess reaches, a line; None without one. Settings that are no numbers stand side by side in the
    order in which they come.
    """
    across = list(values.values())
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in across)
    dots = go.Scatter(
        x=across if numbers else [label(str(value)) for value in across],
        y=[scores[name] for name in values],
        mode="markers+text",
        text=[name.partition(".")[0] for name in values],
        textposition="middle right",
        customdata=[label(name) for name in values],
        hovertemplate="%{customdata}: %{y:.3f}<extra></extra>",
        marker={"size": 13, "color": [color[name] for name in values]},
    )
    drawn = figure([dots], score_title, height=320)
    drawn.update_layout(showlegend=False, hovermode="closest")
    drawn.update_xaxes(title=label(title), type="linear" if numbers else "category")
    if numbers and len(set(across)) <= MOST_TICKS:
        drawn.update_xaxes(tickvals=sorted(set(across)))
    if guess is not None:
        words = {"annotation_text": "simplest guess", "annotation_position": "top left", "annotation_font_color": NAIVE.both}
        drawn.add_hline(guess, line={"color": NAIVE.both, "dash": "dot", "width": 2}, **words)
    return drawn
