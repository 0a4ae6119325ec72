"""A cell with an output layer on the recall task: started, trained with the NumPy gradients, and asked.

Adam after Kingma and Ba (2014), as Keras computes it. Echo state network after Jaeger (2001): a fixed random recurrence,
and only the output is fitted, by ridge regression.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.bptt import Array, Gradients, Passed, backward, clipped, forward, norm
from rnn_core.networks.numpy.initializers import glorot, orthogonal, start_cell
from rnn_core.teaching.gradients.copy_settings import CopySettings
from rnn_core.teaching.gradients.copy_task import FEATURES, SIGNS, CopyTask, recall

ROWS, LOOK_EVERY, CHECK_ROWS, TEST_ROWS = 32, 25, 256, 1000
RATES = {"adam": 0.003, "sgd": 0.1}
FADE, FADE_SQUARES, TINY = 0.9, 0.999, 1e-7  # Adam's
RESERVOIR, INPUT_STRENGTH, RIDGE, FIT_ROWS = 200, 0.1, 1e-6, 2000  # of the echo state network


@dataclass
class CopyNetwork:
    """One cell that reads the symbols, and a layer that names the sign: ``weights`` of both, the latter's "out", "out_bias"."""

    kind: str
    activation: str
    weights: dict[str, Array]

    @classmethod
    def start(cls, kind: str, settings: CopySettings, dtype: Any = np.float32) -> "CopyNetwork":
        """With fresh weights, the same for the same settings."""
        rng = np.random.default_rng(settings.seed)
        cell = start_cell(kind, FEATURES, settings.units, rng, settings.start, settings.scale, settings.forget_bias, dtype)
        out = {"out": glorot((settings.units, SIGNS), rng).astype(dtype), "out_bias": np.zeros(SIGNS, dtype)}
        return cls(kind, "relu" if settings.relu and not CELLS[kind].gates else "tanh", {**cell, **out})

    def read(self, inputs: Array) -> Passed:
        """All steps of ``inputs`` (T,B,FEATURES)."""
        return forward(self.kind, self.weights, inputs, self.activation)

    def scores(self, passed: Passed) -> Array:
        """One for each sign, (B,SIGNS); the highest is the answer."""
        return np.asarray(passed.hidden[-1] @ self.weights["out"] + self.weights["out_bias"])

    def gradients(
        self, passed: Passed, answers: NDArray[np.int64], steps: int | None = None
    ) -> tuple[Gradients, dict[str, Array]]:
        """Back through time, of the summed loss of all rows (cross-entropy); and of the mean loss with respect to all weights."""
        wrong = softmax(self.scores(passed))
        wrong[np.arange(len(answers)), answers] -= 1
        back = backward(self.weights, passed, wrong @ self.weights["out"].T, steps)
        sums = {**back.weights, "out": passed.hidden[-1].T @ wrong, "out_bias": wrong.sum(0)}
        return back, {name: one / one.dtype.type(len(answers)) for name, one in sums.items()}

    def accuracy(self, data: CopyTask) -> float:
        """Share of rows whose sign is named."""
        return float((self.scores(self.read(data.inputs)).argmax(1) == data.answers).mean())


def softmax(scores: Array) -> Array:
    """(B,n) to probabilities, each row's sum 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def remedied(change: dict[str, Array], weights: dict[str, Array], settings: CopySettings) -> dict[str, Array]:
    """A gradient of all weights after the penalty and the clipping that ``settings`` ask for: what the optimizer gets."""
    if settings.penalty:
        matrix = weights["recurrent_kernel"]
        pull = matrix.dtype.type(2 * settings.penalty) * matrix
        change = {**change, "recurrent_kernel": change["recurrent_kernel"] + pull}
    return clipped(change, settings.clip)


@dataclass(frozen=True)
class Trained:
    """``updates``: how many it took, all if it never had a whole check right. ``broke``: its numbers grew beyond all bounds."""

    network: CopyNetwork
    updates: int
    broke: bool


def train(kind: str, distance: int, settings: CopySettings, tell: Callable[[float], None] = lambda _: None) -> Trained:
    """Train on new sequences until all of a check are right or the updates are spent; ``tell`` gets the share that is done."""
    network = CopyNetwork.start(kind, settings)
    rng = np.random.default_rng((settings.seed, distance))
    check = recall(distance, CHECK_ROWS, rng)
    optimizer = Optimizer(settings.optimizer)
    for number in range(1, settings.updates + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            data = recall(distance, ROWS, rng)
            _, change = network.gradients(network.read(data.inputs), data.answers, settings.truncate or None)
            change = remedied(change, network.weights, settings)
        if not np.isfinite(norm(change)):
            return Trained(network, number, True)
        optimizer.apply(network.weights, change)
        if number % LOOK_EVERY == 0:
            tell(number / settings.updates)
            if network.accuracy(check) == 1:
                return Trained(network, number, False)
    return Trained(network, settings.updates, False)


class Optimizer:
    """Adam, or plain gradient descent (SGD)."""

    def __init__(self, name: str):
        self.name, self.steps = name, 0
        self.means: dict[str, Array] = {}
        self.squares: dict[str, Array] = {}

    def apply(self, weights: dict[str, Array], change: dict[str, Array]) -> None:
        """Move the weights against ``change``."""
        self.steps += 1
        for name, one in change.items():
            move = one if self.name == "sgd" else self._adam(name, one)
            weights[name] = weights[name] - (RATES[self.name] * move).astype(one.dtype)

    def _adam(self, name: str, one: Array) -> Array:
        mean = FADE * self.means.get(name, np.zeros_like(one)) + (1 - FADE) * one
        square = FADE_SQUARES * self.squares.get(name, np.zeros_like(one)) + (1 - FADE_SQUARES) * one * one
        self.means[name], self.squares[name] = mean, square
        fresh = np.sqrt(1 - FADE_SQUARES**self.steps) / (1 - FADE**self.steps)  # against the zeros that both means begin with
        return np.asarray(fresh * mean / (np.sqrt(square) + TINY))


def echo_state(distance: int, settings: CopySettings) -> float:
    """Accuracy on new sequences of a network whose recurrence stays as it started: RESERVOIR units, spectral radius ``scale``.

    Its inputs are weak on purpose, so that tanh stays near its straight part, where little is lost.
    """
    rng = np.random.default_rng(settings.seed)
    weights = {
        "kernel": INPUT_STRENGTH * glorot((FEATURES, RESERVOIR), rng),
        "recurrent_kernel": settings.scale * orthogonal((RESERVOIR, RESERVOIR), rng),
        "bias": np.zeros(RESERVOIR),
    }
    learned = recall(distance, FIT_ROWS, np.random.default_rng((settings.seed, distance)), np.float64)
    tested = recall(distance, TEST_ROWS, test_numbers(settings, distance), np.float64)
    readout = ridge(_last(weights, learned.inputs), np.eye(SIGNS)[learned.answers])
    return float(((_last(weights, tested.inputs) @ readout).argmax(1) == tested.answers).mean())


def test_numbers(settings: CopySettings, distance: int) -> np.random.Generator:
    """The random numbers of the test: the same for all cells, others than those of the training."""
    return np.random.default_rng((settings.seed, distance, TEST_ROWS))


def ridge(states: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights W of least ``|states W - targets|² + RIDGE |W|²``: (rows,n), (rows,m) -> (n,m)."""
    return np.asarray(np.linalg.solve(states.T @ states + RIDGE * np.eye(states.shape[1]), states.T @ targets), np.float64)


def _last(weights: dict[str, Array], inputs: Array) -> Array:
    """The memory after the last step, and a 1: (B,RESERVOIR + 1)."""
    hidden = np.zeros((inputs.shape[1], RESERVOIR))
    for step in inputs:
        hidden = np.tanh(step @ weights["kernel"] + hidden @ weights["recurrent_kernel"])
    return np.c_[hidden, np.ones(len(hidden))]
