"""Pictures of forecasts several rows ahead."""

from collections.abc import Sequence

import plotly.graph_objects as go

from rnn_core.experiments.forecast.metrics import Step
from rnn_core.figures.charts import figure, line
from rnn_core.figures.palette import MEMORY, NAIVE, NETWORK

RIVALS = {  # name and dash of each naive forecast
    "last_value": ("last value, held", "dot"),
    "same_hour_yesterday": ("same hour yesterday", "dash"),
    "seasonal_last_value": ("one season before", "dash"),
    "climatology": ("usual for hour and season", "longdash"),
    "drift": ("last value + usual change", "dashdot"),
    "moving_average": ("mean of the last 5", "longdashdot"),
}
TABLE_ONLY = ("drift", "moving_average")  # hardly ever the best, and lines too many


def error_by_step(by_horizon: Sequence[Step], unit: str, step: str) -> go.Figure:
    """Typical error (RMSE, data units) against the steps ahead: the network, directly and free-running, and the naive forecasts.

    ``step``: how long a step is, in words.
    """
    steps = [row.step for row in by_horizon]
    lines = [line(steps, [row.rmse for row in by_horizon], "network, directly", NETWORK.both, width=2.6)]
    if free := [row.free_running.rmse for row in by_horizon if row.free_running]:
        lines.append(line(steps, free, "network, free-running", MEMORY.both))
    for name, (title, dash) in RIVALS.items():
        if name in by_horizon[0].baselines and name not in TABLE_ONLY:
            errors = [row.baselines[name].rmse for row in by_horizon]
            lines.append(line(steps, errors, title, NAIVE.both, dash=dash))
    drawn = figure(lines, f"RMSE, {unit}", height=380)
    drawn.update_xaxes(title=f"steps ahead (a step: {step})", type="linear")
    drawn.update_yaxes(rangemode="tozero")
    return drawn
