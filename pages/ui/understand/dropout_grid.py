"""Which units one draw of dropout switches off: layers, steps or examples beside each other."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from rnn_core.explain import figures, mc_dropout
from rnn_core.explain.mc_dropout import Place
from rnn_core.networks.spec import Network
from rnn_core.wording import percent

EXAMPLES = 16  # of the batch that is drawn
MOST_UNITS = 128  # that are shown
SHOW = {"layers": "Layers", "examples": "Examples", "steps": "Steps"}  # they stand in the address


def dropout_grid(network: Network) -> None:
    """The grid of one draw, which the address names (``?draw=``), and the button for the next one."""
    places = mc_dropout.places(network)
    ways = [way for way in SHOW if way != "steps" or any(place.steps for place in places)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = st.segmented_control(
            "Show", ways, default="layers", required=True, format_func=SHOW.__getitem__, key="show", bind="query-params"
        )
        place = _place(places, way)
        draw = st.number_input("Draw", 1, 1_000_000, 1, key="draw", bind="query-params", width=140)
        st.button("Draw again", type="primary", icon=":material/casino:", on_click=_again)
    masks = mc_dropout.masks(network, EXAMPLES, np.random.default_rng(draw))
    kept, names = _layers(masks, places) if way == "layers" else _rows(masks[place], way)
    drawn = figures.dropped(kept[:, :MOST_UNITS], names)
    st.plotly_chart(drawn, key="grid", alt="Which units are kept and which are switched off")
    off, all_units = int((kept == 0).sum()), int((~np.isnan(kept)).sum())
    rate = percent(places[place].rate)
    st.text(f"{off:,} of {all_units:,} are switched off here: {percent(off / all_units)}. The rate is {rate}.")
    if kept.shape[1] > MOST_UNITS:
        st.text(f"The first {MOST_UNITS} of {kept.shape[1]:,} units are shown.")
    st.caption(CAPTIONS[way])


CAPTIONS = {
    "layers": "One example of a batch, at its last step, while training. What to look for: press Draw again: each draw switches "
    "off other units, and only about as many as the rate says. No unit can rely on another being there, so what is learned is "
    "spread over many of them.",
    "examples": "Sixteen examples of one batch. What to look for: each example loses other units, so one batch trains sixteen "
    "thinned networks that share their weights.",
    "steps": "One example from its first step to its last. What to look for: the units are drawn anew at each step; the memory "
    "that the cell hands on to itself is not touched, only what the next layer gets to see.",
}


def _again() -> None:
    st.session_state["draw"] = st.session_state.get("draw", 1) % 1_000_000 + 1


def _place(places: list[Place], way: str) -> int:
    """Which of several layers, where one alone is shown."""
    fit = [at for at, place in enumerate(places) if way != "steps" or place.steps]
    if way == "layers" or len(fit) == 1:
        return fit[0]
    return int(st.selectbox("Layer", fit, format_func=lambda at: _name(at, places[at]), key="layer", bind="query-params"))


def _name(number: int, place: Place) -> str:
    return f"{number + 1}. {place.after}"


def _layers(masks: list[NDArray[np.bool_]], places: list[Place]) -> tuple[NDArray[np.float64], list[str]]:
    """A row a layer: its first example at the last step; NaN behind the last unit."""
    table = np.full((len(places), max(place.units for place in places)), np.nan)
    for row, mask in zip(table, masks, strict=True):
        last = mask[0].reshape(-1, mask.shape[-1])[-1]
        row[: len(last)] = last
    return table, [_name(at, place) for at, place in enumerate(places)]


def _rows(mask: NDArray[np.bool_], way: str) -> tuple[NDArray[np.float64], list[str]]:
    """A row an example, at its last step, or a row a step of the first example."""
    if way == "steps":
        return mask[0].astype(float), [f"step {at + 1}" for at in range(mask.shape[1])]
    table = mask.reshape(len(mask), -1, mask.shape[-1])[:, -1]
    return table.astype(float), [f"example {at + 1}" for at in range(len(table))]
