"""A run as one page to read, to print and to hand in."""

import datetime
from typing import Any

from rnn_core.codegen.html import NOTHING, Figures, document, element, number, table
from rnn_core.experiments import experiment
from rnn_core.experiments.take_home import Measured, Report
from rnn_core.exports.measured import measured
from rnn_core.figures import charts
from rnn_core.networks.spec import describe, parameters
from rnn_core.runs import About, Run, TrainingFacts
from rnn_core.settings import extra

Found = Measured[Any, Any, Any]
Own = Report[Any, Any, Any]


def report(run: Run) -> str:
    """One HTML page that works without a network: the verdict, what it rests on, curves, data, settings, network.

    Of an experiment without a report it has neither verdict nor result. Raises UserError when the run has no result, or its
    data are no longer there.
    """
    found, drawing = measured(run), Figures()
    chosen = experiment(found.about.experiment)
    own = chosen.report or Report()
    parts = [
        element("h1", found.title),
        element("p", f"{chosen.title} · RNN Lab · {_moment(found.about.created)}", "quiet"),
        *_verdict(own, found),
        *own.result(found, drawing),
        element("h2", "Training"),
        drawing.figure(charts.loss_curves(run.history(), own.logarithmic, chosen.loss_unit), "Lower is better."),
        element("p", _facts(found.metrics)),
        *_data(own, found),
        *_settings(own, found),
        *_network(found),
        element("p", f"Run {run.id}. {_versions(found.about)}.", "quiet"),
    ]
    return document(found.title, parts)


def _moment(created: str) -> str:
    return f"{datetime.datetime.fromisoformat(created):%d %B %Y, %H:%M} UTC"


def _versions(about: About) -> str:
    return ", ".join(f"{name} {number}" for name, number in about.versions.items())


def _verdict(own: Own, found: Found) -> list[str]:
    if own.verdict is None:
        return []
    sentence, look = own.verdict(found.metrics)
    return [element("p", sentence, f"verdict {look}".strip())]


def _facts(metrics: TrainingFacts) -> str:
    first, last = (number(loss, ".4f") for loss in (metrics.loss.first, metrics.loss.last))
    if metrics.ridge is not None:
        return (
            f"Training loss: {last}. Kept: {metrics.checkpoint}, fitted at once in {metrics.seconds:.1f} s on {metrics.device}: "
            "optimizer, learning rate, epochs and the like had no part in it."
        )
    amount = "1 epoch" if metrics.epochs == 1 else f"{metrics.epochs:g} epochs"
    return (
        f"Training loss: {first} after the first epoch, {last} after the last. Kept: {metrics.checkpoint}. {amount} in "
        f"{metrics.seconds:.1f} s on {metrics.device}."
    )


def _data(own: Own, found: Found) -> list[str]:
    data = found.data
    about = [(name, value) for name, value in (("Source", data.source), ("Licence", data.licence)) if value]
    notes = [element("p", note, "quiet") for note in dict.fromkeys((*data.notes, *found.metrics.notes))]
    return [element("h2", "Data"), table(["Data", data.title], [*own.data(found.metrics), *about]), *notes]


def _settings(own: Own, found: Found) -> list[str]:
    parts = [element("h2", "Settings")]
    fields = type(found.settings).model_fields
    values = {**dict(found.settings), **own.settings(found.metrics)}
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


def _network(found: Found) -> list[str]:
    rows = [[str(row["layer"]), str(row["output"]), f"{row['parameters']:,}"] for row in describe(found.network)]
    rows.append(["All", "", f"{found.metrics.parameters:,}"])
    if (learned := parameters(found.network, learned=True)) < found.metrics.parameters:
        rows.append(["Of these learned", "", f"{learned:,}"])
    return [element("h2", "Network"), table(["Layer", "Output", "Weights"], rows, look="numbers")]
