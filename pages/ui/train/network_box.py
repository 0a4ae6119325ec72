"""A trained network's layers, and what its training took."""

from typing import Any

import pandas as pd
import streamlit as st

from rnn_core.networks.spec import Network, describe
from rnn_core.runs import Run


def network_box(run: Run, metrics: dict[str, Any]) -> None:
    """A table of its layers and a sentence."""
    network = Network.model_validate_json((run.folder / "network.json").read_text(encoding="utf-8"))
    st.dataframe(pd.DataFrame(describe(network)).rename(columns=str.capitalize), hide_index=True)
    st.text(
        f"{metrics['parameters']:,} weights. Dataset: {metrics['checkpoint']}. Fitting took {metrics['seconds']:.1f} s "
        f"for {metrics['epochs']:g} epochs on {metrics['device']}, kernel {metrics['kernel']}."
    )
