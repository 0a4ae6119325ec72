"""What the page "One step by hand" is about: cell, preset, size, and the gates that are held by hand."""

from dataclasses import dataclass

import streamlit as st

from rnn_core.networks.cells import CELLS
from rnn_core.teaching.one_step.cell import GATES, PARTS
from rnn_core.teaching.one_step.presets import TITLES, sentence
from rnn_core.teaching.one_step.table import PART_TITLES

MOST_SEEDS = 999
HELD = "held"


@dataclass(frozen=True)
class Choice:
    """A cell of some inputs and units with the numbers of a preset; ``seed`` is that of random ones."""

    kind: str
    preset: str
    inputs: int
    units: int
    seed: int

    @property
    def key(self) -> str:
        """A name for the widgets that hold its numbers: another choice has numbers of its own."""
        return f"{self.kind}-{self.preset}-{self.inputs}-{self.units}-{self.seed}"


def chosen() -> Choice:
    """The controls above the drawing, and a sentence about what the preset shows."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            "Cell", list(PARTS), index=1, format_func=lambda name: CELLS[name].title, key="cell", bind="query-params", width=210
        )
        preset = st.selectbox(
            "Numbers to begin with", list(TITLES), format_func=TITLES.__getitem__, key="preset", bind="query-params", width=230
        )
        seed = 0
        if preset == "random":
            seed = int(st.number_input("Seed", 0, MOST_SEEDS, 1, key="seed", bind="query-params", width=130) or 0)
        inputs = st.segmented_control("Inputs", [1, 2], default=1, required=True, key="inputs", bind="query-params")
        units = st.segmented_control("Units", [1, 2], default=1, required=True, key="units", bind="query-params")
    choice = Choice(str(kind), str(preset), int(inputs or 1), int(units or 1), seed)
    st.caption(sentence(choice.preset, choice.kind, choice.inputs))
    return choice


def peepholes(kind: str) -> list[str]:
    """The gates of a peephole LSTM that look at the long-term memory."""
    if kind != "lstm_peephole":
        return []
    return st.pills(
        "Peepholes",
        ["f", "i", "o"],
        selection_mode="multi",
        default=["f", "i", "o"],
        format_func=PART_TITLES.__getitem__,
        key="peepholes",
        bind="query-params",
        help="The gates that see the long-term memory c itself. Without any the cell is an ordinary LSTM.",
    )


def held_gates(kind: str) -> dict[str, float]:
    """Gates whose value somebody sets instead of letting the cell compute it."""
    gates = [part for part in "fizro" if part in GATES[kind]]
    if not gates:
        st.caption("A SimpleRNN has no gates that could be set by hand.")
        return {}
    if set(st.session_state.get(HELD, ())) - set(gates):  # of another cell; the address would keep them
        st.session_state[HELD] = [gate for gate in st.session_state[HELD] if gate in gates]
    held = st.pills(
        "What if a gate were set by hand?",
        gates,
        selection_mode="multi",
        format_func=PART_TITLES.__getitem__,
        key=HELD,
        bind="query-params",
        help="The cell then takes your number, at every step, in place of the one that it computes.",
    )
    return {gate: _slider(gate) for gate in held}


def _slider(gate: str) -> float:
    label = f"{PART_TITLES[gate]} {gate}".capitalize()
    return st.slider(label, 0.0, 1.0, 0.0, 0.05, key=f"held_{gate}", bind="query-params", width=320, help="0 is shut, 1 is open.")
