"""The Tutorial preset against the article's script as written: wall time of fitting, compilation included.

``python -m benchmarks.forecast [--data FB_training_data.csv --test-data FB_test_data.csv] [--rounds 3]``

Both sides run in processes of their own, by turns, on the same prices. Without files a random walk of the same length is
used; the time does not depend on the values.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ARTICLE = """
import sys, time
import keras, numpy, pandas
from sklearn.preprocessing import MinMaxScaler

prices = pandas.read_csv(sys.argv[1])["Open"].to_numpy().reshape(-1, 1)
scaled = MinMaxScaler().fit_transform(prices)
past = numpy.array([scaled[row - 40:row, 0] for row in range(40, len(scaled))])
answers = scaled[40:, 0]
past = past.reshape(past.shape[0], 40, 1)
network = keras.Sequential([keras.Input((40, 1))])
for more in (True, True, True, False):
    network.add(keras.layers.LSTM(units=45, return_sequences=more))
    network.add(keras.layers.Dropout(0.2))
network.add(keras.layers.Dense(units=1))
network.compile(optimizer="adam", loss="mean_squared_error")
start = time.monotonic()
history = network.fit(past, answers, epochs=100, batch_size=32, verbose=0).history["loss"]
print(time.monotonic() - start, history[0], history[-1])
"""


def main() -> None:
    """Run both sides by turns and print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--test-data", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, test = (chosen.data, chosen.test_data) if chosen.data else walk(Path(folder))
        article, ours = [], []
        for number in range(1, chosen.rounds + 1):
            article.append(run_article(data))
            ours.append(run_ours(data, test, folder))
            print(f"round {number}: article {article[-1]}  RNN Lab {ours[-1]}", flush=True)
    slow, fast = median(one["seconds"] for one in article), median(one["seconds"] for one in ours)
    print(f"article's script {slow:.1f} s, Tutorial preset {fast:.1f} s: {fast / slow:.2f} of its time")


def walk(folder: Path) -> tuple[Path, Path]:
    """Two files of made-up prices as long as the tutorial's: 1,258 and 21 rows."""
    import numpy as np
    import pandas as pd

    steps = np.random.default_rng(1).normal(0, 1, 1279)
    dates = pd.bdate_range("2015-01-02", periods=len(steps))
    prices = pd.DataFrame({"Date": dates, "Open": 100 + steps.cumsum()})
    train, test = folder / "train.csv", folder / "test.csv"
    prices.head(1258).to_csv(train, index=False)
    prices.tail(21).to_csv(test, index=False)
    return train, test


def run_article(data: Path) -> dict[str, float]:
    """Seconds of fitting and the loss of the first and last epoch."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run([sys.executable, "-c", ARTICLE, str(data)], env=environment, capture_output=True, text=True, check=True)
    seconds, first, last = map(float, done.stdout.split())
    return {"seconds": round(seconds, 1), "first": round(first, 4), "last": round(last, 4)}


def run_ours(data: Path, test: Path, home: str) -> dict[str, float]:
    """The same of the command line's Tutorial preset."""
    command = [sys.executable, "-m", "rnn_core", "train", "forecast", "--preset", "tutorial", "--target", "Open"]
    command += ["--data", str(data), "--test-data", str(test)]
    done = subprocess.run(command, env={**os.environ, "RNN_LAB_HOME": home}, capture_output=True, text=True, check=True)
    metrics = json.loads((Path(done.stdout.split("\n")[-2]) / "results" / "metrics.json").read_text(encoding="utf-8"))
    loss = metrics["loss"]
    return {"seconds": round(metrics["seconds"], 1), "first": round(loss["first"], 4), "last": round(loss["last"], 4)}


if __name__ == "__main__":
    main()
