"""Text generation against the article's script as written: same text, same Keras, same machine, one run.

``python -m benchmarks.text --data tinyshakespeare.txt [--part loss|speed|memory]``: the article's network on the first fifth of
the text, lower-cased, the last tenth of it held out; the speed of writing; the memory of a worker that trains on 20 MB.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.results import metrics_of
from rnn_core.experiments.text.generation import TextModel, Writer
from rnn_core.runs import Run

WINDOW, STEP, BATCH, EPOCHS = 40, 3, 128, 15
WRITTEN, PREDICTED = 20_000, 60


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=("loss", "speed", "memory"))
    chosen = parser.parse_args()
    parts = {"loss": loss, "speed": speed, "memory": memory}
    for name in [chosen.part] if chosen.part else list(parts):
        parts[name](chosen.data)


def loss(path: Path) -> None:
    """The article's best validation loss, and what ours has in a tenth of its time and in the same time."""
    history = article(path)
    seconds, best = min(history, key=lambda row: row[1])
    print(f"article: best validation loss {best:.3f} nats after {seconds:.1f} s of fitting, {history[-1][1]:.3f} at the end")
    for budget in (seconds / 10, seconds):
        found = ours(path, "--share", "0.2", "--lowercase", "--units", "128", "--seconds", f"{budget:.2f}")[1]
        print(f"RNN Lab: {found['validation']['nats']:.3f} nats after {found['seconds']:.1f} s of a budget of {budget:.1f} s")


def speed(path: Path) -> None:
    """Characters a second of an LSTM(128) of every-character, and of the article's predict loop."""
    run, _ = ours(path, "--share", "0.05", "--units", "128", "--epochs", "1")
    begin = time.perf_counter()
    writer = Writer(TextModel.of(run), "ROMEO:", seed=1)
    next(writer.write(0.5))
    first = time.perf_counter() - begin
    begin = time.perf_counter()
    "".join(islice(writer.write(0.5), WRITTEN))
    mine = WRITTEN / (time.perf_counter() - begin)
    print(f"writing: {mine:,.0f} characters a second, the first after {1000 * first:.0f} ms with loading the model")
    theirs = predict_loop()
    print(f"writing: the article's predict loop {theirs:,.0f} a second, ratio {mine / theirs:,.0f}")


def memory(path: Path) -> None:
    """The largest resident memory of a process that trains on a text of 20 MB."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.txt"
        large.write_text((text * (20_000_000 // len(text) + 1))[:20_000_000], encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        ours(large, "--seconds", "20", "--units", "64")
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"memory: {max(before, after) / 1024:.0f} MB at most to train on 20 MB")


def ours(path: Path, *flags: str) -> tuple[Run, dict]:
    """Train by the command line in a home of its own; the run and its metrics."""
    home = tempfile.mkdtemp()
    command = [sys.executable, "-m", "rnn_core", "train", "text", "--data", str(path), *flags]
    done = subprocess.run(command, env={**os.environ, "RNN_LAB_HOME": home}, capture_output=True, text=True, check=True)
    run = Run(Path(done.stdout.splitlines()[-1]))
    return run, metrics_of(run)


def cost(run: Run, found: dict) -> str:
    """What the samples took of the training time."""
    rows = (run.folder / "results" / "samples.jsonl").read_text(encoding="utf-8").split("\n")
    epochs = {json.loads(row)["epoch"] for row in rows if row}
    return f"{len(epochs)} times samples, {found['sampling_seconds'] / found['seconds']:.1%} of the time"


def article(path: Path) -> list[tuple[float, float]]:
    """The article's script: one-hot arrays of all windows, LSTM(128), RMSprop. Seconds of fitting and validation loss."""
    import keras

    text = path.read_text(encoding="utf-8")
    text = text[: len(text) // 5].lower()
    symbols = sorted(set(text))
    number = {symbol: place for place, symbol in enumerate(symbols)}
    held_out = len(text) - len(text) // 10
    sets = [one_hot([number[one] for one in part], len(symbols)) for part in (text[:held_out], text[held_out - WINDOW :])]
    keras.utils.set_random_seed(1)
    model = article_model(len(symbols))
    model.compile(keras.optimizers.RMSprop(learning_rate=0.01), "categorical_crossentropy")
    history: list[tuple[float, float]] = []
    begin = time.monotonic()
    noted = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda _, logs: history.append((time.monotonic() - begin, logs["val_loss"]))
    )
    model.fit(*sets[0], validation_data=sets[1], batch_size=BATCH, epochs=EPOCHS, callbacks=[noted], verbose=0)
    return history


def article_model(symbols: int) -> Any:
    """LSTM(128) and a softmax."""
    import keras

    layers = [keras.Input((WINDOW, symbols)), keras.layers.LSTM(128), keras.layers.Dense(symbols, activation="softmax")]
    return keras.Sequential(layers)


def one_hot(ids: list[int], symbols: int) -> tuple[np.ndarray, np.ndarray]:
    """Windows (windows, 40, symbols) and next characters (windows, symbols), all of them at once, as booleans."""
    starts = range(0, len(ids) - WINDOW, STEP)
    places = np.eye(symbols, dtype=bool)
    return np.stack([places[ids[at : at + WINDOW]] for at in starts]), places[[ids[at + WINDOW] for at in starts]]


def predict_loop() -> float:
    """Characters a second of ``model.predict`` on one window after the other."""
    model = article_model(39)
    window = np.zeros((1, WINDOW, 39), np.float32)
    model.predict(window, verbose=0)
    begin = time.perf_counter()
    for _ in range(PREDICTED):
        model.predict(window, verbose=0)
    return PREDICTED / (time.perf_counter() - begin)


if __name__ == "__main__":
    main()
