"""What came of a text: what the network writes, how unsure it is, and the numbers behind it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.ui.stage.verdict import verdict
from pages.ui.text.loaded_text import text_of
from pages.ui.text.stage import stage
from pages.ui.train.live_words import LiveWords
from pages.ui.train.network_box import network_box
from pages.ui.train.take_home import result_files
from rnn_core.experiments.text.metrics import Preparation, Sample, TextMeasures, TextMetrics
from rnn_core.experiments.text.scene import Scene, scene
from rnn_core.runs import Run
from rnn_core.wording import rounded, times

WRITES = LiveWords("What it writes", "", live=False, epochs=None)
GUESS = "Drawing each character by how often it occurs in the training part, whatever stands before it."
IN_CROPS = "... when it reads pieces of 256 characters, each for itself"
UNITS = (
    "Nats: mean surprise a character (cross-entropy); in bits it is divided by ln 2. Perplexity is e to the power of the nats: "
    "among how many characters one as good as guesses."
)


@dataclass(frozen=True)
class Outcome:
    """What is shown of a measured run."""

    metrics: TextMetrics
    guess_nats: float | None


def picture(run: Run, metrics: TextMetrics) -> Outcome:
    """What it wrote after each epoch."""
    prepared = text_of(run)
    found = scene(prepared) if prepared else _without_text(run, metrics)
    stage(run, found, WRITES)
    return Outcome(metrics, found.guess_nats)


def _without_text(run: Run, metrics: TextMetrics) -> Scene:
    """What is known of a run whose text is no longer here."""
    written = run.samples(Sample)
    return Scene(
        part="validation" if metrics.validation else "training",
        prompt=written[0].prompt if written else "",
        goes_on="",
        symbols=run.preparation(Preparation).symbols,
        guess="",
        guess_nats=None,
    )


def numbers(outcome: Outcome) -> None:
    """What the network is measured against."""
    sizes, guess = outcome.metrics.characters, outcome.guess_nats
    with st.container(border=True, key="numbers"):
        if guess is not None:
            st.metric("The simplest guess", f"among {times(math.exp(guess))} characters", help=GUESS)
            st.caption("knows only how frequent each character is")
        st.metric("Learned from", f"{sizes.train:,} characters")
        st.caption(f"held out: {sizes.validation:,}" if sizes.validation else "nothing was held out")


def result_section(run: Run, metrics: TextMetrics) -> None:
    """Everything else about a measured run, folded."""
    nats = metrics.validation.nats if metrics.validation else metrics.loss.best
    with st.expander("In nats, bits and perplexity", icon=":material/functions:"):
        prepared = text_of(run)
        _units(nats, metrics, scene(prepared).guess_nats if prepared else None)
    with st.expander("The network and its numbers", icon=":material/hub:"):
        network_box(run, metrics)
        result_files(run, {})


def text_applied(metrics: TextMeasures, tables: Mapping[str, pd.DataFrame]) -> None:
    """The same network on another text."""
    if metrics.headline and metrics.validation:
        verdict(metrics.headline, "applied-verdict")
        _units(metrics.validation.nats, metrics, None)


def _units(nats: float | None, metrics: TextMeasures, guess: float | None) -> None:
    """A loss in three units, beside guessing."""
    crops = metrics.validation.crops_256 if metrics.validation else None
    rows = {
        "The network": nats,
        IN_CROPS: crops,
        "Knows how frequent each character is": guess,
        "Knows nothing": math.log(metrics.vocabulary),
    }
    table = [
        {
            "": name,
            "Nats a character": rounded(value, 3),
            "Bits a character": rounded(value / math.log(2), 3),
            "Perplexity": rounded(math.exp(value), 2),
        }
        for name, value in rows.items()
        if value is not None
    ]
    st.table(pd.DataFrame(table), hide_index=True)
    st.caption(UNITS)
