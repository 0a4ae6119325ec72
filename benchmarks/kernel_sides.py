"""One side of ``benchmarks/kernels.py``: trains a network in one way, a round for each line that it reads.

Run as a file, so that the side of PyTorch needs nothing but PyTorch and NumPy. It prints the seconds of the first batches, then
for each line (seconds of a round) how many steps of rows it trained a second.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import numpy as np


def data(case: Any) -> tuple[np.ndarray, np.ndarray]:
    """Random inputs and targets of ``case.block`` batches: speed does not depend on them."""
    rng, rows = np.random.default_rng(0), case.block * case.batch
    shape = (rows, case.timesteps)
    x = rng.integers(1, case.symbols, shape) if case.symbols else rng.normal(size=(*shape, case.features)).astype(np.float32)
    out = shape if case.every else (rows,)
    y = rng.integers(0, case.outputs, out) if case.symbols else rng.normal(size=(rows, case.outputs)).astype(np.float32)
    return x, y


def keras_model(case: Any, side: str) -> Callable[[int], None]:
    """Blocks of batches by Keras as shipped, or by our loops."""
    fast = side != "keras"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["KERAS_BACKEND"] = "tensorflow"
    if fast:
        sys.path.insert(0, os.getcwd())
        from rnn_core.networks.keras import sharded

        sharded.configure_threads(1 if side == "fast one core" else None)
    import keras
    import tensorflow as tf

    layers = keras.layers
    cell = {"lstm": layers.LSTM, "gru": layers.GRU, "simple_rnn": layers.SimpleRNN}[case.cell]
    x, y = data(case)
    reader: list[Any] = []
    if case.symbols:
        reader = [layers.Embedding(case.symbols, case.embedding)] if case.embedding else [one_hot(keras, case.symbols)]
    stack: list[Any] = []
    for number in range(case.layers):
        stack.append(cell(case.units, return_sequences=case.every or number < case.layers - 1))
        stack += [layers.Dropout(case.dropout)] if case.dropout else []
    kind = "int32" if case.symbols else "float32"
    model = keras.Sequential([keras.Input(x.shape[1:], dtype=kind), *reader, *stack, layers.Dense(case.outputs)])
    if fast:
        model = sharded.accelerate(model, case.batch, mixed=side == "mixed")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True) if case.symbols else "mse"
    model.compile("adam", loss, steps_per_execution=case.block, **({"jit_compile": False} if fast else {}))
    feed = tf.data.Dataset.from_tensor_slices((x, y)).batch(case.batch).cache().repeat().prefetch(4)
    options = tf.data.Options()
    options.autotune.enabled = False  # its thread delays the end of a round by up to a second
    feed = feed.with_options(options)
    return lambda blocks: model.fit(feed, steps_per_epoch=blocks * case.block, epochs=1, verbose=0)


def one_hot(keras: Any, symbols: int) -> Any:
    """As ``rnn_core.networks.keras.models`` builds it."""
    return keras.layers.CategoryEncoding(num_tokens=symbols, output_mode="one_hot")


def torch_model(case: Any) -> Callable[[int], None]:
    """Blocks of batches by PyTorch, one-hot symbols made beforehand."""
    import torch
    from torch import nn

    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            width = case.embedding or case.symbols or case.features
            self.reader = nn.Embedding(case.symbols, case.embedding) if case.embedding else nn.Identity()
            kind = {"lstm": nn.LSTM, "gru": nn.GRU, "simple_rnn": nn.RNN}[case.cell]
            self.stack = kind(width, case.units, case.layers, batch_first=True, dropout=case.dropout if case.layers > 1 else 0)
            self.last = nn.Sequential(nn.Dropout(case.dropout), nn.Linear(case.units, case.outputs))

        def forward(self, x: Any) -> Any:
            steps = self.stack(self.reader(x))[0]
            return self.last(steps if case.every else steps[:, -1])

    x, y = (torch.from_numpy(values) for values in data(case))
    if case.symbols and not case.embedding:
        x = torch.nn.functional.one_hot(x, case.symbols).float()
    model, batches = Model(), list(zip(x.split(case.batch), y.split(case.batch), strict=True))
    optimizer = torch.optim.Adam(model.parameters())
    loss = nn.CrossEntropyLoss() if case.symbols else nn.MSELoss()

    def train(blocks: int) -> None:
        for inputs, targets in batches * blocks:
            optimizer.zero_grad()
            loss(model(inputs).flatten(0, -2), targets.flatten() if case.symbols else targets).backward()
            optimizer.step()

    return train


def products(case: Any) -> Callable[[int], None]:
    """As many operations as the products of the recurrences have, as one large float32 product after the other on each core."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
    cores, square = os.cpu_count() or 1, np.ones((1024, 1024), np.float32)
    gates = {"lstm": 4, "gru": 3, "simple_rnn": 1}[case.cell]
    step = 3 * 2 * case.layers * gates * case.units**2  # forward, backward and for the weights' gradient; of one row
    pool, results = ThreadPoolExecutor(cores), [np.empty_like(square) for _ in range(cores)]

    def train(blocks: int) -> None:
        times = blocks * case.block * case.batch * case.timesteps * step / (2 * 1024**3) / cores
        list(pool.map(lambda result: [np.matmul(square, square, out=result) for _ in range(round(times))], results))

    return train


def main() -> None:
    """First step, then rounds."""
    side, case = sys.argv[1], SimpleNamespace(**json.loads(sys.argv[2]))
    made = {"torch": torch_model, "products": products}.get(side)
    train = made(case) if made else keras_model(case, side)
    first = timed(train, 1)
    timed(train, 1)
    each = timed(train, 4) / 4
    print(first, flush=True)  # only now, as the sides take turns
    for line in sys.stdin:
        blocks = max(1, round(float(line) / each))
        print(blocks * case.block * case.batch * case.timesteps / timed(train, blocks), flush=True)


def timed(train: Callable[[int], None], blocks: int) -> float:
    """Seconds of so many blocks."""
    start = time.perf_counter()
    train(blocks)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
