"""The process that times training steps in one way: ``python -m rnn_core.training.step_timer WAY``.

Only the study of devices starts it.

Each way needs a process of its own, as threads and devices are chosen once, before TensorFlow computes anything. It reads a
JSON line a case, ``{"cell", "timesteps", "batch", "units"}``, and answers with the seconds of one training step, the first time
those in which it got ready; it ends with the pipe.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

FEATURES = 8
WARM_UP = 2  # steps: the first compiles
SPELL_SECONDS, MOST_STEPS = 0.05, 20  # of one timing


def serve(way: str, questions: TextIO, answers: TextIO) -> None:
    """First what this process computes on, then an answer for each case."""
    device = open_way(way)
    answers.write(json.dumps(device) + "\n")
    answers.flush()
    asked, step = "", lambda: 0.0
    for line in questions:
        begin = time.perf_counter()
        if line == asked:
            seconds = step()
        else:
            asked, step = line, training_step(way, **json.loads(line))
            seconds = time.perf_counter() - begin
        answers.write(json.dumps({"seconds": seconds}) + "\n")
        answers.flush()


def open_way(way: str) -> dict[str, Any]:
    """Choose the device: ``name``, whether it is a ``gpu``, how many ``gpus`` there are, and ``why`` there is none."""
    import tensorflow as tf

    from rnn_core.networks.keras import sharded
    from rnn_core.training import devices

    device = devices.choose("gpu" if way == "gpu" else "cpu")
    if way == "loops":
        sharded.configure_threads()
    gpus = len(tf.config.list_physical_devices("GPU"))
    return {"name": device.name, "gpu": device.gpu, "gpus": gpus, "why": "" if gpus else devices.why_cpu("gpu", 0)}


def training_step(way: str, cell: str, timesteps: int, batch: int, units: int) -> Callable[[], float]:
    """A function that trains for a moment and gives the seconds of one step: forward, backward, Adam."""
    import keras
    import numpy as np

    from rnn_core.networks.keras import models, sharded
    from rnn_core.networks.spec import Dense, Network, stack

    network = Network(timesteps=timesteps, features=FEATURES, layers=(*stack(cell, 1, units, 0), Dense(units=1)))
    model = models.build(network)
    model = sharded.accelerate(model, batch) if way == "loops" else model
    model.compile(keras.optimizers.Adam(), "mse", jit_compile=False)
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(batch, timesteps, FEATURES)).astype(np.float32)
    targets = rng.normal(size=(batch, 1)).astype(np.float32)

    def spell(steps: int) -> float:
        begin = time.perf_counter()
        for _ in range(steps):
            model.train_on_batch(inputs, targets)  # it waits for the loss, so for the step
        return (time.perf_counter() - begin) / steps

    spell(WARM_UP)
    steps = int(np.clip(SPELL_SECONDS / spell(1), 1, MOST_STEPS))
    return lambda: spell(steps)


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    answering = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else is printed is no answer
    serve(sys.argv[1], sys.stdin, answering)
