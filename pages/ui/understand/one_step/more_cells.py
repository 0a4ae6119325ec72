"""Two cells that are not drawn here, and how they differ."""

import streamlit as st


def more_cells() -> None:
    """A sentence for each, with its source."""
    with st.expander("Two more cells", icon=":material/hub:"):
        st.write(
            "**Depth-gated LSTM** ([Yao and others, 2015](https://arxiv.org/abs/1508.03790)): in a stack of LSTM layers one more "
            "gate, the depth gate, lets the long-term memory of the layer below flow straight into that of the layer above."
        )
        st.write(
            "**Clockwork RNN** ([Koutník and others, 2014](https://arxiv.org/abs/1402.3511)): a SimpleRNN whose units form "
            "groups, each with a clock of its own; a slow group computes at every 2nd, 4th, 8th ... step only and keeps its "
            "state in between, which is how it remembers for longer without any gate."
        )
