"""The answers to one text with dropout left on, beside the one without."""

import numpy as np
import streamlit as st

from pages.ui.classify.chosen_text import chosen_text
from pages.ui.understand.dropout_spread import histogram
from rnn_core.experiments.classify import explain
from rnn_core.experiments.classify.data import encoded
from rnn_core.explain import mc_dropout
from rnn_core.explain.mc_dropout import DRAWS
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.runs import Run
from rnn_core.wording import percent


def dropout_of_text(run: Run, network: NumpyNetwork, seed: int) -> None:
    """Raises UserError when the run's texts are no longer here."""
    model, text, label = chosen_text(run)
    st.text(text)
    ids = encoded([text], model.vocabulary, model.timesteps)
    if network.network.masked:  # what is passed over need not be computed
        ids = ids[:, : max(1, np.count_nonzero(ids))]
    answer = int(model.probabilities(text).argmax())
    found = mc_dropout.spread(explain.chances(network, answer), ids, seed)
    histogram(found, {"without dropout": found.without}, f"probability of {model.classes[answer]}")
    low, high = found.band
    same = float(np.mean(found.draws > 0.5))
    more = f", more than a half in {percent(same)} of them" if len(model.classes) == 2 else ""
    st.text(
        f"Without dropout the network gives {model.classes[answer]} {percent(found.without, 1)}; the label: {label}. "
        f"The middle 80 % of {DRAWS} draws lie between {percent(low, 1)} and {percent(high, 1)}{more}."
    )
