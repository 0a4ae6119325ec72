"""A window that slides, beside one that is read anew at every place."""

import numpy as np
import pytest

from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.sliding import SlidingWindows
from rnn_core.networks.numpy.stepping import Stepper
from rnn_core.networks.spec import Dense, Embedding, Network, stack
from tests.contracts.test_experiments import random_weights


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("layers", [1, 2])
def test_sliding_gives_the_numbers_of_reading_anew(kind, layers):
    body = (Embedding(units=3), *stack(kind, layers, 4, 0.1), Dense(units=5))
    network = Network(timesteps=3, features=1, symbols=5, layers=body)
    stepper = Stepper(network, random_weights(network))
    sliding, ids = SlidingWindows(stepper, 2), np.random.default_rng(0).integers(5, size=(2, 7))
    for place in range(7):
        window = ids[:, max(0, place - 2) : place + 1]  # the first ones are shorter
        expected, _ = stepper.read(window, stepper.start(2))
        np.testing.assert_allclose(sliding.read(stepper.symbols(ids[:, place])), expected, atol=1e-6)
