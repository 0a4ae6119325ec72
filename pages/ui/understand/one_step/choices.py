"""What the page "One step by hand" is about: cell, preset, size, and the gates that are held by hand."""

from dataclasses import dataclass

import streamlit as st

from rnn_core.networks.cells import CELLS, Cell
from rnn_core.teaching.one_step.presets import TITLES, names, sentence

MOST_SEEDS = 999
HELD, PRESET = "held", "preset"


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
            "Cell", list(CELLS), index=1, format_func=lambda name: CELLS[name].title, key="cell", bind="query-params", width=210
        )
        presets = names(str(kind))
        if st.session_state.get(PRESET, presets[0]) not in presets:  # of another cell; the address would keep it
            st.session_state[PRESET] = presets[0]
        preset = st.selectbox(
            "Numbers to begin with", presets, format_func=TITLES.__getitem__, key=PRESET, bind="query-params", width=230
        )
        seed = 0
        if preset == "random":
            seed = int(st.number_input("Seed", 0, MOST_SEEDS, 1, key="seed", bind="query-params", width=130) or 0)
        inputs = st.segmented_control("Inputs", [1, 2], default=1, required=True, key="inputs", bind="query-params")
        units = st.segmented_control("Units", [1, 2], default=1, required=True, key="units", bind="query-params")
    choice = Choice(str(kind), str(preset), int(inputs or 1), int(units or 1), seed)
    st.caption(sentence(choice.preset, choice.kind, choice.inputs))
    return choice


def looking(kind: str) -> list[str]:
    """The rows of the cell's further weights that count: of a peephole LSTM the gates that look at the long-term memory."""
    cell, found = CELLS[kind], []
    for weight in cell.own:
        if weight.title:
            rows = [part.letter for part in cell.parts if part.letter in weight.rows]
            found += st.pills(
                weight.title,
                rows,
                selection_mode="multi",
                default=rows,
                format_func=lambda letter: cell.part(letter).title,
                key=weight.title.lower(),
                bind="query-params",
                help=weight.help,
            )
    return found


def held_gates(kind: str) -> dict[str, float]:
    """Gates whose value somebody sets instead of letting the cell compute it."""
    cell = CELLS[kind]
    gates = [part.letter for part in cell.parts if part.letter in cell.gates]
    if not gates:
        st.caption("This cell has no gates that could be set by hand.")
        return {}
    if set(st.session_state.get(HELD, ())) - set(gates):  # of another cell; the address would keep them
        st.session_state[HELD] = [gate for gate in st.session_state[HELD] if gate in gates]
    held = st.pills(
        "What if a gate were set by hand?",
        gates,
        selection_mode="multi",
        format_func=lambda letter: cell.part(letter).title,
        key=HELD,
        bind="query-params",
        help="The cell then takes your number, at every step, in place of the one that it computes.",
    )
    return {gate: _slider(cell, gate) for gate in held}


def _slider(cell: Cell, gate: str) -> float:
    label = f"{cell.part(gate).title} {gate}".capitalize()
    return st.slider(label, 0.0, 1.0, 0.0, 0.05, key=f"held_{gate}", bind="query-params", width=320, help="0 is shut, 1 is open.")
