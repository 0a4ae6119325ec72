"""How the memory of a small cell goes from step to step, as a plotly figure."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from rnn_core.figures.charts import figure
from rnn_core.figures.palette import ACTUAL, ROLES, faint
from rnn_core.teaching.one_step.cell import Floats, Steps
from rnn_core.teaching.one_step.table import named

INPUTS = (faint(ACTUAL.both, 0.3), faint(ACTUAL.both, 0.6))


def memory(done: Sequence[Steps], xs: Floats) -> go.Figure:
    """The states after the steps ``done``, begun with what they were before; ``xs`` (steps, inputs): all that will be read."""
    traces: list[go.Scatter | go.Bar] = [
        go.Bar(
            x=np.arange(1, len(xs) + 1),
            y=values,
            name=f"input {named('x', at, xs.shape[1])}",
            marker={"color": INPUTS[at]},
        )
        for at, values in enumerate(xs.T)
    ]
    for state in reversed(done[0].cell.states):
        after = f"{state.letter}_new"
        values = np.array([done[0].before[state.letter], *(steps.numbers[after] for steps in done)])
        for unit, path in enumerate(values.T):
            style = {"color": ROLES[state.role].both, "width": 2.4, "dash": "dot" if unit else "solid"}
            name = f"{state.title} {named(state.letter, unit, len(values.T))}"
            traces.append(
                go.Scatter(x=np.arange(len(path)), y=path, name=name, mode="lines+markers", line=style, marker={"size": 8})
            )
    drawn = figure(traces, height=300)
    drawn.add_vline(x=len(done), line={"color": ACTUAL.both, "width": 1, "dash": "dash"})
    drawn.update_xaxes(title="step (0: before the first)", range=[-0.3, len(xs) + 0.6], dtick=1)
    return drawn
