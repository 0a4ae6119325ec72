"""What came of a forecast: the verdict first, then pictures, numbers and downloads."""

import json
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.data.picker import load_dataset
from pages.ui.forecast.ahead import column_shown, next_rows, steps_ahead
from pages.ui.train.network_box import network_box
from pages.ui.train.settings_form import COLUMNS
from pages.ui.train.take_home import take_home
from rnn_core.errors import UserError
from rnn_core.experiments import Results
from rnn_core.experiments.forecast import EXPERIMENT, NAMES, STILL, ForecastSettings
from rnn_core.features.windows import Scaler
from rnn_core.figures import charts
from rnn_core.metrics import errors
from rnn_core.runs import Run

ARTICLE_LOSS = (0.0504, 0.0017)  # after the first and the hundredth epoch, as the stock tutorial prints them
ROWS_SHOWN = 120
TABS = ("Beyond the data", "Errors", "Compare", "Network", "Download")


def result_section(run: Run, whole: dict[str, Any]) -> None:
    """Everything about a measured run."""
    st.subheader("Result")
    metrics, number = column_shown(whole, run.id)
    forecast = pd.read_csv(run.folder / "results" / f"forecast{number}.csv")
    future = pd.read_csv(run.folder / "results" / f"future{number}.csv")
    verdict(metrics)
    numbers(metrics)
    _losses(run, metrics["loss"])
    unit = in_unit(metrics)
    tabs = iter(st.tabs(["Forecast", *(["Steps ahead"] if _ahead(metrics) else []), *TABS]))
    with next(tabs):
        _one_step(forecast, unit)
        _free_running(forecast, metrics, unit)
        if run.about()["settings"].get("says", "value") == "value":
            _scaled_back(run, forecast, list(whole.get("targets", {metrics["target"]: 0})).index(metrics["target"]))
    if _ahead(metrics):
        with next(tabs):
            steps_ahead(metrics, unit, run.id)
    with next(tabs):
        _beyond(run, future, metrics, unit)
        if _ahead(metrics):
            next_rows(run.folder / "results", metrics)
    with next(tabs):
        _errors(forecast, unit)
    with next(tabs):
        compare(metrics)
    with next(tabs):
        network_box(run, metrics)
    with next(tabs):
        _downloads(run, forecast, unit, number)


def _ahead(metrics: dict[str, Any]) -> bool:
    """Whether several rows, or columns, are forecast at once."""
    return metrics.get("horizon", 1) > 1 or "targets" in metrics


def in_unit(metrics: dict[str, Any]) -> str:
    """The column and its unit, for an axis."""
    return metrics["target"] + (f" ({metrics['unit']})" if metrics["unit"] else "")


def applied(results: Results) -> None:
    """The same network on other data."""
    metrics, number = column_shown(results.metrics, "applied")
    unit = in_unit(metrics)
    verdict(metrics)
    numbers(metrics)
    for note in metrics["notes"]:
        st.text(f"Note: {note}")
    st.plotly_chart(charts.one_step(results.tables[f"forecast{number}"], unit), key="applied")
    if _ahead(metrics):
        steps_ahead(metrics, unit, "applied")
    compare(metrics)


def verdict(metrics: dict[str, Any]) -> None:
    """Is the network any better than the naive forecast?"""
    look = "good" if metrics["verdict"] == "better" else "warning"
    rows = "1 row" if metrics["lag"] == 1 else f"{metrics['lag']} rows"
    shifted = f" The forecast fits best when shifted by {rows}: it mostly repeats what it has just seen."
    tell(metrics["verdict_sentence"] + (shifted if metrics["repeats"] else ""), look, metrics["verdict"].capitalize())


def numbers(metrics: dict[str, Any]) -> None:
    """The four numbers to look at first."""
    step, naive = metrics["one_step"], metrics["baselines"]["last_value"]
    card = partial(st.metric, border=True, height="stretch")
    with st.container(horizontal=True):
        row = errors.row_name(metrics.get("row_seconds"))
        card(f"First {row} beyond the data, {metrics['next']['date']}", f"{metrics['next']['value']:,.5g}")
        card(
            "Typical error (RMSE)",
            f"{step['rmse']:,.4g}",
            delta=f"{step['rmse'] - naive['rmse']:+,.3g} against tomorrow = today",
            delta_color="inverse",
            help="Root mean squared error on the test part, in the data's units. Teal: smaller than the naive one, red: larger.",
        )
        skill = metrics["skill"]
        card(
            "Skill",
            "–" if skill is None else f"{skill:.2f}",
            help="1 - RMSE / RMSE of 'tomorrow = today'. 1 is perfect, 0 as good as the last value, below 0 worse.",
        )
        hits = step["direction"]
        card(
            "Direction hits",
            "–" if hits is None else f"{hits:.0%}",
            help="How often up or down was right. Tossing a coin gives 50 %.",
        )


def _losses(run: Run, loss: dict[str, float]) -> None:
    st.text(f"Training loss: {loss['first']:.4f} after the first epoch, {loss['last']:.4f} after the last.")
    if _is_tutorial(run.about()["settings"]):
        st.text(
            f"The article reports {ARTICLE_LOSS[0]} → {ARTICLE_LOSS[1]} on its Facebook prices 2015-2019. Like the article, "
            "this preset has no validation part and keeps the last weights, so nothing guards against learning by heart."
        )


def _one_step(forecast: pd.DataFrame, unit: str) -> None:
    st.markdown("##### One step ahead")
    st.plotly_chart(charts.one_step(forecast, unit), key="one_step")
    st.caption(
        "At each row the network sees the true past and says the next value. What to look for: a network line that looks "
        "like the actual one moved to the right only repeats the last value."
    )


def _free_running(forecast: pd.DataFrame, metrics: dict[str, Any], unit: str) -> None:
    st.markdown("##### Free-running")
    if metrics["free_running"] is None:
        tell(metrics["free_running_why"], "warning", "Not possible here")
        return
    st.plotly_chart(charts.free_running(forecast, unit), key="free_running")
    free, held = metrics["free_running"]["rmse"], metrics["free_running_baselines"]["last_value"]["rmse"]
    st.caption(
        f"From the first test row on, for {metrics['free_rows']:,} rows, the network feeds on its own output. Its error (RMSE) "
        f"is {free:,.4g}; holding the last known value gives {held:,.4g}. What to look for: small errors add "
        "up, and many networks end in a flat line."
    )


def _scaled_back(run: Run, forecast: pd.DataFrame, place: int) -> None:
    preparation = json.loads((run.folder / "preparation.json").read_text(encoding="utf-8"))
    scaler = Scaler.from_json(preparation["scaler"])
    with st.expander("From the network's numbers to the data's units", icon=":material/straighten:"):
        first = forecast.head(5)
        scaled = (first["one_step"] - scaler.offset[place]) / scaler.scale[place]
        columns = {
            "Date": first["date"],
            "Network says": scaled,
            "In the data's units": first["one_step"],
            "Actual": first["actual"],
        }
        st.dataframe(pd.DataFrame(columns), hide_index=True)
        st.text(
            f"The network speaks in scaled numbers. Each is multiplied by {scaler.scale[place]:.4g} and "
            f"{scaler.offset[place]:.4g} is added, as the scaler learned from the training part."
        )


def _beyond(run: Run, future: pd.DataFrame, metrics: dict[str, Any], unit: str) -> None:
    try:
        series = load_dataset(run.about()["data"])
    except UserError as error:
        tell(str(error))
        return
    known = series.frame if series.test is None else pd.concat([series.frame, series.test])
    recent = known[metrics["target"]].dropna().tail(ROWS_SHOWN)
    st.plotly_chart(
        charts.beyond(recent.index, recent.to_numpy(), future, unit, metrics["free_running"] is not None), key="beyond"
    )
    band = metrics["band"]
    if band:
        st.caption(
            f"The band should hold {band['nominal']:.0%} of the values (the network asked {band['samples']} times with its "
            f"dropout left on). Measured on the test part it held {band['coverage']:.0%} (started at {band['starts']} rows, "
            f"{band['rows']} rows each). What to look for: far below 80 % means that the network is too sure of itself."
        )
    elif metrics["free_running"] is None:
        st.caption("With extra inputs only what the network says at once is possible: going on would need tomorrow's inputs.")
    else:
        st.caption("No band: it comes from dropout, which is 0 here.")


def _errors(forecast: pd.DataFrame, unit: str) -> None:
    st.plotly_chart(charts.residuals(forecast, unit), key="residuals")
    st.plotly_chart(charts.error_histogram(forecast, unit), key="histogram")
    st.caption(
        "What to look for: errors that stay on one side of 0 mean that the network is too high or too low as a whole; "
        "errors that grow mean that the data have left what it knew."
    )


def compare(metrics: dict[str, Any]) -> None:
    """All forecasts in one table, the naive ones among them."""
    rows = {"one_step": metrics["one_step"], **metrics["baselines"]}
    if metrics["free_running"]:
        rows["free_running"] = metrics["free_running"]
        rows["held"] = metrics["free_running_baselines"]["last_value"]
    table = pd.DataFrame(
        [
            {
                "Forecast": NAMES[name],
                "MAE": values["mae"],
                "RMSE": values["rmse"],
                "sMAPE %": values["smape"],
                "MASE": values["mase"],
                "Direction %": None if values["direction"] is None or name in STILL else 100 * values["direction"],
            }
            for name, values in rows.items()
        ]
    ).sort_values("RMSE")
    config = {name: st.column_config.NumberColumn(format="%.4g") for name in table.columns[1:]}
    st.dataframe(table, hide_index=True, column_config=config)
    st.caption(
        "Sorted by RMSE. MAE is the mean error; RMSE weighs large errors more; both are in the data's units. sMAPE is the mean "
        "error in percent, MASE the mean error measured in usual changes from one row to the next. The free run and the held "
        "value know nothing after the first test row. How likely is the difference between the network and tomorrow = today "
        f"by chance alone (Diebold-Mariano test)? p = {metrics['p_value']:.3g}."
    )


def _is_tutorial(settings: dict[str, Any]) -> bool:
    article = EXPERIMENT.presets["tutorial"].model_dump(mode="json")
    free = {*COLUMNS, "test", "seed", "device"}
    checked = ForecastSettings.parse(settings).model_dump(mode="json")
    return all(checked[name] == value for name, value in article.items() if name not in free)


def _downloads(run: Run, forecast: pd.DataFrame, unit: str, number: str) -> None:
    results = run.folder / "results"
    with st.container(horizontal=True):
        for title, name in (("Forecast (CSV)", f"forecast{number}.csv"), ("Days beyond (CSV)", f"future{number}.csv")):
            st.download_button(title, (results / name).read_bytes(), f"{run.id}-{name}", "text/csv", on_click="ignore", key=name)
        metrics = json.dumps(run.metrics(), indent=1, ensure_ascii=False)
        st.download_button("Metrics (JSON)", metrics, f"{run.id}-metrics.json", "application/json", on_click="ignore")
        st.download_button(
            "Chart (HTML)",
            lambda: _page(charts.one_step(forecast, unit)),
            f"{run.id}.html",
            "text/html",
            on_click="ignore",
        )
    st.caption("The chart is one file that works without a network, in any browser.")
    take_home(run)


def _page(drawn: go.Figure) -> str:
    return str(drawn.to_html(include_plotlyjs=True, full_html=True))
