"""Cells that Keras does not have, for programs that run without us: the text of their classes, as
``networks/keras/own_cells.py`` has it."""

import ast
from pathlib import Path

from rnn_core.codegen.program import Section
from rnn_core.networks.spec import Network, Recurrent

CELLS = Path(__file__).parents[1] / "networks" / "keras" / "own_cells.py"  # read, not imported: only the worker may load Keras
BASE = "MemoryCell"
CLASSES = {"lstm_peephole": "PeepholeLSTMCell", "lstm_coupled": "CoupledLSTMCell"}
WORDS = (
    "Keras has no such cell, so it stands here: it computes one step, and keras.layers.RNN repeats it over time. The class also "
    "opens the file model.keras of this run."
)


def own_cells(network: Network) -> tuple[Section, ...]:
    """A section that defines the network's cell; none where Keras has it."""
    kinds = {layer.kind for layer in network.layers if isinstance(layer, Recurrent)}
    names = [CLASSES[kind] for kind in CLASSES if kind in kinds]
    return (Section("The cell", WORDS, "\n\n\n".join(_class(name) for name in (BASE, *names)) + "\n"),) if names else ()


def _class(name: str) -> str:
    text = CELLS.read_text(encoding="utf-8")
    found = next(node for node in ast.parse(text).body if isinstance(node, ast.ClassDef) and node.name == name)
    first = min([found.lineno, *(decorator.lineno for decorator in found.decorator_list)])
    return "\n".join(text.split("\n")[first - 1 : found.end_lineno])
