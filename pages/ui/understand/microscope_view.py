"""The microscope: a layer's memory as a picture, the units that follow something, and one unit alone."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages.ui.common.colored_text import Piece, colored_text
from pages.ui.common.messages import tell
from pages.ui.runs.opened_run import network_of
from pages.ui.understand.microscope_inputs import Told, chosen_reading, told
from rnn_core.explain import microscope_figures as figures
from rnn_core.explain.inputs import Reading
from rnn_core.explain.probing import SHUFFLES, UnitProbe
from rnn_core.figures.palette import ROLES
from rnn_core.networks.cells.cell import Shown
from rnn_core.networks.numpy.activations import Trace, trace
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Recurrent, title
from rnn_core.runs import Run

UNIT, LOOKED_AT = "unit", "microscope"  # in the session; the unit is in the address, too
WAYS = {"forward": "from the beginning", "backward": "from the end"}
AS_THEY_ARE, SORTED = "as they are", "like beside like"


def microscope(run: Run) -> None:
    """Everything about one run. Raises UserError when there is nothing to look at."""
    network = network_of(run)
    if not any(isinstance(layer, Recurrent) for layer in network.network.layers):
        tell("This network has no memory: it has no recurrent layer. Choose a run with a cell.", "warning")
        return
    reading = chosen_reading(run)
    if reading.note:
        st.text(reading.note)
    traces = trace(network, reading.values)
    with st.container(horizontal=True):
        found = _chosen_layer(network, traces)
        telling = told(run, found.layer, found.direction)
        part, order = _picture_controls(found)
        unit = _chosen_unit((run.id, found.layer, found.direction), found.units, telling)
    _whole_layer(found, reading, part, order, unit)
    if telling:
        _telling_units(found, telling)
    _one_unit(found, reading, part, unit)


def _chosen_layer(network: NumpyNetwork, traces: list[Trace]) -> Trace:
    numbers = list(dict.fromkeys(one.layer for one in traces))
    names = {number: f"{place}: {title(network.network.layers[number])}" for place, number in enumerate(numbers, start=1)}
    layer = st.selectbox("Layer", numbers, format_func=names.__getitem__, key="layer", width=240, bind="query-params")
    ways = [one.direction for one in traces if one.layer == layer]
    way = ways[0]
    if len(ways) > 1:
        way = st.selectbox("It reads", ways, format_func=WAYS.__getitem__, key="way", width=200, bind="query-params")
    return next(one for one in traces if (one.layer, one.direction) == (layer, way))


def _picture_controls(found: Trace) -> tuple[str, list[int]]:
    """What is shown of the layer, and its units from top to bottom."""
    shown, parts, memory = found.cell.shown, list(found.parts), found.cell.memory.name
    part = st.selectbox(
        "Show",
        parts,
        parts.index(memory),
        format_func=lambda name: shown[name].heading,
        key="part",
        width=200,
        bind="query-params",
    )
    order = st.selectbox(
        "Order of the units",
        [AS_THEY_ARE, SORTED],
        key="order",
        width=180,
        bind="query-params",
        help="Like beside like: each unit stands beside the one whose hidden state is most like its own (correlation).",
    )
    return part, figures.alike(found.hidden) if order == SORTED else list(range(found.units))


def _chosen_unit(layer: tuple[str, int, str], units: int, telling: Told | None) -> int:
    """The one in the address; of a layer that was chosen just now, or when none is named, the most telling one."""
    best = next((one.unit for one in telling.units if one.stands_out), 0) if telling else 0
    chosen_before = UNIT in st.session_state
    if (chosen_before and st.session_state.get(LOOKED_AT) != layer) or (not chosen_before and UNIT not in st.query_params):
        st.session_state[UNIT] = best
    st.session_state[LOOKED_AT] = layer
    chosen = st.number_input("Unit", 0, units - 1, None, placeholder=str(best), key=UNIT, width=130, bind="query-params")
    return best if chosen is None else int(chosen)


def _whole_layer(found: Trace, reading: Reading, part: str, order: list[int], unit: int) -> None:
    st.subheader("The whole layer, step by step")
    shown, values = found.cell.shown[part], found.parts[part]
    st.plotly_chart(figures.heat_map(shown, values, reading, order, unit), key="layer-picture")
    st.caption(
        f"A row a unit, a column a step; {_colors(shown, values)} The frame is unit {unit}. What to look for: {shown.look_for}"
    )


def _colors(part: Shown, values: NDArray[np.floating]) -> str:
    """What the colours of a part say."""
    return f"{'no' if part.gate else 'blue is above 0, brown below, no'} colour is 0, deepest at {figures.limit(part, values):g}."


def _telling_units(found: Trace, telling: Told) -> None:
    st.subheader("Telling units")
    clear = [one for one in telling.units if one.stands_out]
    memory = found.cell.memory.heading.lower()
    if not clear:
        tell(
            "No single unit of this layer follows anything that was looked for. It may still know it, spread over many units.",
            "coach",
        )
    with st.grid(2, min_column_width=380, gap="xsmall"):
        for one in clear:
            _one_telling(one)
    if missed := [one for one in telling.units if not one.stands_out]:
        st.text("Looked for without finding a unit: " + "; ".join(f"{one.name} ({one.strength:+.2f})" for one in missed) + ".")
    if telling.rare:
        st.text(f"Too rare in these data to look for: {'; '.join(telling.rare)}.")
    st.caption(
        f"Searched in the {memory} over {telling.where}. The unit is chosen on the first half; the number is its strength on the "
        "second half, from -1 to 1, where 0 is nothing: a correlation, or for what is there or not in how many of all pairs, one "
        f"step there and one elsewhere, the unit is higher there (2 x AUC - 1). It must be stronger than in all of {SHUFFLES} "
        "shufflings of that half. What to look for: choose a unit and see with your own eyes, below, whether it does what is "
        "said of it."
    )


def _one_telling(one: UnitProbe) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.button(f"Unit {one.unit}", key=f"telling-{one.name}", on_click=_look_at, args=(one.unit,), width=110)
        st.text(f"{one.name}: {one.strength:+.2f}\n{one.words}")


def _look_at(unit: int) -> None:
    st.session_state[UNIT] = unit


def _one_unit(found: Trace, reading: Reading, part: str, unit: int) -> None:
    st.subheader(f"Unit {unit} alone")
    if reading.between is not None:
        shown, values = found.cell.shown[part], found.parts[part][:, unit]
        deepest = figures.limit(shown, values)
        st.text(f"What it reads, coloured by: {shown.heading} ({shown.meaning})")
        pieces = [
            Piece("↵\n" if name == "\n" else name, value / deepest, f"{value:.3f}")
            for name, value in zip(reading.names, values.tolist(), strict=True)
        ]
        colored_text("unit-text", pieces, reading.between, ROLES[shown.role] if shown.gate else None)
        st.caption(
            f"{_colors(shown, values).capitalize()} The number of each piece shows when the mouse rests on it. What to look for: "
            "does the colour change where something begins or ends (a word, a line, a quotation), and does it stay in between?"
        )
    st.plotly_chart(figures.unit_lines(found, unit, reading), key="unit-picture")
    st.caption(found.cell.reading)
