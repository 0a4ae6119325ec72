"""Figures of classifiers: data in, Figure out. Frame and colours as in ``figures.py``."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_core.experiments.classify.metrics import Confidence
from rnn_core.experiments.classify.selection_bias import Bias
from rnn_core.figures.charts import counts, figure, label, line
from rnn_core.figures.palette import ACTUAL, LEARNED, MINUS, NETWORK, PLUS, SEVERAL
from rnn_core.wording import percent

Floats = NDArray[Any]
MOST_CLASSES_SHOWN = 10
LABELLED_WORDS = 18
SYMBOLS = ("circle",) * len(SEVERAL) + ("diamond",) * len(SEVERAL) + ("square",) * len(SEVERAL)


def reliability(bins: Sequence[Confidence]) -> go.Figure:
    """How often the network is right against how sure it is, beside the diagonal of a network that knows itself."""
    texts = np.array([row.texts for row in bins], float)
    points = go.Scatter(
        x=[row.confidence for row in bins],
        y=[row.accuracy for row in bins],
        mode="lines+markers",
        name="network",
        line={"color": NETWORK.both, "width": 1.8},
        marker={"color": NETWORK.both, "size": 8 + 18 * np.sqrt(texts / max(1, texts.max(initial=0)))},
        text=[f"sure {percent(row.confidence)}, right {percent(row.accuracy)}, {row.texts:,} texts" for row in bins],
        hoverinfo="text",
    )
    low = min([0.5, *(row.confidence for row in bins), *(row.accuracy for row in bins)])
    floor = max(0.0, np.floor(low * 10) / 10 - 0.05)
    ideal = line([0, 1], [0, 1], "as sure as right", ACTUAL.both, dash="dot")
    ideal.hoverinfo = "skip"
    drawn = figure([ideal, points], "share of right answers", height=340)
    drawn.update_layout(hovermode="closest")
    drawn.update_xaxes(title="how sure (probability of the answer)", range=[floor, 1.03], tickformat=".0%")
    drawn.update_yaxes(range=[floor, 1.03], tickformat=".0%")
    return drawn


def chances(names: Sequence[str], values: Floats) -> go.Figure:
    """The likeliest classes of a text as bars, ``values`` (classes,)."""
    order = np.argsort(-np.asarray(values), kind="stable")[:MOST_CLASSES_SHOWN]
    drawn = counts([names[at] for at in order], np.asarray(values)[order], "probability", NETWORK)
    drawn.update_layout(height=90 + 34 * len(order))
    drawn.update_xaxes(range=[0, 1], tickformat=".0%")
    return drawn


def moved(words: Sequence[str], changes: Sequence[float]) -> go.Figure:
    """How much each word moves the answer's probability, one bar a word, to the right where it speaks for the answer."""
    places, values = list(range(len(words))), np.asarray(changes, np.float32) * 100
    bars = go.Bar(
        x=values,
        y=places,
        orientation="h",
        marker={"color": [PLUS if value >= 0 else MINUS for value in values]},
        hovertemplate="%{x:+.1f}<extra></extra>",
    )
    drawn = figure([bars], height=90 + 26 * len(words))
    ticks = {"tickmode": "array", "tickvals": places, "ticktext": [label(word) for word in words]}
    drawn.update_layout(showlegend=False, hovermode="closest")
    drawn.update_yaxes(autorange="reversed", showgrid=False, **ticks)
    drawn.update_xaxes(title="percentage points for the answer", zeroline=True)
    return drawn


def word_map(words: Sequence[str], points: Floats, answers: Sequence[str], explained: tuple[float, float]) -> go.Figure:
    """Words as points ``(words, 2)``; ``answers``: the network's class for each word alone. Words show on hover."""
    traces = []
    outside = set(np.argsort(-np.linalg.norm(points - points.mean(axis=0), axis=1))[:LABELLED_WORDS].tolist())
    for group, color, symbol in zip(sorted({*answers}), cycle(SEVERAL), cycle(SYMBOLS), strict=False):
        here = [place for place, answer in enumerate(answers) if answer == group]
        traces.append(
            go.Scatter(
                x=points[here, 0],
                y=points[here, 1],
                mode="markers+text",
                name=label(group),
                marker={"color": color, "symbol": symbol, "size": 7, "opacity": 0.75},
                text=[label(words[place]) if place in outside else "" for place in here],
                textposition="top center",
                textfont={"size": 11},
                hovertext=[f"{label(words[place])}: {label(group)}" for place in here],
                hoverinfo="text",
            )
        )
    drawn = figure(traces, f"second axis, {percent(explained[1])} of the variance", height=480)
    drawn.update_layout(hovermode="closest", showlegend=True)
    drawn.update_xaxes(title=f"first axis, {percent(explained[0])} of the variance")
    return drawn


def accuracy_curves(history: Mapping[str, Sequence[float]]) -> go.Figure:
    """Share of right answers on the training and the validation part by epoch."""
    traces = [line(history["epoch"], history["accuracy"], "training", LEARNED.both, dash="dash")]
    if "val_accuracy" in history:
        traces.append(line(history["epoch"], history["val_accuracy"], "validation", NETWORK.both))
    if len(history["epoch"]) < 3:
        for trace in traces:
            trace.mode = "lines+markers"
    drawn = figure(traces, "share of right answers", height=320)
    drawn.update_xaxes(title="epoch", dtick=1 if len(history["epoch"]) <= 12 else None)
    drawn.update_yaxes(tickformat=".0%")
    return drawn


def selection_bias(found: Bias) -> go.Figure:
    """The best of so many weak classifiers: its score where it was chosen, and what it is worth."""
    tried = np.arange(1, len(found.there) + 1)
    drawn = figure(
        [
            line(tried, found.there, "chosen on test, the same texts", SEVERAL[0]),
            line(tried, found.elsewhere, "chosen on test, other texts", SEVERAL[1]),
            line(tried, found.honest, "chosen on validation, other texts", SEVERAL[2]),
        ],
        "mean share of right answers",
        height=360,
    )
    drawn.update_xaxes(title="weak classifiers tried")
    drawn.update_yaxes(tickformat=".1%")
    return drawn
