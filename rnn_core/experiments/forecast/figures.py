"""Pictures of how good forecasts are: each beside the others, and several rows ahead."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from rnn_core.experiments.forecast.metrics import Errors, Step
from rnn_core.experiments.forecast.sentences import FORECASTS
from rnn_core.figures.charts import figure, label, line
from rnn_core.figures.palette import MEMORY, NAIVE, NETWORK

RIVALS = {  # name and dash of each
    "last_value": ("last value, held", "dot"),
    "same_hour_yesterday": ("same hour yesterday", "dash"),
    "seasonal_last_value": ("one season before", "dash"),
    "climatology": ("usual for hour and season", "longdash"),
    "drift": ("last value + usual change", "dashdot"),
    "moving_average": ("mean of the last 5", "longdashdot"),
    "ridge": ("ridge regression", "solid"),
    "theta": ("Theta method", "5px,2px"),
    "ets": ("exponential smoothing", "9px,2px,2px,2px"),
}
WHERE_BEST = ("drift", "moving_average", "theta", "ets")  # drawn where they are the best at the last step: lines too many


def error_by_step(by_horizon: Sequence[Step], unit: str, step: str) -> go.Figure:
    """Typical error (RMSE, data units) against the steps ahead: the network, directly and free-running, and its rivals.

    ``step``: how long a step is, in words.
    """
    steps = [row.step for row in by_horizon]
    lines = [line(steps, [row.rmse for row in by_horizon], "network, directly", NETWORK.both, width=2.6)]
    if free := [row.free_running.rmse for row in by_horizon if row.free_running]:
        lines.append(line(steps, free, "network, free-running", MEMORY.both))
    last = by_horizon[-1].baselines
    best = min(last, key=lambda name: last[name].rmse)
    for name, (title, dash) in RIVALS.items():
        if name in last and (name == best or name not in WHERE_BEST):
            errors = [row.baselines[name].rmse for row in by_horizon]
            lines.append(line(steps, errors, title, NAIVE.both, dash=dash))
    drawn = figure(lines, f"RMSE, {unit}", height=380)
    drawn.update_xaxes(title=f"steps ahead (a step: {step})", type="linear")
    drawn.update_yaxes(rangemode="tozero")
    return drawn


def errors_side_by_side(network: Errors, rivals: Mapping[str, Errors], unit: str) -> go.Figure:
    """Typical error (RMSE, data units) one step ahead of the network and of each of its rivals, the smallest on top."""
    found = {"one_step": network, **rivals}
    order = sorted(found, key=lambda name: found[name].rmse)
    bars = go.Bar(
        x=[found[name].rmse for name in order],
        y=[label(FORECASTS[name]) for name in order],
        text=[f"{found[name].rmse:,.4g}" for name in order],
        orientation="h",
        marker={"color": [(NETWORK if name == "one_step" else NAIVE).both for name in order]},
    )
    drawn = figure([bars], height=80 + 30 * len(order))
    drawn.update_yaxes(autorange="reversed", type="category", automargin=True)
    drawn.update_xaxes(title=f"RMSE one step ahead, {label(unit)}", rangemode="tozero")
    return drawn.update_layout(showlegend=False, hovermode="closest")
