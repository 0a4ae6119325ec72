"""How well a network has learned its language, in numbers and words."""

import math
from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from rnn_core.experiments.text.metrics import TextMeasures, TextMetrics
from rnn_core.runs import Run


def text_result(run: Run, metrics: TextMetrics) -> None:
    """The loss of a measured run: on held-out text, or on the training text when nothing was held out."""
    st.subheader("Result")
    if metrics.validation:
        _numbers(metrics.validation.nats, "held-out text", metrics.vocabulary)
    elif metrics.loss.best is not None:
        _numbers(metrics.loss.best, "training text", metrics.vocabulary)
        st.text("Nothing was held out, as in the article: this number also falls when the text is learned by heart.")


def text_applied(metrics: TextMeasures, tables: Mapping[str, pd.DataFrame]) -> None:
    """The same network on another text."""
    if metrics.validation:
        _numbers(metrics.validation.nats, "these data", metrics.vocabulary)


def _numbers(nats: float, where: str, size: int) -> None:
    """The loss in three units, beside that of guessing among ``size`` characters."""
    card = partial(st.metric, border=True, height="stretch")
    with st.container(horizontal=True):
        card(f"Loss on the {where}", f"{nats:.3f} nats", help="Mean surprise a character (cross-entropy); lower is better.")
        card("The same in bits", f"{nats / math.log(2):.3f}", help="Bits that each character still costs.")
        card("Perplexity", f"{math.exp(nats):.2f}", help="e to the power of the loss in nats.")
    st.text(
        f"The network is as unsure as if guessing among {math.exp(nats):.1f} characters at every step; one that knows nothing "
        f"guesses among {size} (loss {math.log(size):.2f})."
    )
