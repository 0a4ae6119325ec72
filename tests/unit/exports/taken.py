"""The runs that are taken home: hostile titles and columns, and settings that change what a program must do."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnn_core import runs
from rnn_core.data import Labelled, Series, Text, keep
from rnn_core.data import Path as Track
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.experiments import experiment
from rnn_core.runs import Run

HOSTILE_LABEL = '"); import os; open("pwned", "w") # <script>alert(3)</script>'
HOSTILE = '"); import os; open("pwned", "w")  #\n<script>alert(1)</script>\'\'\'"""'
TITLE = '</title><script>alert(2)</script>"""\nimport os'
LINES = "The quick brown fox jumps over the lazy dog.\nHow vexingly quick daft zebras jump!\n" * 60
TINY = {"units": 5, "epochs": 3, "device": "cpu"}
ONCE = {"dropout": 0, "batch_size": 512}  # one batch an epoch, nothing by chance but the first weights
QUICK = {"learning_rate": 0.05, **ONCE}
CHOSEN: dict[str, dict] = {
    "two columns": {"features": ["date"], "timesteps": 6, "layers": 2, "dropout": 0.2},
    "second file": {"timesteps": 6, "cell": "gru", "scaling": "min-max", "validation": 0, "clipnorm": 0.5, **ONCE},
    "several ahead": {
        "also": ["date"],
        "calendar": True,
        "horizon": 3,
        "target_transform": "difference",
        "timesteps": 6,
        "cell": "lstm_peephole",
        **ONCE,
    },
    "fitted at once": {"timesteps": 6, "cell": "echo_state", "layers": 2, "spectral_radius": 0.8},
    "path": {"timesteps": 6, "ahead": 12, "activation": "relu", "learning_rate": 0.02, **ONCE},
    "every character": {"cell": "lstm_coupled", "encoding": "one-hot", "dropout": 0, "decay": "none", "validation": 0.5},
    "next character": {
        "objective": "next-character",
        "cell": "gru",
        "timesteps": 10,
        "rare": 61,
        "lowercase": True,
        "seconds": 1,
        "patience": 500,
    },
    "both directions": {
        "cell": "gru",
        "bidirectional": True,
        "layers": 2,
        "dense1": 6,
        "dimension": 4,
        "timesteps": 7,
        "balance": True,
        "vocabulary": 20,
        "learning_rate": 0.05,
    },
    "bag of words": {"encoding": "onehot", "cell": "none", "dense1": 8, "dense2": 4, "validation": 0.2, **QUICK},
    "ready vectors": {"encoding": "word2vec", "dimension": 6, "cell": "lstm", "patience": 0, **QUICK},
    "characters": {"tokens": "characters", "dimension": 4, "cell": "gru", "timesteps": 20, **QUICK},
}
FORECASTS = ("two columns", "second file", "several ahead", "fitted at once")
TEXTS, PATHS = ("every character", "next character"), ("path",)
CLASSIFIERS = ("both directions", "bag of words", "ready vectors", "characters")
KINDS = {"forecast": FORECASTS, "text": TEXTS, "trajectory": PATHS, "classify": CLASSIFIERS}
FIRST = ("two columns", "every character", "path", "both directions")  # one of each experiment; the others are slow
NOTEBOOKS = ("two columns", "every character", "both directions")  # those that are run
# taught again
AGAIN = ("second file", "fitted at once", "every character", "next character", "bag of words", "ready vectors")
RUNNER = """
import contextlib, json, os, runpy, sys
for path in sys.argv[1:]:
    folder, name = os.path.split(path)
    os.chdir(folder if name.endswith(".ipynb") else os.path.dirname(folder))
    with open(os.path.join(folder, "said.txt"), "w", encoding="utf-8") as said, contextlib.redirect_stdout(said):
        if name.endswith(".py"):
            runpy.run_path(path, run_name="__main__")
        else:
            names = {"__name__": "__main__"}
            for cell in json.load(open(path, encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec(compile(cell["source"], "a cell", "exec"), names)
print(json.dumps([name for name in sys.modules if name.split(".")[0] in ("rnn_core", "streamlit", "pages")]))
"""


@dataclass(frozen=True)
class Ran:
    """The folders in which programs have run, by name, and what of ours their process had loaded."""

    folders: dict[str, Path]
    ours: list[str]


def each(names, *more: str) -> list:
    """Parameters of a test: what is neither of ``FIRST`` nor one of ``more`` is slow."""
    return [name if name in (*FIRST, *more) else pytest.param(name, marks=pytest.mark.slow) for name in names]


def data(name: str) -> Series | Text | Labelled | Track:
    if name in CLASSIFIERS:
        return labelled(name == "bag of words")
    if name in PATHS:
        return Track(ladybug(600).points, 0.01, TITLE, (HOSTILE, "y"))
    return series(name) if name in FORECASTS else Text(LINES, TITLE)


def series(name: str) -> Series:
    step = np.arange(150)
    days = pd.date_range("2021-01-04", periods=150, freq="B", name="date").as_unit("us")
    if name == "two columns":
        frame = pd.DataFrame({HOSTILE: 100 + 10 * np.sin(step / 4), "date": step % 7 * 1.0}, index=days)
        frame.iloc[20, 1] = np.nan
        frame.index = frame.index.where(step < 100, frame.index + pd.Timedelta(days=200))  # a hole where epochs are chosen
        return Series(frame, HOSTILE, TITLE, unit="€")
    if name == "several ahead":
        hours = pd.date_range("2021-01-04", periods=150, freq="3h", name="date").as_unit("us")
        return Series(pd.DataFrame({HOSTILE: np.sin(step / 4), "date": step % 7 * 1.0}, index=hours), HOSTILE, TITLE)
    hours = pd.date_range("2021-01-04", periods=150, freq="h", name="date").as_unit("us")
    hours = hours.where(step < 40, hours + pd.Timedelta(days=30))  # a hole in what is learned from
    frame = pd.DataFrame({"x": np.sin(step / 5) / 3, "y": np.nan}, index=hours)
    return Series(frame.iloc[:110], "x", "Waves", test=frame.iloc[110:])


def labelled(with_file: bool) -> Labelled:
    """Texts of three classes, uneven in number and length: the words of one, of the other, and both in order."""
    rng, names = np.random.default_rng(3), ("calm sea", HOSTILE_LABEL, "über")
    labels = tuple(names[number] for number in rng.choice(3, 120, p=(0.5, 0.3, 0.2)))
    texts = tuple(_text(names.index(label), rng) for label in labels)
    test = (texts[90:], labels[90:]) if with_file else None
    return Labelled(texts[:90] if with_file else texts, labels[:90] if with_file else labels, TITLE, test=test)


def _text(number: int, rng: np.random.Generator) -> str:
    own = ("wave wind DON\u2019T sail", "1.0 null NA x9", "straße, naïve\u2028größe don't")[number].split(" ")
    both = ["the", "a", "of", HOSTILE.replace("\n", " "), *own, *own]
    return " ".join(both[place] for place in rng.integers(len(both), size=rng.integers(1, 12)))


def queued(name: str) -> Run:
    kind = next(kind for kind, names in KINDS.items() if name in names)
    loaded = data(name)
    settings = experiment(kind).settings.parse({**TINY, **CHOSEN[name]})
    return runs.create(kind, name, keep(loaded), loaded.title, settings)


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(folder)
    return folder


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def to_train(folder: Path, alone: bool = True) -> Path:
    """Let the script train again; ``alone``: without the weights it cannot do otherwise."""
    (path,) = folder.glob("*.py")
    code = path.read_text(encoding="utf-8")
    assert code.count("\nTRAIN = False\n") == 1
    path.write_text(code.replace("\nTRAIN = False\n", "\nTRAIN = True\n"), encoding="utf-8")
    if alone:
        (folder / "weights.npz").unlink()
    return folder


def run_all(folders: dict[str, Path], away: Path) -> Ran:
    """Run the program in each folder, all in one process that cannot see rnn_core."""
    (away / "run.py").write_text(RUNNER, encoding="utf-8")
    starts = [str(next(path for path in folder.iterdir() if path.suffix in (".py", ".ipynb"))) for folder in folders.values()]
    done = subprocess.run(
        [sys.executable, "-I", str(away / "run.py"), *starts],
        cwd=away,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return Ran(folders, json.loads(done.stdout.splitlines()[-1]))
