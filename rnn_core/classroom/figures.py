"""A class as one experiment: every dot a pupil."""

from collections.abc import Sequence
from statistics import median

import plotly.graph_objects as go

from rnn_core.classroom.tasks import Task, joined, standings
from rnn_core.experiments import experiment
from rnn_core.experiments.listing import Row
from rnn_core.figures.charts import figure
from rnn_core.figures.palette import ACTUAL, NAIVE, NETWORK

WIDE = 0.3  # of a value's place: half of the line at the middle, and how far dots stand apart


def scores(task: Task, rows: Sequence[Row]) -> dict[str, list[float]]:
    """What those who got a value reached with it, by value in the task's order; who changed it is left out."""
    found: dict[str, list[float]] = {value: [] for value in task.values}
    best = standings(task, rows)
    for owner in joined(task):
        row = best[owner].row if owner in best else None
        value = str(row.settings.get(task.varied)) if row else ""
        if row and row.score is not None and value in found:
            found[value].append(row.score)
    return found


def values_tried(task: Task, rows: Sequence[Row]) -> go.Figure | None:
    """Score against value, a line at the middle of each; None while there is no result."""
    found = scores(task, rows)
    if not any(found.values()):
        return None
    chosen, dots, middles = experiment(task.experiment), go.Scatter(mode="markers", name="one of you"), []
    places = [
        (at + WIDE * (number - (len(some) - 1) / 2) / max(1, len(some)), score)
        for at, some in enumerate(found.values())
        for number, score in enumerate(some)
    ]
    dots.update(x=[x for x, _ in places], y=[y for _, y in places], marker={"color": NETWORK.both, "size": 10})
    dots.update(hovertemplate="%{y:.3g}<extra></extra>")
    for at, some in enumerate(found.values()):
        if some:
            line = go.Scatter(x=[at - WIDE, at + WIDE], y=[median(some)] * 2, mode="lines", name="the middle", showlegend=False)
            middles.append(line.update(line={"color": ACTUAL.both, "width": 3}, hovertemplate="middle %{y:.3g}<extra></extra>"))
    drawn = figure([dots, *middles], chosen.score.title)
    guesses = [row.guess for row in rows if row.guess is not None and row.experiment == task.experiment]
    if guesses:
        drawn.add_hline(guesses[0], line={"color": NAIVE.both, "dash": "dash", "width": 2})
    drawn.update_layout(hovermode="closest", showlegend=False)
    title = str(chosen.settings.model_fields[task.varied].title)
    drawn.update_xaxes(title=title, tickmode="array", tickvals=list(range(len(task.values))), ticktext=list(task.values))
    return drawn
