"""plotly figures of labelled texts before training: data in, Figure out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from rnn_core.features.words import Unit
from rnn_core.figures.charts import PARTS, figure, label
from rnn_core.figures.palette import ACTUAL, LEARNED, faint

PATTERNS = {"train": "", "validation": "/", "test": "x"}  # parts are no hues


def parts_by_class(names: Sequence[str], counts: Mapping[str, Any]) -> go.Figure:
    """A bar a class, cut into its parts. ``counts``: texts of each class, (classes,), by the part's name ("train", ...)."""
    bars = [
        go.Bar(
            x=np.asarray(counts[part]),
            y=list(range(len(names))),
            name=f"{words} · {int(np.sum(counts[part])):,} texts",
            orientation="h",
            marker={"color": LEARNED.both, "pattern": {"shape": PATTERNS[part]}},
            hovertemplate="%{x:,} texts",
        )
        for part, words in PARTS.items()
    ]
    drawn = figure(bars, height=110 + 34 * len(names))
    drawn.update_layout(barmode="stack", hovermode="y unified", bargap=0.3, legend_traceorder="normal")
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": [label(name) for name in names]}
    drawn.update_yaxes(autorange="reversed", **ticks)
    drawn.update_xaxes(title="texts")
    return drawn


def lengths(histogram: pd.DataFrame, longest: int, unit: Unit = "words") -> go.Figure:
    """How many texts have how many words or characters, and a line where they are cut.

    ``histogram``: columns "from", "to", "texts".
    """
    start, stop = histogram["from"].to_numpy(), histogram["to"].to_numpy()
    bars = go.Bar(
        x=(start + stop) / 2,
        y=histogram["texts"].to_numpy(),
        width=(stop - start + 1) * 0.92,
        marker={"color": np.where(start > longest, faint(ACTUAL.both, 0.4), ACTUAL.both)},
        customdata=[
            f"{low:,} to {high:,} {unit}" if high > low else f"{low:,} {unit}" for low, high in zip(start, stop, strict=True)
        ],
        hovertemplate="%{customdata}: %{y:,} texts<extra></extra>",
    )
    drawn = figure([bars], "texts", height=260)
    if longest <= stop[-1]:
        line = {"color": ACTUAL.both, "dash": "dash", "width": 2}
        drawn.add_vline(x=longest + 0.5, line=line, annotation={"text": f"cut after {longest:,} {unit}"})
    drawn.update_xaxes(title=f"{unit} in a text", rangemode="tozero")
    drawn.update_layout(showlegend=False, hovermode="closest")
    return drawn


def word_shares(names: Sequence[str], shares: Any) -> go.Figure:
    """A bar a class: the share of its texts, 0 to 1, that have a word."""
    values = 100 * np.asarray(shares, np.float64)
    bars = go.Bar(
        x=values,
        y=list(range(len(names))),
        orientation="h",
        marker={"color": ACTUAL.both},
        text=[f"{value:.1f} %" for value in values],
        textposition="auto",
        hovertemplate="%{x:.1f} % of the texts<extra></extra>",
    )
    drawn = figure([bars], height=90 + 30 * len(names))
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": [label(name) for name in names]}
    drawn.update_yaxes(autorange="reversed", **ticks)
    drawn.update_xaxes(title="% of the class's texts", rangemode="tozero")
    drawn.update_layout(showlegend=False, hovermode="closest")
    return drawn
