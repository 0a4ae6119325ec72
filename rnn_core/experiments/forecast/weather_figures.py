"""plotly figures of weather observations before training: data in, Figure out."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from rnn_core.figures.charts import figure, label
from rnn_core.figures.palette import ACTUAL, WORSE, faint

WHOLE = faint(ACTUAL.both, 0.28)  # a day without a gap
MOST_MONTHS = 24  # with a row each; a longer period has a row a year
FIRST_DAYS = [1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]  # of the months, in a year of 365 days
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def gaps_calendar(values: pd.Series, name: str) -> go.Figure:
    """The share of missing values, 0 to 100 %, of every day: a row a month, or a row a year for more than two years.

    ``values`` is indexed by increasing dates and NaN where one is missing; a day without any row counts as missing.
    """
    dates = pd.DatetimeIndex(values.index)
    missing = values.isna().groupby(dates.normalize()).mean()
    days = pd.date_range(missing.index[0], missing.index[-1], freq="D")
    months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month + 1
    yearly = months > MOST_MONTHS
    row = days.strftime("%Y" if yearly else "%Y-%m")
    table = pd.DataFrame(
        {"row": row, "place": days.day_of_year if yearly else days.day, "day": days.strftime("%Y-%m-%d")}, index=days
    ).assign(share=100 * missing.reindex(days, fill_value=1.0))
    shares = table.pivot(index="row", columns="place", values="share")
    between = 0 if yearly else 1  # pixels; the days of a year are hardly wider themselves
    cells = _cells(shares, table.pivot(index="row", columns="place", values="day"), between)
    drawn = figure([cells], height=130 + 22 * len(shares))
    ticks = {"tickmode": "array", "tickvals": FIRST_DAYS, "ticktext": MONTHS} if yearly else {}
    drawn.update_xaxes(title="" if yearly else "day of the month", showgrid=False, zeroline=False, **ticks)
    drawn.update_yaxes(type="category", autorange="reversed", showgrid=False)
    drawn.update_layout(hovermode="closest", title={"text": f"Missing values of {label(name)}", "font": {"size": 14}})
    return drawn


def _cells(shares: pd.DataFrame, days: pd.DataFrame, between: int) -> go.Heatmap:
    return go.Heatmap(
        z=shares.to_numpy(np.float32),
        x=list(shares.columns),
        y=list(shares.index),
        customdata=days.fillna("").to_numpy(str),
        colorscale=[[0, WHOLE], [1, WORSE.both]],
        zmin=0,
        zmax=100,
        xgap=between,
        ygap=1,
        colorbar={"ticksuffix": " %", "thickness": 12},
        hoverongaps=False,
        hovertemplate="%{customdata}: %{z:.0f} % missing<extra></extra>",
    )
