"""How far back a network remembers: the longest sequence whose first sign it names at the end."""

import numpy as np

from rnn_core.documents import Document
from rnn_core.experiments.base import Padded, Task
from rnn_core.networks.spec import Dense, Network, OneHot, stack
from rnn_core.teaching.gradients.copy_task import FEATURES, SIGNS, recall

LENGTHS = (10, 30, 100, 300, 1000)  # steps, the question's the last
SOLVED = 0.95  # of the answers are right
ROWS, TRAINING, CHECKED = 64, 4096, 512  # of a batch; sequences to learn from, and to choose by


def copy_task(length: int, seed: int) -> Task:
    """Sequences of so many steps, as numbers of their symbols."""
    rng = np.random.default_rng((seed, length))
    network = Network(
        timesteps=length, features=1, symbols=FEATURES, layers=(OneHot(), *stack("lstm", 1, 1, 0), Dense(units=SIGNS))
    )
    training, validation = _sequences(length, TRAINING, rng), _sequences(length, CHECKED, rng)
    return Task(network, training, validation, Document(), loss="crossentropy", accuracy=True)


def _sequences(length: int, rows: int, rng: np.random.Generator) -> Padded:
    made = recall(length - 1, rows, rng)
    return Padded(made.inputs.argmax(axis=2).T.astype(np.int32), made.answers.astype(np.int32))
