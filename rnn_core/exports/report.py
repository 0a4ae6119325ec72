"""A run as one page to read, to print and to hand in."""

import datetime
import json
import math
from typing import Any

import pandas as pd

from rnn_core import files
from rnn_core.codegen.html import Figures, document, element, table
from rnn_core.codegen.program import Measured, measured
from rnn_core.data import Labelled, Path, Series
from rnn_core.data.readers.frequency import about
from rnn_core.experiments import experiment
from rnn_core.experiments.classify import report as class_report
from rnn_core.experiments.forecast import NAMES, STILL
from rnn_core.experiments.forecast.figures import error_by_step
from rnn_core.experiments.trajectory import report as path_report
from rnn_core.figures import charts
from rnn_core.networks.spec import describe
from rnn_core.runs import Run
from rnn_core.settings import extra

MEASURES = {"mae": "MAE", "rmse": "RMSE", "smape": "sMAPE %", "mase": "MASE"}
PARTS = {"train": "To learn from", "validation": "Validation", "test": "Test"}
RECENT_ROWS = 120
NOTHING = "–"


def report(run: Run) -> str:
    """One HTML page that works without a network: data, settings, curves, result, verdict.

    Raises UserError when the run has no result, or its data are no longer there.
    """
    found, drawing = measured(run), Figures()
    kind = found.about["experiment"]
    parts = [
        element("h1", found.title),
        element("p", f"{experiment(kind).title} · RNN Lab · {_moment(found.about['created'])}", "quiet"),
        *_result(run, found, drawing),
        *_curves(run, found, drawing),
        *_data(found),
        *_settings(found),
        *_network(found),
        element("p", f"Run {run.id}. {_versions(found.about)}.", "quiet"),
    ]
    return document(found.title, parts)


def _result(run: Run, found: Measured, drawing: Figures) -> list[str]:
    """The verdict first, then what it rests on."""
    if isinstance(found.data, Series):
        return [_verdict(found.metrics), *_forecast(run, found, drawing)]
    if isinstance(found.data, Labelled):
        return [class_report.verdict(found.metrics), *class_report.result(run, found.metrics)]
    if isinstance(found.data, Path):
        return [path_report.verdict(found.metrics), *path_report.result(run, found.metrics, drawing)]
    return [_text_verdict(found.metrics), *_samples(run)]


def _moment(created: str) -> str:
    return f"{datetime.datetime.fromisoformat(created):%d %B %Y, %H:%M} UTC"


def _versions(about: dict[str, Any]) -> str:
    return ", ".join(f"{name} {number}" for name, number in about["versions"].items())


def _number(value: float | None, form: str = ",.4g") -> str:
    return NOTHING if value is None else format(value, form)


def _verdict(metrics: dict[str, Any]) -> str:
    rows = "1 row" if metrics["lag"] == 1 else f"{metrics['lag']} rows"
    shifted = f" The forecast fits best when shifted by {rows}: it mostly repeats what it has just seen."
    sentence = metrics["verdict_sentence"] + (shifted if metrics["repeats"] else "")
    return element("p", sentence, "verdict good" if metrics["verdict"] == "better" else "verdict")


def _text_verdict(metrics: dict[str, Any]) -> str:
    size, held_out = metrics["vocabulary"], metrics["validation"]
    nats = held_out["nats"] if held_out else metrics["loss"]["best"]
    where = "On text that it has never seen" if held_out else "On the text that it learned from (nothing was held out)"
    sentence = (
        f"{where} the network is as unsure as if guessing among {math.exp(nats):.1f} characters at every step "
        f"(loss {nats:.3f} nats, {nats / math.log(2):.3f} bits a character); one that knows nothing guesses among {size} "
        f"(loss {math.log(size):.3f})."
    )
    return element("p", sentence, "verdict good" if held_out and nats < math.log(size) else "verdict")


def _forecast(run: Run, found: Measured, drawing: Figures) -> list[str]:
    metrics = found.metrics
    forecast = pd.read_csv(run.folder / "results" / "forecast.csv")
    unit = metrics["target"] + (f" ({metrics['unit']})" if metrics["unit"] else "")
    one_step = charts.one_step(forecast, unit)
    one_step.update_xaxes(rangeslider={"visible": False})
    parts = [
        element("h2", "Result"),
        drawing.figure(
            one_step,
            "Each row of the test part, forecast from the true rows before it. A network line that looks like the actual one "
            "moved to the right only repeats the last value.",
        ),
    ]
    if metrics["free_running"] is None:
        parts.append(element("p", metrics["free_running_why"]))
    else:
        words = "The network fed on its own output from the first test row on. Small errors add up; many networks end flat."
        parts.append(drawing.figure(charts.free_running(forecast, unit), words))
    return [
        *parts,
        _beyond(run, found, drawing, unit),
        drawing.figure(charts.residuals(forecast, unit), "Errors over time. All on one side of 0: it is too high or too low."),
        drawing.figure(charts.error_histogram(forecast, unit), "How the errors are spread."),
        *_numbers(metrics),
        *_ahead(metrics, drawing, unit),
    ]


def _ahead(metrics: dict[str, Any], drawing: Figures, unit: str) -> list[str]:
    """Several rows ahead, and several columns."""
    parts = []
    if metrics.get("horizon", 1) > 1:
        step = about(pd.Timedelta(seconds=metrics["row_seconds"]))
        words = "How the error grows with the distance: the network, directly and on its own output, and the naive forecasts."
        parts.append(drawing.figure(error_by_step(metrics["by_horizon"], unit, step), words))
    if several := metrics.get("targets"):
        rows = [[name, _number(one["one_step"]["rmse"]), _number(one["skill"], ".2f")] for name, one in several.items()]
        parts.append(table(["Column, one step ahead", "RMSE", "Skill"], rows, look="numbers"))
    return parts


def _beyond(run: Run, found: Measured, drawing: Figures, unit: str) -> str:
    data, future = found.data, pd.read_csv(run.folder / "results" / "future.csv")
    if not isinstance(data, Series):
        raise TypeError("a forecast has a series")
    known = data.frame if data.test is None else pd.concat([data.frame, data.test])
    recent = known[found.metrics["target"]].dropna().tail(RECENT_ROWS)
    band = found.metrics["band"]
    words = f"Beyond the data: {found.metrics['next']['value']:,.5g} on {found.metrics['next']['date']}."
    if band:
        words += f" The band should hold {band['nominal']:.0%} of the values; on the test part it held {band['coverage']:.0%}."
    alone = found.metrics["free_running"] is not None
    return drawing.figure(charts.beyond(recent.index, recent.to_numpy(), future, unit, alone), words)


def _numbers(metrics: dict[str, Any]) -> list[str]:
    rows = {"one_step": metrics["one_step"], **metrics["baselines"]}
    if metrics["free_running"]:
        rows |= {"free_running": metrics["free_running"], "held": metrics["free_running_baselines"]["last_value"]}
    lines = [
        [
            NAMES[name],
            *(_number(values[measure]) for measure in MEASURES),
            NOTHING if name in STILL else _number(values["direction"], ".0%"),
        ]
        for name, values in sorted(rows.items(), key=lambda row: row[1]["rmse"])
    ]
    return [
        element("h2", "Numbers"),
        table(["Forecast of the test part", *MEASURES.values(), "Direction"], lines, look="numbers"),
        element(
            "p",
            "MAE is the mean error, RMSE weighs large errors more; both are in the data's units. MASE counts usual changes from "
            f"one row to the next. Skill: {_number(metrics['skill'], '.2f')} (1 is perfect, 0 as good as tomorrow = today). By "
            f"chance alone the two would differ so much with probability {metrics['p_value']:.3g} (Diebold-Mariano test).",
            "quiet",
        ),
    ]


def _samples(run: Run) -> list[str]:
    lines = files.read_text(run.folder / "results" / "samples.jsonl").split("\n")
    rows = [json.loads(line) for line in lines if line]
    last = [row for row in rows if row["epoch"] == rows[-1]["epoch"]]
    parts = [
        element("h2", "What it writes"),
        element("p", f"After epoch {last[0]['epoch']:g}, all after the same passage of the training text:"),
        element("pre", last[0]["prompt"]),
    ]
    for row in last:
        copied = f"Longest piece copied from the training text: {row['longest_copy']} characters."
        parts += [
            element("h3", f"Temperature {row['temperature']:g}"),
            element("pre", row["text"]),
            element("p", copied, "quiet"),
        ]
    return parts


def _curves(run: Run, found: Measured, drawing: Figures) -> list[str]:
    metrics, chosen = found.metrics, experiment(found.about["experiment"])
    drawn = charts.loss_curves(run.history(), chosen.data == "series", chosen.loss_unit)
    loss = metrics["loss"]
    amount = "1 epoch" if metrics["epochs"] == 1 else f"{metrics['epochs']:g} epochs"
    facts = (
        f"Training loss: {loss['first']:.4f} after the first epoch, {loss['last']:.4f} after the last. Dataset: "
        f"{metrics['checkpoint']}. {amount} in {metrics['seconds']:.1f} s on {metrics['device']}."
    )
    return [element("h2", "Training"), drawing.figure(drawn, "Lower is better."), element("p", facts)]


def _data(found: Measured) -> list[str]:
    data, metrics = found.data, found.metrics
    if isinstance(data, Series):
        counts = metrics["windows"]
        rows = [["Forecast", metrics["target"] + (f" ({metrics['unit']})" if metrics["unit"] else "")]]
        for name, (first, last) in metrics["parts"].items():
            rows.append([PARTS[name], f"{first} to {last}, {counts[name]:,} windows"])
    elif isinstance(data, Path):
        rows = [[PARTS[name], words] for name, words in path_report.parts(metrics).items()]
    elif isinstance(data, Labelled):
        rows = [[PARTS[name], class_report.counted(metrics["classes"], sizes)] for name, sizes in metrics["counts"].items()]
    else:
        sizes = metrics["characters"]
        rows = [
            ["To learn from", f"{sizes['train']:,} characters, {metrics['vocabulary']} different ones"],
            ["Held out", f"{sizes['validation']:,} characters"],
        ]
    rows += [[name, value] for name, value in (("Source", data.source), ("Licence", data.licence)) if value]
    notes = [element("p", note, "quiet") for note in (*data.notes, *metrics.get("notes", ()))]
    return [element("h2", "Data"), table(["Data", data.title], rows), *notes]


def _settings(found: Measured) -> list[str]:
    parts = [element("h2", "Settings")]
    fields = type(found.settings).model_fields
    values = dict(found.settings)
    if isinstance(found.data, Series):
        values["target"] = found.metrics["target"]  # also when the run left the choice to the data
    for group in sorted({extra(field, "group") for field in fields.values()}):
        rows = [
            [str(field.title), _words(values[name]), str(field.description)]
            for name, field in fields.items()
            if extra(field, "group") == group
        ]
        parts.append(table([group, "Value", "What it means"], rows, look="settings"))
    return parts


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or NOTHING
    if isinstance(value, float):
        return f"{value:g}"
    return NOTHING if value in (None, "") else str(value)


def _network(found: Measured) -> list[str]:
    rows = [[str(row["layer"]), str(row["output"]), f"{row['parameters']:,}"] for row in describe(found.network)]
    rows.append(["All", "", f"{found.metrics['parameters']:,}"])
    return [element("h2", "Network"), table(["Layer", "Output", "Weights"], rows, look="numbers")]
