"""Forecasts several rows ahead and of several columns: which column is shown, how the error grows, the next rows."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.common import read_once
from rnn_core.data.readers.frequency import about
from rnn_core.experiments.forecast.beyond import first_beyond
from rnn_core.experiments.forecast.figures import RIVALS, error_by_step
from rnn_core.experiments.forecast.metrics import ForecastMeasures, Step, TargetMeasures
from rnn_core.runs import Run
from rnn_core.wording import percent

DAY = 24 * 3600.0  # seconds
HALF_DAY = DAY / 2
MOST_ROWS = 12


def column_shown(metrics: ForecastMeasures, key: str, asked: bool = True) -> tuple[TargetMeasures, str]:
    """What was measured about the column that is looked at, and what its tables are numbered with ("" or "_2").

    ``asked``: whether the choice stands here, or only counts here.
    """
    if not metrics.targets:
        return metrics, ""
    names, choice = list(metrics.targets), f"{key}-column"
    if asked:
        st.selectbox("Column shown", names, key=choice, help="The network forecasts several columns: look at each.")
    name = st.session_state[choice]
    place = names.index(name)
    return metrics.targets[name], f"_{place + 1}" if place else ""


def row_length(metrics: ForecastMeasures) -> str:
    """How far apart the rows are, in words."""
    return "1 row" if metrics.numbered else about(pd.Timedelta(seconds=metrics.row_seconds or DAY))


def place_of(table: pd.DataFrame) -> dict[str, pd.Series]:
    """Where the rows of a table of results stand, as a column to show: dates, or the numbers of rows that have none."""
    return {"Row": table["row"]} if "row" in table else {"Date": table["date"]}


def steps_ahead(steps: tuple[Step, ...], length: str, unit: str, key: str) -> None:
    """How the error grows with the steps ahead, each of that ``length``, and who is best at the last one."""
    st.plotly_chart(error_by_step(steps, unit, length), key=f"{key}-ahead")
    last = steps[-1]
    rivals = {RIVALS[name][0]: errors.rmse for name, errors in last.baselines.items()}
    best = min(rivals, key=rivals.__getitem__)
    difference = 1 - last.rmse / rivals[best] if rivals[best] else 0.0
    much = f"{percent(abs(difference))} {'smaller' if difference > 0 else 'larger'}"
    told = f"{much} than that of its best rival there ({best})"
    st.text(f"{last.step} steps ahead the network's typical error (RMSE) is {last.rmse:,.4g}, {told}.")
    st.caption(
        "Directly: the network says all steps at once. Free-running: it says one step, reads that as if it had been measured, "
        "and goes on. What to look for: errors grow with the distance and then level off, where the network knows no more than "
        "what is usual. It is worth something at the steps where its line lies below those of its rivals."
    )
    if last.half_width is not None:
        _bands(steps)


def _bands(steps: tuple[Step, ...]) -> None:
    """How wide the band is at each step, and what it held."""
    columns = {
        "Steps ahead": [step.step for step in steps],
        "Band: ±": [step.half_width for step in steps],
        "Held": [None if step.coverage is None else percent(step.coverage) for step in steps],
        "Pinball loss": [step.pinball for step in steps],
    }
    config = {name: st.column_config.NumberColumn(format="%.4g") for name in ("Band: ±", "Pinball loss")}
    st.dataframe(pd.DataFrame(columns), hide_index=True, column_config=config)
    st.caption(
        "The band of each step promises 80 % of the values. Its width is learned from the errors so many steps ahead on the "
        "validation part. The pinball loss, in the data's units, is small where a band is narrow and holds all the same."
    )


def next_rows(run: Run, metrics: ForecastMeasures) -> None:
    """The rows after the data, of every column that is forecast: the next 12 hours, or 12 rows."""
    known: dict[str, TargetMeasures] = metrics.targets or {metrics.target: metrics}
    numbers = [f"_{place}" if place > 1 else "" for place in range(1, len(known) + 1)]
    tables = [read_once.table(run, f"future{number}.csv") for number in numbers]
    seconds = DAY if metrics.numbered else metrics.row_seconds or DAY
    rows = max(1, int(HALF_DAY // seconds)) if seconds < HALF_DAY else MOST_ROWS
    columns: dict[str, Any] = dict(place_of(tables[0]))
    for (name, one), table in zip(known.items(), tables, strict=True):
        title = f"{name} ({one.unit})" if one.unit else name
        if "direct" in table:
            columns[f"{title}, directly"] = table["direct"]
        if metrics.free_running is not None:
            columns[f"{title}, free-running"] = table["forecast"]
        elif "direct" not in table:
            columns[title] = table["forecast"]
    shown = pd.DataFrame(columns).head(rows)
    config = {name: st.column_config.NumberColumn(format="%.5g") for name in shown.columns[1:]}
    st.dataframe(shown, hide_index=True, column_config=config)
    hours = "The next 12 hours" if seconds < HALF_DAY else "The next rows"
    st.caption(f"{hours} after the data, in the data's units. The first of each column:")
    for (name, one), number, table in zip(known.items(), numbers, tables, strict=True):
        first = first_beyond(one, read_once.table(run, f"forecast{number}.csv"), table)
        st.text(f"{name}, {first.sentence(one.unit)}")
