"""The arena in one picture: a row a competitor, its errors at the left, how far back it remembers at the right."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import plotly.graph_objects as go

from rnn_core.figures.charts import figure
from rnn_core.figures.palette import MEMORY, NAIVE, NETWORK
from rnn_core.teaching.arena.far import LENGTHS
from rnn_core.teaching.arena.rivals import title
from rnn_core.teaching.arena.sentences import error, ranked, remembered

ROW, FRAME = 34, 130  # pixels
HALVES = (0.0, 0.56), (0.62, 1.0)


def side_by_side(result: Mapping[str, Any]) -> go.Figure:
    """``result``: see :func:`rnn_core.teaching.studies.arena.work`. The best at the top."""
    rivals = ranked(result["rivals"])[::-1]
    names = [title(one["name"]) for one in rivals]
    drawn = figure([_seeds(rivals, names), _middles(rivals, names), _lengths(rivals, names)], height=FRAME + ROW * len(rivals))
    guess = result["guess"]
    drawn.add_vline(guess["error"], line={"color": NAIVE.both, "dash": "dash", "width": 2})
    drawn.add_annotation(
        x=guess["error"], y=1, yref="paper", yanchor="bottom", showarrow=False, text="simplest guess", font={"color": NAIVE.both}
    )
    values = [found for one in rivals for found in one["errors"]]
    drawn.update_layout(
        hovermode="closest",
        showlegend=False,
        xaxis={
            "domain": HALVES[0],
            "title": {"text": result["measure"]},
            "range": _range(values, guess["error"]),
            "zeroline": False,
        },
        xaxis2={
            "domain": HALVES[1],
            "anchor": "y",
            "title": {"text": "steps back"},
            "tickmode": "array",
            "tickvals": list(range(len(LENGTHS) + 1)),
            "ticktext": ["0", *(f"{one:,}" for one in LENGTHS)],
            "range": [-0.2, len(LENGTHS) + 0.2],
        },
        yaxis={"type": "category", "automargin": True, "showgrid": True},
    )
    return drawn


def _seeds(rivals: Sequence[Mapping[str, Any]], names: Sequence[str]) -> go.Scatter:
    pairs = [(found, name) for one, name in zip(rivals, names, strict=True) for found in one["errors"]]
    dots = go.Scatter(x=[x for x, _ in pairs], y=[y for _, y in pairs], mode="markers", name="a seed")
    dots.update(marker={"color": NETWORK.both, "size": 8, "opacity": 0.6}, hovertemplate="%{y}: %{x:.3g}<extra></extra>")
    return dots


def _middles(rivals: Sequence[Mapping[str, Any]], names: Sequence[str]) -> go.Scatter:
    middles = go.Scatter(x=[error(one) for one in rivals], y=list(names), mode="markers", name="the middle seed")
    middles.update(
        marker={"color": NETWORK.both, "size": 18, "symbol": "line-ns", "line": {"width": 3, "color": NETWORK.both}},
        hovertemplate="%{y}, middle seed: %{x:.3g}<extra></extra>",
    )
    return middles


def _lengths(rivals: Sequence[Mapping[str, Any]], names: Sequence[str]) -> go.Bar:
    reached = [remembered(one) for one in rivals]
    places = [1 + LENGTHS.index(one) if one else 0 for one in reached]
    bars = go.Bar(x=places, y=list(names), orientation="h", xaxis="x2", name="remembers", customdata=reached, width=0.5)
    bars.update(marker={"color": MEMORY.both}, hovertemplate="%{y}: %{customdata:,} steps<extra></extra>")
    return bars


def _range(values: Sequence[float], guess: float) -> list[float]:
    """One that went wrong far beyond the others does not press them together."""
    low, high = min(*values, guess), max(guess, min(max(values), 2 * median(values)))
    room = 0.08 * (high - low)
    return [low - room, high + room]
