"""A network in JavaScript: the step of every cell it has, made of the cell's own step, and its weights as text.

``alive/network.js`` computes with them. A cell's step runs once on nodes (``numpy/graph.py``), and each operation becomes one of
JavaScript's: a new cell needs nothing of its own here.
"""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.cells import Cell
from rnn_core.networks.numpy.graph import Node, graph
from rnn_core.networks.numpy.network import NumpyNetwork, names
from rnn_core.networks.spec import Network, Recurrent

NETWORK = Path(__file__).parent / "alive" / "network.js"
LARGEST = 32_767  # of 16 bits
WRITTEN = {
    "add": "({} + {})",
    "subtract": "({} - {})",
    "multiply": "({} * {})",
    "divide": "({} / {})",
    "maximum": "Math.max({}, {})",
    "sigmoid": "(1 / (1 + Math.exp(-{})))",
    "tanh": "Math.tanh({})",
    "relu": "Math.max({}, 0)",
    "exp": "Math.exp({})",
    "log": "Math.log({})",
}


def cells(network: Network) -> str:
    """``const CELLS = {...};``: of every cell of the network and each activation that it has there, what ``network.js`` needs."""
    used = {(layer.cell.name, layer.activation): layer.cell for layer in network.layers if isinstance(layer, Recurrent)}
    parts = [f'"{name} {activation}": {_cell(cell, activation)},\n' for (name, activation), cell in used.items()]
    return f"const CELLS = {{\n{''.join(parts)}}};\n"


def _cell(cell: Cell, activation: str) -> str:
    facts = {
        "columns": cell.columns,
        "seeing": cell.seeing,
        "states": cell.letters,
        "secondBias": cell.second_bias,
        "own": [one.name for one in cell.own],
        "shown": {one.letter: one.title for one in cell.shown.values()},
    }
    return f"{{ ...{json.dumps(facts)}, step: {step(cell, activation)} }}"


def step(cell: Cell, activation: str = "tanh") -> str:
    """A function ``(n, x, h, state, own, said)`` of arrays: n units, the input's and the memory's parts of the sums column by
    column, the states and further weights by name. It writes all that the step says into the arrays ``said`` by name.
    """
    made = graph(cell, activation)
    known: dict[Node, str] = {}
    lines = []
    for number, node in enumerate(made.nodes):
        if node.operation == "leaf":
            known[node] = _leaf(cell, node)
        elif node.operation == "constant":
            known[node] = repr(node.value) if node.value >= 0 else f"({node.value!r})"
        else:
            lines.append(f"const v{number} = {WRITTEN[node.operation].format(*(known[one] for one in node.inputs))};")
            known[node] = f"v{number}"
    lines += [f"said.{name}[u] = {known[node]};" for name, node in made.results.items()]
    body = "\n    ".join(lines)
    return f"(n, x, h, state, own, said) => {{\n  for (let u = 0; u < n; u++) {{\n    {body}\n  }}\n}}"


def _leaf(cell: Cell, node: Node) -> str:
    kind, *names = node.place
    if kind == "state":
        return f"state.{names[0]}[u]"
    if kind == "own":
        rows = next(one.rows for one in cell.own if one.name == names[0])
        return f"own.{names[0]}[{rows.index(names[1])} * n + u]"
    order = cell.columns if kind == "x" else cell.seeing
    return f"{kind}[{order.index(names[0])} * n + u]"


def results(cell: Cell) -> tuple[str, ...]:
    """The names of all that a step says."""
    return tuple(graph(cell, "tanh").results)


def described(trained: NumpyNetwork) -> dict[str, Any]:
    """The network and its weights as JSON holds them; weights as whole numbers of 16 bits times a factor each."""
    network = trained.network
    layers = [
        {**layer.model_dump(mode="json"), **({"said": results(layer.cell)} if isinstance(layer, Recurrent) else {})}
        for layer in network.layers
    ]
    weights = {name: packed(trained.weights[name]) for name in names(network)}
    return {**network.model_dump(mode="json"), "layers": layers, "weights": weights}


def packed(values: NDArray[np.float32]) -> Mapping[str, Any]:
    """``values`` = ``factor`` times the numbers in ``data`` (base64, little-endian), rounded to 1 / 65,534 of the largest."""
    largest = float(np.abs(values).max(initial=0.0)) or 1.0
    whole = np.round(values.astype(np.float64) / largest * LARGEST).astype("<i2")
    text = base64.b64encode(whole.tobytes()).decode("ascii")
    return {"shape": list(values.shape), "factor": largest / LARGEST, "data": text}
