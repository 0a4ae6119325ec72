"""A cell's step as a graph of single operations: every value on the way, slopes for gradients, terms of a formula.

The step runs once on nodes instead of arrays. What it says by name are nodes, too, so each is known by its letter wherever it
is used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.cells import Cell
from rnn_core.networks.numpy import functions

Array = NDArray[Any]
Place = tuple[str, ...]  # of a leaf: ("x", "f"), ("h", "f"), ("state", "c"), ("own", "peephole", "f")


@dataclass(frozen=True, eq=False)
class Node:
    """An operation on other nodes; a leaf has a ``place``, a constant its ``value``."""

    operation: str
    inputs: tuple["Node", ...] = ()
    place: Place = ()
    value: float = 0.0

    def __add__(self, other: "Node | float") -> "Node":
        return Node("add", (self, _node(other)))

    def __radd__(self, other: float) -> "Node":
        return Node("add", (_node(other), self))

    def __sub__(self, other: "Node | float") -> "Node":
        return Node("subtract", (self, _node(other)))

    def __rsub__(self, other: float) -> "Node":
        return Node("subtract", (_node(other), self))

    def __mul__(self, other: "Node | float") -> "Node":
        return Node("multiply", (self, _node(other)))

    def __rmul__(self, other: float) -> "Node":
        return Node("multiply", (_node(other), self))

    def __truediv__(self, other: "Node | float") -> "Node":
        return Node("divide", (self, _node(other)))

    def __rtruediv__(self, other: float) -> "Node":
        return Node("divide", (_node(other), self))

    def __neg__(self) -> "Node":
        return Node("subtract", (_node(0.0), self))


def _node(value: "Node | float") -> Node:
    return value if isinstance(value, Node) else Node("constant", value=float(value))


class Nodes:
    """What a step computes with when it runs on nodes."""

    def __getattr__(self, name: str) -> Callable[..., Node]:
        if name not in OPERATIONS:
            raise AttributeError(f"a cell's step computes with {', '.join(OPERATIONS)}, not with {name}")
        return lambda *values: Node(name, tuple(map(_node, values)))


Slopes = tuple[Any, ...]  # by each input: a number or an array
# by name: the function, and the slopes by its inputs where its result is y
OPERATIONS: Mapping[str, tuple[Callable[..., Any], Callable[..., Slopes]]] = {
    "add": (np.add, lambda y, a, b: (1.0, 1.0)),
    "subtract": (np.subtract, lambda y, a, b: (1.0, -1.0)),
    "multiply": (np.multiply, lambda y, a, b: (b, a)),
    "divide": (np.divide, lambda y, a, b: (1 / b, -y / b)),
    "maximum": (np.maximum, lambda y, a, b: ((a >= b).astype(y.dtype), (a < b).astype(y.dtype))),
    "sigmoid": (functions.sigmoid, lambda y, a: (y * (1 - y),)),
    "tanh": (np.tanh, lambda y, a: (1 - y * y,)),
    "relu": (functions.relu, lambda y, a: ((y > 0).astype(y.dtype),)),
    "exp": (np.exp, lambda y, a: (y,)),
    "log": (np.log, lambda y, a: (1 / a,)),
}


class Graph:
    """Of a cell whose layer has this activation. ``results``: what the step says, by name."""

    def __init__(self, cell: Cell, activation: str):
        x = {letter: Node("leaf", place=("x", letter)) for letter in cell.columns}
        h = {letter: Node("leaf", place=("h", letter)) for letter in cell.seeing}
        state = {letter: Node("leaf", place=("state", letter)) for letter in cell.letters}
        own = {one.name: {row: Node("leaf", place=("own", one.name, row)) for row in one.rows} for one in cell.own}
        every = [*x.values(), *h.values(), *state.values(), *(row for rows in own.values() for row in rows.values())]
        self.leaves: dict[Place, Node] = {node.place: node for node in every}
        self.before: dict[str, Node] = state
        self.results: dict[str, Node] = cell.step(Nodes(), getattr(Nodes(), activation), x, h, state, own)
        self.nodes: list[Node] = []  # each after those that it needs
        for node in self.results.values():
            self._reach(node)

    def _reach(self, node: Node) -> None:
        if node not in self.nodes:
            for one in node.inputs:
                self._reach(one)
            self.nodes.append(node)

    def run(self, leaves: Mapping[Place, Array], held: Mapping[str, float] | None = None) -> dict[Node, Any]:
        """Every node's value; of the results that ``held`` names, the one given there."""
        by_hand = {self.results[name]: value for name, value in (held or {}).items()}
        values: dict[Node, Any] = {}
        for node in self.nodes:
            if node.operation == "leaf":
                values[node] = leaves[node.place]
            elif node.operation == "constant":
                values[node] = node.value
            else:
                values[node] = OPERATIONS[node.operation][0](*(values[one] for one in node.inputs))
            if node in by_hand:
                values[node] = np.full_like(values[node], by_hand[node])
        return values

    def added_up(self, letter: str) -> bool:
        """Whether a column's two parts of the sum are used by nothing but their addition."""
        pair = {self.leaves["x", letter], self.leaves["h", letter]}
        users = [node for node in self.nodes if pair & {*node.inputs}]
        return len(users) == 1 and users[0].operation == "add" and {*users[0].inputs} == pair


@cache
def graph(cell: Cell, activation: str) -> Graph:
    """Made once."""
    return Graph(cell, activation)
