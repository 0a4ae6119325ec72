"""What the cells of a trained network do at every step: states and gates, in NumPy, for looking at them.

``network.py`` runs the same steps and keeps only what the next one needs; here every part of them is kept.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.cells import CELLS, Cell
from rnn_core.networks.numpy.functions import Floats
from rnn_core.networks.numpy.network import FAR_BELOW, NumpyNetwork, cell_tensors, steps
from rnn_core.networks.spec import Dropout, Embedding, Recurrent

Direction = Literal["forward", "backward"]
ONE_AT_A_TIME = threading.Lock()  # the number of threads is the whole process's


@dataclass(frozen=True, eq=False)
class Trace:
    """One direction of one recurrent layer. All arrays stand in the order of the input, whichever way it was read.

    ``inputs``: (timesteps, features), or (timesteps,) for symbols that pick rows of the kernel (one-hot). ``states``: letter to
    (timesteps, units), after each step. ``gates``: name to (timesteps, units), in the order in which a reader meets them. Traces
    of a batch have the batch as one more axis in front, and mean nothing in its padding.
    """

    layer: int  # its number in the network
    kind: str
    direction: Direction
    inputs: NDArray
    states: Mapping[str, Floats]
    gates: Mapping[str, Floats]

    @property
    def cell(self) -> Cell:
        """All about the layer's cell."""
        return CELLS[self.kind]

    @property
    def hidden(self) -> Floats:
        """h, which is what the layer gives."""
        return self.states["h"]

    @property
    def units(self) -> int:
        """How many numbers it remembers in each state."""
        return self.hidden.shape[-1]

    @property
    def memory(self) -> Floats:
        """What carries over long times: c where there is one, else h."""
        return self.states[self.cell.memory.letter]

    @property
    def parts(self) -> Mapping[str, Floats]:
        """All that can be shown by name: the states (``hidden``, ``cell``) and the gates."""
        return {**{state.name: self.states[state.letter] for state in self.cell.states}, **self.gates}

    def row(self, number: int, length: int) -> "Trace":
        """Of one input of a batch, its first ``length`` steps."""
        here = (number, slice(length))
        states, gates = ({name: values[here] for name, values in both.items()} for both in (self.states, self.gates))
        return replace(self, inputs=self.inputs[here], states=states, gates=gates)


def trace(network: NumpyNetwork, inputs: NDArray) -> list[Trace]:
    """Every recurrent layer while the network reads one input from a state of zeros, bottom layer first.

    ``inputs``: (timesteps, features) or symbols (timesteps,), of any length; behind the padding of a masked network nothing is
    shown. A layer that reads in both directions gives two traces, forward first.
    """
    length = max(1, int(_lengths(network, inputs[None])[0]))
    return [each.row(0, length) for each in traces(network, inputs[None, :length])]


def traces(network: NumpyNetwork, inputs: NDArray) -> Iterator[Trace]:
    """As :func:`trace` for a batch, one layer after the other so that not all need room at once.

    ``inputs``: (batch, timesteps, features) or (batch, timesteps); arrays of the traces are (batch, timesteps, ...).
    """
    lengths = _lengths(network, inputs)
    values = np.asarray(inputs, np.int64 if network.network.symbols else np.float32)
    last = max((at for at, layer in enumerate(network.network.layers) if isinstance(layer, Recurrent)), default=-1)
    for number, layer in enumerate(network.network.layers[: last + 1]):
        if isinstance(layer, Embedding):
            values = network.weights[f"{number}/embeddings"][values]
        elif isinstance(layer, Recurrent):
            found = list(_directions(network, number, layer, values, lengths))
            yield from found
            values = np.concatenate([each.hidden for each in found], axis=-1)
        else:
            assert isinstance(layer, Dropout) or layer.kind == "one_hot", f"{layer.kind} below a recurrent layer"


def _lengths(network: NumpyNetwork, inputs: NDArray) -> NDArray[np.int64]:
    """Steps of each input that are no padding, (batch,)."""
    return np.count_nonzero(inputs, axis=1) if network.network.masked else np.full(len(inputs), inputs.shape[1])


def _directions(
    network: NumpyNetwork, number: int, layer: Recurrent, inputs: NDArray, lengths: NDArray[np.int64]
) -> Iterator[Trace]:
    directions: tuple[Direction, ...] = ("forward", "backward") if layer.bidirectional else ("forward",)
    for direction in directions:
        prefix = f"{number}/" if direction == "forward" else f"{number}/backward_"
        weights = {name: network.weights[prefix + name] for name in cell_tensors(layer.kind)}
        order = _order(direction, inputs.shape[1], lengths)
        read = np.take_along_axis(inputs, order if inputs.ndim == 2 else order[:, :, None], axis=1)
        computed = _pass(layer, weights, read, lengths)
        said = {letter: np.take_along_axis(values, order[:, :, None], axis=1) for letter, values in computed.items()}
        states = {letter: said[letter] for letter in layer.states}
        gates = {part.name: said[part.letter] for part in layer.cell.parts if part.traced}
        yield Trace(number, layer.kind, direction, inputs, states, gates)


def _order(direction: Direction, timesteps: int, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The steps in the order of reading, (batch, timesteps); padding stays where it is. It is its own inverse."""
    steps = np.tile(np.arange(timesteps), (len(lengths), 1))
    if direction == "forward":
        return steps
    return np.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)


def _pass(layer: Recurrent, weights: Mapping[str, Floats], inputs: NDArray, lengths: NDArray[np.int64]) -> dict[str, Floats]:
    """Once over all steps from states of zeros: by letter what is shown of the step, (batch, timesteps, units)."""
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    kernel, bias = weights["kernel"], layer.cell.biases(weights)[0]
    shown = (*layer.states, *(part.letter for part in layer.cell.parts if part.traced))
    # Products as small as these take many times longer on several threads beside a training, as the threads wait for each other.
    with ONE_AT_A_TIME, threadpool_limits(1):
        projected = (kernel[inputs] if inputs.ndim == 2 else inputs @ kernel) + bias
        if layer.activation == "relu":  # as in network.py: in the padding a state could grow without end
            projected[np.arange(inputs.shape[1]) >= lengths[:, None]] = FAR_BELOW
        kept = [[said[name] for name in shown] for said in steps(layer, weights, projected.swapaxes(0, 1))]
    return {name: np.stack(values, axis=1) for name, values in zip(shown, zip(*kept, strict=True), strict=True)}
