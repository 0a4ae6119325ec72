"""What the page to print says about a network that writes: how sure it is of the next character, and what it wrote."""

import math

from rnn_core.codegen.html import Figures, element
from rnn_core.data import Text
from rnn_core.experiments.take_home import Look, Measured, Report
from rnn_core.experiments.text.metrics import Sample, TextMetrics
from rnn_core.experiments.text.settings import TextSettings


def verdict(metrics: TextMetrics) -> tuple[str, Look]:
    """The network beside one that knows nothing, on text that was held out if any was."""
    size, held_out = metrics.vocabulary, metrics.validation
    best = math.nan if metrics.loss.best is None else metrics.loss.best
    nats = held_out.nats if held_out else best
    where = "On text that it has never seen" if held_out else "On the text that it learned from (nothing was held out)"
    sentence = (
        f"{where} the network is as unsure as if guessing among {math.exp(nats):.1f} characters at every step "
        f"(loss {nats:.3f} nats, {nats / math.log(2):.3f} bits a character); one that knows nothing guesses among {size} "
        f"(loss {math.log(size):.3f})."
    )
    return sentence, "good" if held_out and nats < math.log(size) else ""


def result(found: Measured[Text, TextSettings, TextMetrics], drawing: Figures) -> list[str]:
    """The last samples, one a temperature."""
    rows = found.run.samples(Sample)
    last = [row for row in rows if row.epoch == rows[-1].epoch]
    parts = [
        element("h2", "What it writes"),
        element("p", f"After epoch {last[0].epoch:g}, all after the same passage of the training text:"),
        element("pre", last[0].prompt),
    ]
    for row in last:
        copied = f"Longest piece copied from the training text: {row.longest_copy} characters."
        parts += [
            element("h3", f"Temperature {row.temperature:g}"),
            element("pre", row.text),
            element("p", copied, "quiet"),
        ]
    return parts


def data(metrics: TextMetrics) -> list[tuple[str, str]]:
    """How much of the text each part has."""
    sizes = metrics.characters
    return [
        ("To learn from", f"{sizes.train:,} characters, {metrics.vocabulary} different ones"),
        ("Held out", f"{sizes.validation:,} characters"),
    ]


REPORT = Report(verdict=verdict, result=result, data=data)
