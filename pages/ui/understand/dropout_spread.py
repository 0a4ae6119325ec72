"""The predictions of one example with dropout left on, beside the one without."""

import numpy as np
import streamlit as st

from pages.ui.classify.examples import GONE
from pages.ui.classify.loaded_run import classifier_of, predictions
from pages.ui.runs.opened_run import arranged_of, chosen_row, row_name, written
from pages.ui.understand.past_series import chosen_ahead, chosen_target
from pages.ui.understand.past_words import chosen_text
from rnn_core.errors import UserError
from rnn_core.experiments.classify import encoded
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain import figures, mc_dropout
from rnn_core.explain.mc_dropout import DRAWS, Coverage, Spread
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.runs import Run


def dropout_spread(run: Run, network: NumpyNetwork, seed: int) -> None:
    """Raises UserError when the run's data are no longer here."""
    if run.about().experiment == "classify":
        _of_text(run, network, seed)
    else:
        _of_series(run, network, seed)


def _of_series(run: Run, network: NumpyNetwork, seed: int) -> None:
    data = arranged_of(run)
    row = chosen_row(run, data)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        target, ahead = chosen_target(data), chosen_ahead(data)
    said = mc_dropout.forecasts(data, network, target, ahead)
    found = mc_dropout.spread(said, data.past(np.array([row])), seed)
    unit, actual = data.units[target], float(data.values[row + ahead, target])
    _histogram(found, {"without dropout": found.without, "what came": actual}, unit or data.choice.targets[target])
    low, high = found.band
    where = "within" if low <= actual <= high else "outside"
    words = f" {unit}" if unit else ""
    st.text(
        f"{row_name(run, data, row + ahead)}: without dropout the network says {found.without:.5g}{words}. The middle 80% of "
        f"{DRAWS} draws lie between {low:.5g} and {high:.5g}; {actual:.5g} came, {where} them."
    )
    rate = mc_dropout.trained_rate(network.network)
    covered = _kept_coverage(str(run.folder), written(run), rate, data, network, target, ahead)
    st.text(covered.sentence)


@st.cache_data(show_spinner="Asking the network about many windows", max_entries=100)
def _kept_coverage(
    folder: str, written: int, rate: float, _data: WindowedSeries, _network: NumpyNetwork, target: int, ahead: int
) -> Coverage:
    return mc_dropout.coverage(_data, _network, target, ahead, seed=1)


def _of_text(run: Run, network: NumpyNetwork, seed: int) -> None:
    model, table = classifier_of(run), predictions(run)
    if model is None or "text" not in table:
        raise UserError(GONE)
    text, label = chosen_text(table["text"].tolist(), table["label"].tolist())
    st.text(text)
    ids = encoded([text], model.vocabulary, model.timesteps)
    if network.network.masked:  # what is passed over need not be computed
        ids = ids[:, : max(1, np.count_nonzero(ids))]
    every = model.probabilities(text)
    answer = int(every.argmax())
    found = mc_dropout.spread(mc_dropout.chances(network, answer), ids, seed)
    _histogram(found, {"without dropout": found.without}, f"probability of {model.classes[answer]}")
    low, high = found.band
    same = float(np.mean(found.draws > 0.5))
    more = f", more than a half in {same:.0%} of them" if len(model.classes) == 2 else ""
    st.text(
        f"Without dropout the network gives {model.classes[answer]} {found.without:.1%}; the label: {label}. The middle 80% of "
        f"{DRAWS} draws lie between {low:.1%} and {high:.1%}{more}."
    )


def _histogram(found: Spread, lines: dict[str, float], x_title: str) -> None:
    drawn = figures.spread(found.draws, lines, found.band, x_title)
    st.plotly_chart(drawn, key="spread", alt="Predictions with dropout beside the one without")
    st.caption(
        f"The same example {DRAWS} times, each time with other units switched off (Monte Carlo dropout). What to look for: where "
        "the heap is wide, the thinned networks disagree; move to another example, or raise the rate, and watch its width."
    )
