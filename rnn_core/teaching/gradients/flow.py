"""How much of the gradient arrives at each step back: measured on a recall network, not drawn after a formula."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.bptt import Array, norm
from rnn_core.networks.numpy.initializers import radius
from rnn_core.teaching.gradients.copy_settings import CopySettings
from rnn_core.teaching.gradients.copy_task import CopyTask, recall
from rnn_core.teaching.gradients.copy_training import CopyNetwork, remedied

ROWS = 64


@dataclass(frozen=True)
class Flow:
    """By steps back from the question, (distance + 1,): first 0, the last step, then 1, ..., ``distance``, the sign's step.

    ``hidden``: length of dL/dh of one sequence's loss, mean over sequences; ``cell``: of dL/dc where there is one. ``kept``: the
    product of the forget (GRU: update) gates of all steps since, mean over sequences and units; ``best``: of the unit that keeps
    most. ``weights``: length of the mean loss's gradient of all weights, ``shortened`` that after the remedies.
    ``radius``: spectral radius of a SimpleRNN's recurrent weights.
    """

    hidden: NDArray[np.float64]
    cell: NDArray[np.float64] | None
    kept: NDArray[np.float64] | None
    best: NDArray[np.float64] | None
    weights: float
    shortened: float
    radius: float | None

    @property
    def arrives(self) -> float:
        """dL/dh at the sign's step as a share of that at the last step."""
        return float(relative(self.hidden)[-1])


def measure(network: CopyNetwork, data: CopyTask, settings: CopySettings) -> Flow:
    """All about ``network`` on ``data`` (float64 is asked for: small numbers matter)."""
    passed = network.read(data.inputs)
    back, change = network.gradients(passed, data.answers, settings.truncate or None)
    cell = CELLS[network.kind]
    kept = _products(passed.gate(cell.keeper)) if cell.keeper else None
    return Flow(
        hidden=_lengths(back.hidden),
        cell=_lengths(back.states[cell.memory.letter]) if len(cell.states) > 1 else None,
        kept=None if kept is None else kept.mean(axis=1),
        best=None if kept is None else kept.max(axis=1),
        weights=norm(change),
        shortened=norm(remedied(change, network.weights, settings)),
        radius=radius(network.weights["recurrent_kernel"]) if cell.seeing else None,
    )


def untrained(kind: str, distance: int, settings: CopySettings) -> Flow:
    """Of a freshly started cell."""
    with np.errstate(over="ignore", invalid="ignore"):
        return measure(CopyNetwork.start(kind, settings, np.float64), sample(distance, settings), settings)


def sample(distance: int, settings: CopySettings) -> CopyTask:
    """The sequences on which gradients are measured: the same for every cell."""
    return recall(distance, ROWS, np.random.default_rng(settings.seed), np.float64)


def relative(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """As shares of the first, that of the last step; all NaN where that is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lengths[0] > 0, lengths / lengths[0], np.nan)


def _lengths(gradients: Array) -> NDArray[np.float64]:
    """(T,B,u) -> (T,), from the last step back."""
    return np.linalg.norm(gradients, axis=2).mean(axis=1)[::-1]


def _products(gate: Array) -> NDArray[np.float64]:
    """(T,B,u) -> (T,u): of 0, 1, 2, ... gates from the last step back, mean over rows."""
    backwards = np.cumprod(gate[:0:-1], axis=0).mean(axis=1)
    return np.concatenate([np.ones((1, gate.shape[2])), backwards])
