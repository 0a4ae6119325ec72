"""Dropout, seen: which units are switched off, and what that does to a prediction."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.inside_views import inside_views
from pages.ui.runs.finished_run import finished_run
from pages.ui.runs.opened_run import network_of
from pages.ui.understand.dropout_grid import dropout_grid
from pages.ui.understand.further_reading import further_reading
from rnn_core.errors import UserError
from rnn_core.experiments import experiments
from rnn_core.explain import mc_dropout
from rnn_core.runs import Run

SPREAD = {name: show for name in experiments() if (show := inside_views(name).dropout)}


def chosen_rate(run: Run, trained: float) -> float:
    """The slider, at the trained rate first and whenever another run is chosen; in the address as ``?rate=``."""
    before = st.session_state.get("dropout-run")
    st.session_state["dropout-run"] = run.id
    if before not in (None, run.id):
        st.session_state["rate"] = trained
    rate = float(st.slider("Dropout rate", 0.0, 0.9, trained, 0.05, key="rate", bind="query-params"))
    if not trained:
        tell("This network was trained without dropout. The slider applies a rate to it that it has never met.", "warning")
    elif abs(rate - trained) > 1e-9:
        tell(f"Not trained with this rate: in training it was {trained:g}.", "warning")
    return rate


st.title("Dropout, seen")
st.write(
    "While a network with dropout trains, a share of its units is switched off at random, others each time, so that it cannot "
    "learn by heart. Here you see which ones, and what happens when they are switched off while it predicts."
)
run = finished_run(SPREAD)
if run:
    try:
        trained = network_of(run)
        rate = chosen_rate(run, mc_dropout.trained_rate(trained.network))
        network = mc_dropout.with_rate(trained, rate)
        st.subheader("Which units are switched off")
        dropout_grid(network.network)
        st.subheader("What it does to a prediction")
        if rate:
            SPREAD[run.about().experiment](run, network, int(st.session_state.get("draw", 1)))
        else:
            st.info("With rate 0 nothing is switched off, so every draw says the same. Move the slider to see a spread.")
        st.subheader("Is that the network's uncertainty?")
        st.write(
            "In part. The spread shows how far thinned versions of this one network disagree: it grows where the network has "
            "seen little that is alike (model uncertainty). It knows nothing of the noise in the data themselves, and the rate "
            "that you choose scales it. So it is no promise of how near the truth is: only counting how often the truth lies "
            "within can tell, as is done for forecasts."
        )
    except UserError as error:
        tell(str(error))
further_reading("dropout", "dropout_rnn", "gal_band")
