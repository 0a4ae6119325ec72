"""What came of a forecast: the verdict first, then pictures, numbers and downloads."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui.common import read_once
from pages.ui.common.messages import plain, tell
from pages.ui.data.picker import load_dataset
from pages.ui.forecast.ahead import column_shown, next_rows, place_of, row_length, steps_ahead
from pages.ui.forecast.band import band_choice, beyond_bands
from pages.ui.forecast.first_beyond import number_beyond
from pages.ui.forecast.stage import NAIVE, NAIVE_SHORT
from pages.ui.stage.labels import row_labels
from pages.ui.stage.lines import Line, lines
from pages.ui.stage.verdict import verdict
from pages.ui.train.network_box import network_box
from pages.ui.train.settings_form import COLUMNS
from pages.ui.train.take_home import result_files
from rnn_core.errors import UserError
from rnn_core.experiments.forecast import PRESETS, ForecastMetrics, ForecastSettings
from rnn_core.experiments.forecast.beyond import first_beyond
from rnn_core.experiments.forecast.figures import errors_side_by_side
from rnn_core.experiments.forecast.metrics import ForecastMeasures, TargetMeasures
from rnn_core.experiments.forecast.sentences import FORECASTS, STILL, row_name
from rnn_core.experiments.windowed_series import Preparation
from rnn_core.figures import charts
from rnn_core.runs import Losses, Run
from rnn_core.wording import percent

ARTICLE_LOSS = (0.0504, 0.0017)  # after the first and the hundredth epoch, as the stock tutorial prints them
ROWS_SHOWN = 120
RMSE = "Root mean squared error on the test part, in the data's units."
LOOK = "where the values jump, the orange dots come a row late. Does the network, too? Then it mostly repeats the last value."


@dataclass(frozen=True)
class Outcome:
    """What is shown of a measured run: one of its columns."""

    shown: TargetMeasures
    metrics: ForecastMetrics
    forecast: pd.DataFrame
    future: pd.DataFrame


def picture(run: Run, metrics: ForecastMetrics) -> Outcome:
    """The test part: what happened, what the network said and the simplest guess."""
    shown, number = column_shown(metrics, run.id)
    forecast = read_once.table(run, f"forecast{number}.csv")
    drawn = [
        Line(NAIVE, _values(forecast["last_value"]), "naive", "naive-words", 1.6, dash="2 4", dots=True, short=NAIVE_SHORT),
        Line("actual", _values(forecast["actual"]), "actual", "actual", 2.4, actual=True),
        Line("network", _values(forecast["one_step"]), "net", "net-words", 3.6),
    ]
    above = st.container()
    band = band_choice(shown, forecast, f"{run.id}{number}")
    with above:
        lines(
            f"forecast-{run.id}",
            f"{run.id}{number}",
            row_labels(next(iter(place_of(forecast).values()))),
            drawn,
            title=_in_unit(shown),
            about="One step ahead, on the test part: nothing of it was learned from",
            look=LOOK,
            unit=shown.unit,
            row_name=row_name(metrics.row_seconds),
            band=band,
        )
    return Outcome(shown, metrics, forecast, read_once.table(run, f"future{number}.csv"))


def _values(column: pd.Series) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in column]


def numbers(outcome: Outcome) -> None:
    """Three numbers, each beside what it is measured against."""
    shown, step, seconds = outcome.shown, outcome.shown.one_step, outcome.metrics.row_seconds
    unit = f" {shown.unit}" if shown.unit else ""
    naive = shown.rivals["last_value"].rmse
    with st.container(border=True, key="numbers"):
        st.metric("Typical error (RMSE)", f"{step.rmse:,.3g}{unit}", help=RMSE)
        st.caption(f"{NAIVE}: {naive:,.3g}{plain(unit)}")
        number_beyond(shown, outcome.forecast, outcome.future, row_name(seconds))
        if step.direction is not None:
            st.metric("Up or down, right in", percent(step.direction))
            st.caption(f"of {len(outcome.forecast):,} rows; a coin: 50 %")


def result_section(run: Run, metrics: ForecastMetrics) -> None:
    """Everything else about a measured run, folded."""
    shown, number = column_shown(metrics, run.id, asked=False)
    forecast = read_once.table(run, f"forecast{number}.csv")
    future = read_once.table(run, f"future{number}.csv")
    unit = _in_unit(shown)
    if _ahead(metrics):
        with st.expander("Steps ahead", icon=":material/stacked_line_chart:"):
            steps_ahead(shown.by_horizon, row_length(metrics), unit, run.id)
            next_rows(run, metrics)
    with st.expander("Beyond the data", icon=":material/start:"):
        _beyond(run, forecast, future, shown)
    with st.expander("Left alone (free run)", icon=":material/all_inclusive:"):
        _free_running(forecast, shown, metrics.free_rows, unit)
    with st.expander("Errors, and all forecasts compared", icon=":material/rule:"):
        _errors(forecast, unit)
        _compare(shown, f"rivals-{number}")
    with st.expander("The network and its numbers", icon=":material/hub:"):
        _losses(run, metrics.loss)
        network_box(run, metrics)
        _scaled_back(run, forecast, list(metrics.targets).index(shown.target) if metrics.targets else 0)
    with st.expander("Tables and chart to take along", icon=":material/table:"):
        _downloads(run, forecast, unit, number)


def _ahead(metrics: ForecastMeasures) -> bool:
    """Whether several rows, or columns, are forecast at once."""
    return metrics.horizon > 1 or bool(metrics.targets)


def _in_unit(shown: TargetMeasures) -> str:
    """The column and its unit, for an axis."""
    return shown.target + (f" ({shown.unit})" if shown.unit else "")


def applied(metrics: ForecastMeasures, tables: Mapping[str, pd.DataFrame]) -> None:
    """The same network on other data."""
    shown, number = column_shown(metrics, "applied")
    unit = _in_unit(shown)
    if shown.headline:
        verdict(shown.headline, "applied-verdict")
    for note in metrics.notes:
        st.text(f"Note: {note}")
    st.plotly_chart(charts.one_step(tables[f"forecast{number}"], unit), key="applied")
    if _ahead(metrics):
        steps_ahead(shown.by_horizon, row_length(metrics), unit, "applied")
    _compare(shown, "applied-rivals")


def _losses(run: Run, loss: Losses) -> None:
    st.text(f"Training loss: {loss.first:.4f} after the first epoch, {loss.last:.4f} after the last.")
    if _is_tutorial(ForecastSettings.parse(run.about().settings)):
        st.text(
            f"The article reports {ARTICLE_LOSS[0]} → {ARTICLE_LOSS[1]} on its Facebook prices 2015-2019. Like the article, "
            "this preset has no validation part and keeps the last weights, so nothing guards against learning by heart."
        )


def _free_running(forecast: pd.DataFrame, shown: TargetMeasures, rows: int | None, unit: str) -> None:
    if shown.free_running is None:
        tell(shown.free_running_why, "warning", "Not possible here")
        return
    st.plotly_chart(charts.free_running(forecast, unit), key="free_running")
    free, held = shown.free_running.rmse, shown.free_running_baselines["last_value"].rmse
    st.caption(
        f"From the first test row on, for {rows:,} rows, the network feeds on its own output. Its error (RMSE) "
        f"is {free:,.4g}; holding the last known value gives {held:,.4g}. What to look for: small errors add "
        "up, and many networks end in a flat line."
    )


def _scaled_back(run: Run, forecast: pd.DataFrame, place: int) -> None:
    """Where the network says a value, not a change."""
    preparation = run.preparation(Preparation)
    if preparation.change is not None:
        return
    offset, scale = preparation.scaler.offset[place], preparation.scaler.scale[place]
    st.markdown("##### From the network's numbers to the data's units")
    with st.container():
        first = forecast.head(5)
        scaled = (first["one_step"] - offset) / scale
        columns = {
            **place_of(first),
            "Network says": scaled,
            "In the data's units": first["one_step"],
            "Actual": first["actual"],
        }
        st.dataframe(pd.DataFrame(columns), hide_index=True)
        st.text(
            f"The network speaks in scaled numbers. Each is multiplied by {scale:.4g} and "
            f"{offset:.4g} is added, as the scaler learned from the training part."
        )


def _beyond(run: Run, forecast: pd.DataFrame, future: pd.DataFrame, shown: TargetMeasures) -> None:
    found = first_beyond(shown, forecast, future)
    try:
        series = load_dataset(run.about().data)
    except UserError as error:
        tell(str(error))
        return
    known = series.frame if series.test is None else pd.concat([series.frame, series.test])
    recent = series.placed(known[[shown.target]].dropna().tail(ROWS_SHOWN))[shown.target]
    alone = shown.free_running is not None
    unit, first = _in_unit(shown), (found.low, found.high)
    st.plotly_chart(charts.beyond(recent.index, recent.to_numpy(), future, unit, alone, first), key="beyond")
    st.text(f"{found.sentence(shown.unit)} {found.source}")
    for words in beyond_bands(shown):
        st.caption(words)
    if shown.free_running is None:
        st.caption("With extra inputs only what the network says at once is possible: going on would need tomorrow's inputs.")


def _errors(forecast: pd.DataFrame, unit: str) -> None:
    st.plotly_chart(charts.residuals(forecast, unit), key="residuals")
    st.plotly_chart(charts.error_histogram(forecast, unit), key="histogram")
    st.caption(
        "What to look for: errors that stay on one side of 0 mean that the network is too high or too low as a whole; "
        "errors that grow mean that the data have left what it knew."
    )


def _compare(shown: TargetMeasures, key: str) -> None:
    """All forecasts in one picture and one table: the network, the naive ones and those that were fitted."""
    st.plotly_chart(errors_side_by_side(shown.one_step, shown.rivals, _in_unit(shown)), key=key)
    rows = {"one_step": shown.one_step, **shown.rivals}
    if shown.free_running:
        rows["free_running"] = shown.free_running
        rows["held"] = shown.free_running_baselines["last_value"]
    table = pd.DataFrame(
        [
            {
                "Forecast": FORECASTS[name],
                "MAE": errors.mae,
                "RMSE": errors.rmse,
                "sMAPE %": errors.smape,
                "MASE": errors.mase,
                "Direction %": None if errors.direction is None or name in STILL else 100 * errors.direction,
            }
            for name, errors in rows.items()
        ]
    ).sort_values("RMSE")
    config = {name: st.column_config.NumberColumn(format="%.4g") for name in table.columns[1:]}
    st.dataframe(table, hide_index=True, column_config=config)
    st.caption(
        "Sorted by RMSE. MAE is the mean error; RMSE weighs large errors more; both are in the data's units. sMAPE is the mean "
        "error in percent, MASE the mean error measured in usual changes from one row to the next. The free run and the held "
        "value know nothing after the first test row. How likely is the difference between the network and tomorrow = today "
        f"by chance alone (Diebold-Mariano test)? p = {shown.p_value:.3g}. Ridge regression, Theta and exponential smoothing "
        "are fitted on the training part, as the network is, and read every later row; the others need no fitting."
    )
    for name, why in shown.baselines_why.items():
        st.text(f"{FORECASTS[name]} is missing: {why}")


def _is_tutorial(settings: ForecastSettings) -> bool:
    free = {*COLUMNS, "test", "seed", "device"}
    return settings.model_dump(exclude=free) == PRESETS["tutorial"].model_dump(exclude=free)


def _downloads(run: Run, forecast: pd.DataFrame, unit: str, number: str) -> None:
    with st.container(horizontal=True):
        result_files(run, {"Forecast (CSV)": f"forecast{number}.csv", "Days beyond (CSV)": f"future{number}.csv"})
        st.download_button(
            "Chart (HTML)",
            lambda: _page(charts.one_step(forecast, unit)),
            f"{run.id}.html",
            "text/html",
            on_click="ignore",
        )
    st.caption("The chart is one file that works without a network, in any browser.")


def _page(drawn: go.Figure) -> str:
    return str(drawn.to_html(include_plotlyjs=True, full_html=True))
