"""How well a network has learned its language, in numbers and words."""

import math
from functools import partial
from typing import Any

import streamlit as st


def text_numbers(metrics: dict[str, Any], measured_on: str = "held-out text") -> None:
    """The held-out loss in three units, or the training loss when nothing was held out."""
    measured = metrics["validation"]
    nats = measured["nats"] if measured else metrics["loss"]["best"]
    where = measured_on if measured else "training text"
    card = partial(st.metric, border=True, height="stretch")
    with st.container(horizontal=True):
        card(f"Loss on the {where}", f"{nats:.3f} nats", help="Mean surprise a character (cross-entropy); lower is better.")
        card("The same in bits", f"{nats / math.log(2):.3f}", help="Bits that each character still costs.")
        card("Perplexity", f"{math.exp(nats):.2f}", help="e to the power of the loss in nats.")
    size = metrics["vocabulary"]
    st.text(
        f"The network is as unsure as if guessing among {math.exp(nats):.1f} characters at every step; one that knows nothing "
        f"guesses among {size} (loss {math.log(size):.2f})."
    )
    if not measured:
        st.text("Nothing was held out, as in the article: this number also falls when the text is learned by heart.")
