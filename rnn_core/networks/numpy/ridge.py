"""Weighted sums fitted by regularised least squares (ridge regression; Hoerl and Kennard 1970), from sums that are added up batch
by batch, so that the memory is bounded however many rows there are."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
STRENGTHS = tuple(10.0**power for power in range(-9, 1))  # with which |W|² counts beside the mean squared error: to choose from
USUAL_STRENGTH = 1e-4  # where there is nothing to choose by


class Rows:
    """What is to be known of rows ``inputs`` (rows, n) and ``targets`` (rows, m) for a fit, in float64."""

    def __init__(self, inputs: int, targets: int):
        self.count = 0
        self._products = np.zeros((inputs + targets, inputs + targets))
        self._sums = np.zeros(inputs + targets)
        self._inputs = inputs

    def add(self, inputs: NDArray[np.floating], targets: NDArray[np.floating]) -> None:
        """Some more of them."""
        rows = np.concatenate([inputs, targets], axis=1, dtype=np.float64)
        self._products += rows.T @ rows
        self._sums += rows.sum(axis=0)
        self.count += len(rows)
        self.__dict__.pop("_around_means", None)

    @property
    def finite(self) -> bool:
        """Whether all numbers were some."""
        return bool(np.isfinite(self._products).all())

    @cached_property
    def _around_means(self) -> tuple[Array, Array]:
        """The means (n + m,), and the mean products of what is around them (n + m, n + m)."""
        means = self._sums / self.count
        return means, self._products / self.count - np.outer(means, means)

    def fitted(self, strength: float) -> tuple[Array, Array]:
        """W (n, m) and b (m,) of the least ``mean |inputs W + b - targets|² + strength |W|²``; b is not held small."""
        means, around = self._around_means
        n = self._inputs
        weights = np.asarray(np.linalg.solve(around[:n, :n] + strength * np.eye(n), around[:n, n:]), np.float64)
        return weights, means[n:] - means[:n] @ weights

    def loss(self, weights: NDArray[np.floating], bias: NDArray[np.floating]) -> float:
        """Mean squared error of ``inputs W + b``, over rows and targets."""
        means, around = self._around_means
        n = self._inputs
        exact = np.asarray(weights, np.float64)
        spread = np.einsum("ij,ij->j", exact, around[:n, :n] @ exact - 2 * around[:n, n:]) + np.diag(around[n:, n:])
        off = means[:n] @ exact + bias - means[n:]
        return max(0.0, float((spread + off**2).mean()))
