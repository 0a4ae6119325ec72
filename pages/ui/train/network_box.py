"""A trained network's layers, and what its training took."""

import pandas as pd
import streamlit as st

from rnn_core.networks.spec import Network, describe, learned_in_words
from rnn_core.runs import Run, TrainingFacts


def network_box(run: Run, facts: TrainingFacts) -> None:
    """A table of its layers and a sentence."""
    network = Network.model_validate_json((run.folder / "network.json").read_text(encoding="utf-8"))
    st.dataframe(pd.DataFrame(describe(network)).rename(columns=str.capitalize), hide_index=True)
    epochs = "" if facts.ridge is not None else f" for {facts.epochs:g} epochs"
    st.text(
        f"{facts.parameters:,} weights{learned_in_words(network)}. Kept: {facts.checkpoint}. Fitting took {facts.seconds:.1f} s"
        f"{epochs} on {facts.device}, kernel {facts.kernel}."
    )
