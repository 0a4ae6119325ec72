"""What the page to print says about a forecast: its verdict, what it forecast, and how good that is."""

import pandas as pd

from rnn_core.codegen.html import NOTHING, Figures, element, number, table
from rnn_core.data import Series
from rnn_core.data.readers.frequency import about
from rnn_core.experiments.forecast.beyond import first_beyond
from rnn_core.experiments.forecast.metrics import ForecastMetrics, TargetMeasures
from rnn_core.experiments.forecast.sentences import FORECASTS, STILL
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.experiments.take_home import PARTS, Look, Measured, Report
from rnn_core.wording import by_chance, percent

Found = Measured[Series, ForecastSettings, ForecastMetrics]

MEASURES = {"mae": "MAE", "rmse": "RMSE", "smape": "sMAPE %", "mase": "MASE"}
RECENT_ROWS = 120


def verdict(metrics: ForecastMetrics) -> tuple[str, Look]:
    """The network beside "tomorrow = today", and whether it only repeats what it has seen."""
    rows = "1 row" if metrics.lag == 1 else f"{metrics.lag} rows"
    shifted = f" The forecast fits best when shifted by {rows}: it mostly repeats what it has just seen."
    return metrics.verdict_sentence + (shifted if metrics.repeats else ""), "good" if metrics.judgement.kind == "better" else ""


def result(found: Found, drawing: Figures) -> list[str]:
    """Figures of the first column, its numbers, and how the error grows with the distance."""
    unit = _with_unit(found.metrics)
    return [
        element("h2", "Result"),
        *_forecast(found, drawing, unit),
        *_numbers(found.metrics),
        *_ahead(found.metrics, drawing, unit),
        *_columns(found.metrics),
    ]


def data(metrics: ForecastMetrics) -> list[tuple[str, str]]:
    """What is forecast, and the rows of each part."""
    return [
        ("Forecast", _with_unit(metrics)),
        *(
            (PARTS[name], f"{first} to {last}, {getattr(metrics.windows, name):,} windows")
            for name, (first, last) in metrics.parts.items()
        ),
    ]


def _with_unit(metrics: TargetMeasures) -> str:
    return metrics.target + (f" ({metrics.unit})" if metrics.unit else "")


def _forecast(found: Found, drawing: Figures, unit: str) -> list[str]:
    from rnn_core.figures import charts

    metrics, forecast = found.metrics, pd.read_csv(found.results / "forecast.csv")
    one_step = charts.one_step(forecast, unit)
    one_step.update_xaxes(rangeslider={"visible": False})
    parts = [
        drawing.figure(
            one_step,
            "Each row of the test part, forecast from the true rows before it. A network line that looks like the actual one "
            "moved to the right only repeats the last value.",
        ),
    ]
    if metrics.free_running is None:
        parts.append(element("p", metrics.free_running_why))
    else:
        words = "The network fed on its own output from the first test row on. Small errors add up; many networks end flat."
        parts.append(drawing.figure(charts.free_running(forecast, unit), words))
    return [
        *parts,
        _beyond(found, drawing, forecast, unit),
        drawing.figure(charts.residuals(forecast, unit), "Errors over time. All on one side of 0: it is too high or too low."),
        drawing.figure(charts.error_histogram(forecast, unit), "How the errors are spread."),
    ]


def _beyond(found: Found, drawing: Figures, forecast: pd.DataFrame, unit: str) -> str:
    from rnn_core.figures import charts

    series, metrics, future = found.data, found.metrics, pd.read_csv(found.results / "future.csv")
    known = series.frame if series.test is None else pd.concat([series.frame, series.test])
    recent = series.placed(known[[metrics.target]].dropna().tail(RECENT_ROWS))[metrics.target]
    alone = metrics.free_running is not None
    first = first_beyond(metrics, forecast, future)
    words = f"Beyond the data. {first.sentence(metrics.unit)} {first.source}"
    return drawing.figure(charts.beyond(recent.index, recent.to_numpy(), future, unit, alone, (first.low, first.high)), words)


def _numbers(metrics: ForecastMetrics) -> list[str]:
    rows = {"one_step": metrics.one_step, **metrics.rivals}
    if metrics.free_running:
        rows |= {"free_running": metrics.free_running, "held": metrics.free_running_baselines["last_value"]}
    lines = [
        [
            FORECASTS[name],
            *(number(getattr(errors, measure)) for measure in MEASURES),
            NOTHING if name in STILL or errors.direction is None else percent(errors.direction),
        ]
        for name, errors in sorted(rows.items(), key=lambda row: row[1].rmse)
    ]
    return [
        element("h2", "Numbers"),
        table(["Forecast of the test part", *MEASURES.values(), "Direction"], lines, look="numbers"),
        element(
            "p",
            "MAE is the mean error, RMSE weighs large errors more; both are in the data's units. MASE counts usual changes from "
            f"one row to the next. Skill: {number(metrics.skill, '.2f')} (1 is perfect, 0 as good as tomorrow = today). "
            f"{by_chance(metrics.p_value)} That is the Diebold-Mariano test.",
            "quiet",
        ),
    ]


def _ahead(metrics: ForecastMetrics, drawing: Figures, unit: str) -> list[str]:
    """Several rows ahead."""
    from rnn_core.experiments.forecast.figures import error_by_step

    if metrics.horizon == 1:
        return []
    step = "1 row" if metrics.numbered else about(pd.Timedelta(seconds=metrics.row_seconds))
    words = "How the error grows with the distance: the network, directly and on its own output, and the naive forecasts."
    return [drawing.figure(error_by_step(metrics.by_horizon, unit, step), words)]


def _columns(metrics: ForecastMetrics) -> list[str]:
    """Several columns."""
    rows = [[name, number(one.one_step.rmse), number(one.skill, ".2f")] for name, one in metrics.targets.items()]
    return [table(["Column, one step ahead", "RMSE", "Skill"], rows, look="numbers")] if rows else []


REPORT = Report(
    verdict=verdict,
    result=result,
    data=data,
    settings=lambda metrics: {"target": metrics.target},
    logarithmic=True,
)
