"""The shapes of arrays on their way through a recurrent layer: series to vector, series to series."""

import streamlit as st

from rnn_core.networks.spec import Network, Recurrent


def shapes(network: Network, batch: int) -> None:
    """For the first recurrent layer of a network that reads ``batch`` windows at a time."""
    layer = next(one for one in network.layers if isinstance(one, Recurrent))
    cell, units = f"{layer.cell.title}({layer.units})", layer.units
    read = f"({batch}, {network.timesteps}, {network.features})"
    every, last = f"({batch}, {network.timesteps}, {units})", f"({batch}, {units})"
    states = ", ".join([last] * len(layer.states))
    st.table(
        {
            "What it gives": [
                "Series to vector: what it says after the last step",
                "Series to series (return_sequences): what it says after every step",
                "Both and its memory (return_sequences, return_state)",
            ],
            "Shape (batch, timesteps, numbers)": [
                f"{read} → {cell} → {last}",
                f"{read} → {cell} → {every}",
                f"{read} → {cell} → {every}, {states}",
            ],
        },
        hide_index=True,
    )
    memory = " and ".join(filter(None, (", ".join(layer.states[:-1]), layer.states[-1])))
    used = "every step, for the layer above it" if layer.return_sequences else "the last step"
    st.caption(
        f"What to look for: only the middle number goes away or stays. The first layer of this network hands on {used}; its "
        f"memory is {memory}, {units} numbers for each window."
    )
