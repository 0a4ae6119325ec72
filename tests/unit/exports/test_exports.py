"""What is taken home runs without us: real runs, their scripts and notebooks in a process that cannot see rnn_core."""

import ast
import io
import json
import subprocess
import sys
import tokenize
import zipfile
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from rnn_core import runs
from rnn_core.codegen.program import measured
from rnn_core.codegen.source import layers
from rnn_core.config import ROOT
from rnn_core.data import Labelled, Series, Text, keep
from rnn_core.data import Path as Track
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.classify import report as class_report
from rnn_core.experiments.classify.program import classify_program
from rnn_core.experiments.text.generation import TextModel, Writer
from rnn_core.exports.notebook import notebook
from rnn_core.exports.programs import program
from rnn_core.exports.report import report
from rnn_core.exports.script import script, source
from rnn_core.networks.spec import Bag, Cell, Dense, Embedding, Network, Pooling, stack
from rnn_core.runs import Run
from tests.unit.cli.test_main import environment

pytestmark = pytest.mark.slow  # each exported program loads TensorFlow in a process of its own

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
        "says": "change",
        "timesteps": 6,
        "cell": "lstm_peephole",
        **ONCE,
    },
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
}
FORECASTS, TEXTS = ("two columns", "second file"), ("every character", "next character")
CLASSIFIERS = ("both directions", "bag of words", "ready vectors")
AGAIN = ("second file", "every character", "next character", "bag of words", "ready vectors")  # those that train again
PATHS = ("path",)
NOTEBOOKS = ("two columns", "every character", "both directions")  # those that are run
TRAINER = """
import sys
from pathlib import Path
from rnn_core.training.worker import train
for folder in sys.argv[1:]:
    train(Path(folder))
"""
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
class Home:
    """Trained runs by name, and the folders in which what was exported of them has run."""

    folder: Path
    runs: dict[str, Run]
    ran: dict[str, Path]
    ours: list[str]


def data(name: str) -> Series | Text | Labelled | Track:
    if name in CLASSIFIERS:
        return labelled(name == "bag of words")
    if name in PATHS:
        return Track(ladybug(600).points, 0.01, TITLE, (HOSTILE, "y"))
    step = np.arange(150)
    days = pd.date_range("2021-01-04", periods=150, freq="B", name="date").as_unit("us")
    if name == "two columns":
        frame = pd.DataFrame({HOSTILE: 100 + 10 * np.sin(step / 4), "date": step % 7 * 1.0}, index=days)
        frame.iloc[20, 1] = np.nan
        return Series(frame, HOSTILE, TITLE, unit="€")
    if name == "several ahead":
        hours = pd.date_range("2021-01-04", periods=150, freq="3h", name="date").as_unit("us")
        return Series(pd.DataFrame({HOSTILE: np.sin(step / 4), "date": step % 7 * 1.0}, index=hours), HOSTILE, TITLE)
    if name == "second file":
        hours = pd.date_range("2021-01-04", periods=150, freq="h", name="date").as_unit("us")
        frame = pd.DataFrame({"x": np.sin(step / 5) / 3, "y": np.nan}, index=hours)
        return Series(frame.iloc[:110], "x", "Waves", test=frame.iloc[110:])
    return Text(LINES, TITLE)


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


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """All runs trained by one worker, all exports run by one process without rnn_core on its path."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNN_LAB_HOME", str(folder))
        made = {name: queued(name) for name in CHOSEN}
        call(["-c", TRAINER, *(str(run.folder) for run in made.values())], ROOT, folder)
        assert {run.status().state for run in made.values()} == {"finished"}
        ran = {name: unpacked(script(run), tmp_path_factory.mktemp("script")) for name, run in made.items()}
        ran |= {f"{name}, notebook": unpacked(notebook(made[name]), tmp_path_factory.mktemp("notebook")) for name in NOTEBOOKS}
        for name in AGAIN:
            place = unpacked(script(made[name]), tmp_path_factory.mktemp("again"))
            ran[f"{name}, again"] = trains(place, alone=name != "ready vectors")
    away = tmp_path_factory.mktemp("away")
    (away / "run.py").write_text(RUNNER, encoding="utf-8")
    starts = [str(next(path for path in ran[name].iterdir() if path.suffix in (".py", ".ipynb"))) for name in ran]
    done = call(["-I", str(away / "run.py"), *starts], away, folder)
    return Home(folder, made, ran, json.loads(done.splitlines()[-1]))


def queued(name: str) -> Run:
    kinds = {"forecast": (*FORECASTS, "several ahead"), "text": TEXTS, "trajectory": PATHS, "classify": CLASSIFIERS}
    kind = next(kind for kind, names in kinds.items() if name in names)
    loaded = data(name)
    settings = experiment(kind).settings.parse({**TINY, **CHOSEN[name]})
    return runs.create(kind, name, keep(loaded), loaded.title, settings)


def call(arguments: list[str], folder: Path, home: Path) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment(home), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(folder)
    return folder


def trains(folder: Path, alone: bool = True) -> Path:
    """Let the script train again; ``alone``: without the weights it cannot do otherwise."""
    (path,) = folder.glob("*.py")
    code = path.read_text(encoding="utf-8")
    assert code.count("\nTRAIN = False\n") == 1
    path.write_text(code.replace("\nTRAIN = False\n", "\nTRAIN = True\n"), encoding="utf-8")
    if alone:
        (folder / "weights.npz").unlink()
    return folder


@pytest.fixture(autouse=True)
def same_home(own_home, home, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(home.folder))


def results(run: Run) -> pd.DataFrame:
    return pd.read_csv(run.folder / "results" / "forecast.csv")


def same_forecast(found: Path, run: Run, tolerance: float) -> None:
    """The same rows, and the same forecast within a share of the data's spread."""
    ours, theirs = results(run), pd.read_csv(found / "forecast.csv")
    assert list(theirs["date"]) == list(ours["date"])
    np.testing.assert_allclose(theirs[["actual", "last_value"]], ours[["actual", "last_value"]], rtol=1e-12)
    spread = float(ours["actual"].std())
    np.testing.assert_allclose(theirs["one_step"], ours["one_step"], rtol=0, atol=tolerance * spread)
    assert np.ptp(ours["one_step"]) > 10 * tolerance * spread  # so that not any forecast would do


def same_answers(found: Path, run: Run, tolerance: float) -> None:
    """The same texts in the same order, and the same probabilities."""
    ours = pd.read_csv(run.folder / "results" / "predictions.csv", keep_default_na=False)
    theirs = pd.read_csv(found / "predictions.csv", keep_default_na=False)
    assert theirs[["place", "label"]].equals(ours[["place", "label"]])
    numbers = ["confidence", "label_probability"]
    np.testing.assert_allclose(theirs[numbers], ours[numbers], rtol=0, atol=tolerance)
    assert np.ptp(ours["label_probability"]) > 10 * max(tolerance, 0.005)  # so that not any answers would do
    sure = ours["confidence"] > 0.5 + tolerance
    assert theirs["predicted"][sure].equals(ours["predicted"][sure])


def chances(run: Run, code: str) -> np.ndarray:
    """What the run's own network says after the script's prompt."""
    return Writer(TextModel.of(run), constant(code, "PROMPT")).probabilities()[0]


def constant(code: str, name: str):
    found = [one for one in ast.parse(code).body if isinstance(one, ast.Assign)]
    return next(ast.literal_eval(one.value) for one in found if ast.unparse(one.targets[0]) == name)


def said(folder: Path) -> str:
    return (folder / "said.txt").read_text(encoding="utf-8")


def losses(folder: Path) -> list[float]:
    """The held-out loss that the program measured, and the run's that it names."""
    (line,) = (line for line in said(folder).splitlines() if line.startswith("Loss on the held-out text"))
    return [float(word.rstrip(".")) for word in line.split() if word[0].isdigit()]


def test_the_programs_ran_without_us(home):
    assert home.ours == []
    assert len(home.ran) == len(CHOSEN) + len(NOTEBOOKS) + len(AGAIN)


@pytest.mark.parametrize("name", [*FORECASTS, "two columns, notebook"])
def test_a_forecast_taken_home_is_the_runs_own(home, name):
    run = home.runs[name.removesuffix(", notebook")]
    same_forecast(home.ran[name], run, 1e-4)
    rmse = run.metrics()["one_step"]["rmse"]
    assert f"the network {rmse:.6g}" in said(home.ran[name])
    assert f"RNN Lab measured {rmse:.6g}" in said(home.ran[name])


def test_forecasts_of_several_columns_and_rows_taken_home_are_the_runs_own(home):
    run, found = home.runs["several ahead"], home.ran["several ahead"]
    same_forecast(found, run, 1e-4)
    for name in ("forecast_2.csv", "forecast.csv"):
        ours, theirs = (pd.read_csv(folder / name) for folder in (run.folder / "results", found))
        np.testing.assert_allclose(theirs["one_step"], ours["one_step"], rtol=0, atol=1e-4 * ours["actual"].std())
    later = pd.read_csv(found / "future.csv")
    for place, column in enumerate((HOSTILE, "date")):
        ours = pd.read_csv(run.folder / "results" / f"future{'_2' * place}.csv")["direct"].head(3)
        np.testing.assert_allclose(later[column], ours, rtol=0, atol=1e-4 * max(1, ours.abs().max()))
    rmse = run.metrics()["by_horizon"][0]["rmse"]
    assert f"RNN Lab measured {run.metrics()['one_step']['rmse']:.6g}" in said(found)
    assert rmse > 0


def test_a_path_taken_home_is_followed_as_by_the_run(home):
    run, found = home.runs["path"], home.ran["path"]
    ours, theirs = (pd.read_csv(folder / "path.csv") for folder in (run.folder / "results", found))
    assert list(theirs) == list(ours)
    np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-4)
    distance = run.metrics()["distance"]
    assert f"the network {distance['one_step']:.5g}"[:-1] in said(found)
    free = pd.read_csv(run.folder / "results" / "runs.csv").head(12)[["free_running_1", "free_running_2"]]
    np.testing.assert_allclose(pd.read_csv(found / "free_running.csv"), free, rtol=0, atol=1e-3)


@pytest.mark.parametrize("name", [*TEXTS, "every character, notebook"])
def test_a_text_taken_home_has_the_runs_own_probabilities(home, name):
    run = home.runs[name.removesuffix(", notebook")]
    expected = chances(run, source(program(run)))
    found = pd.read_csv(home.ran[name] / "next_characters.csv")["probability"]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)
    assert np.ptp(expected) > 1e-2
    assert (run.metrics()["folded"] > 0) == (name == "next character")
    nats = run.metrics()["validation"]["nats"]
    assert losses(home.ran[name]) == pytest.approx([nats, nats], abs=2e-4)
    written = (home.ran[name] / "generated.txt").read_text(encoding="utf-8")
    assert len(written) == 40 + 300
    assert set(written) <= {*LINES, *LINES.lower(), "\ufffd"}


@pytest.mark.parametrize("name", [*CLASSIFIERS, "both directions, notebook"])
def test_a_classifier_taken_home_gives_the_runs_own_answers(home, name):
    run = home.runs[name.removesuffix(", notebook")]
    same_answers(home.ran[name], run, 1e-4)
    right, others = run.metrics()["test"]["accuracy"], run.metrics()["baselines"]
    assert f"Right: {right:.4f} of them; RNN Lab measured {right:.4f}." in said(home.ran[name])
    assert f"naive Bayes was right on {others['naive_bayes']['accuracy']:.4f}." in said(home.ran[name])
    assert f"most frequent class: {run.metrics()['most_frequent']:.4f}." in said(home.ran[name])


@pytest.mark.parametrize("name", ["bag of words", "ready vectors"])
def test_training_again_gives_similar_answers(home, name):
    again = home.ran[f"{name}, again"]
    assert "Epoch 3/3" in said(again)
    same_answers(again, home.runs[name], 0.01)


def test_what_a_training_with_ready_vectors_begins_with_is_told(home):
    code = {name: (home.ran[name] / "classify.py").read_text(encoding="utf-8") for name in CLASSIFIERS}
    assert 'stored["0/embeddings"]' in code["ready vectors"]
    assert "left them as they were (frozen)" in code["ready vectors"]
    assert "trainable=False" in code["ready vectors"]
    assert not any("0/embeddings" in code[name] for name in ("both directions", "bag of words"))
    made = measured(home.runs["ready vectors"])
    first, *rest = made.network.layers
    tuned = Network(**{**dict(made.network), "layers": (first.model_copy(update={"trainable": True}), *rest)})
    changed = replace(made, network=tuned, settings=made.settings.model_copy(update={"tune": True}))
    told = source(classify_program(changed))
    assert "its result is no fair comparison" in told.replace("\n    # ", " ")
    compile(told, "classify.py", "exec")


def test_training_again_gives_a_similar_forecast(home):
    again = home.ran["second file, again"]
    assert "Epoch 3/3" in said(again)
    same_forecast(again, home.runs["second file"], 1e-3)


def test_training_again_gives_similar_probabilities(home):
    run, again = home.runs["every character"], home.ran["every character, again"]
    assert "Epoch 3/3" in said(again)
    found = pd.read_csv(again / "next_characters.csv")["probability"]
    expected = chances(run, source(program(run)))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-3)


def test_training_again_for_a_time(home):
    again = home.ran["next character, again"]
    assert "Epoch 1/1000000" in said(again)
    assert losses(again)[0] < 1.1 * np.log(len(pd.read_csv(again / "next_characters.csv")))


def test_what_lies_in_the_zip(home):
    names = {name: sorted(path.name for path in home.ran[name].iterdir()) for name in home.ran}
    made = {"said.txt", "forecast.csv", "next_characters.csv", "generated.txt", "predictions.csv", "__pycache__"}
    given = {name: [file for file in files if file not in made] for name, files in names.items()}
    assert given["two columns"] == ["README.txt", "data.csv", "forecast.py", "weights.npz"]
    assert given["second file"] == ["README.txt", "data.csv", "forecast.py", "test.csv", "weights.npz"]
    assert given["every character, notebook"] == ["README.txt", "text.ipynb", "text.txt", "weights.npz"]
    assert given["both directions, notebook"] == ["README.txt", "classify.ipynb", "texts.jsonl", "weights.npz"]
    assert given["bag of words"] == ["README.txt", "classify.py", "test.jsonl", "texts.jsonl", "weights.npz"]
    about = (home.ran["two columns"] / "README.txt").read_text(encoding="utf-8")
    assert "python forecast.py" in about
    assert about.startswith(" ".join(TITLE.split()) + "\n")
    assert script(home.runs["two columns"]) == script(home.runs["two columns"])
    assert (home.ran["every character"] / "text.txt").read_text(encoding="utf-8") == LINES


@pytest.mark.parametrize("name", CHOSEN)
def test_text_of_a_user_is_never_code(home, name):
    (path,) = home.ran[name].glob("*.py")
    code = path.read_text(encoding="utf-8")
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    foreign = [token for token in tokens if any(word in token.string for word in ("pwned", "alert", "import os", "script>"))]
    assert foreign or name == "second file"
    assert all(token.type == tokenize.STRING for token in foreign)
    imported = {alias.name for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= {"collections", "json", "math", "re", "time", "unicodedata", "keras", "numpy", "pandas"}
    assert constant(code, "TITLE") == ("Waves" if name == "second file" else TITLE)
    assert not list(home.ran[name].parent.rglob("pwned"))


def test_the_target_is_named_exactly(home):
    code = (home.ran["two columns"] / "forecast.py").read_text(encoding="utf-8")
    assert constant(code, "TARGET") == HOSTILE
    assert constant(code, "FEATURES") == ["date"]


@pytest.mark.parametrize("name", CHOSEN)
def test_a_notebook_explains_every_cell(home, name):
    with zipfile.ZipFile(io.BytesIO(notebook(home.runs[name]))) as packed:
        (file,) = (file for file in packed.namelist() if file.endswith(".ipynb"))
        found = json.loads(packed.read(file))
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 4)
    kinds = [cell["cell_type"] for cell in found["cells"]]
    assert kinds == ["markdown", *["markdown", "code"] * (len(kinds) // 2)]
    words = [cell["source"] for cell in found["cells"] if cell["cell_type"] == "markdown"]
    assert all(len(text.split()) > 5 for text in words)
    assert not any("alert" in text or "import os" in text for text in words)
    for cell in found["cells"]:
        assert set(cell) == {"cell_type", "metadata", "source"} | (
            {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        )


def test_script_and_notebook_are_one_program(home):
    sections = program(home.runs["two columns"]).sections
    code = (home.ran["two columns"] / "forecast.py").read_text(encoding="utf-8")
    own_cells = json.loads((home.ran["two columns, notebook"] / "forecast.ipynb").read_text(encoding="utf-8"))["cells"]
    assert all(one.code in code for one in sections)
    assert [cell["source"] for cell in own_cells if cell["cell_type"] == "code"] == [one.code.strip("\n") for one in sections]


def test_a_run_without_a_result_is_refused():
    run = queued("second file")
    for export in (script, notebook, report):
        with pytest.raises(UserError, match=r"The run Waves has no result to take home: it is queued; choose one"):
            export(run)


def test_an_experiment_without_a_program_is_refused(home):
    run = runs.create("dream", "x", "0" * 64, "Sheep", experiment("forecast").settings())
    with pytest.raises(UserError, match="A run of the experiment 'dream' has no program to take home"):
        script(run)


class Page(HTMLParser):
    """Texts by tag, scripts and links of a page; every tag is closed in order."""

    VOID = ("meta", "br")

    def __init__(self, html: str):
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.links += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "onclick", "onload")]
        if tag not in self.VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts[self.open[-1]][-1] += data


@pytest.mark.parametrize("name", FORECASTS)
def test_the_report_of_a_forecast(home, name):
    run = home.runs[name]
    html, metrics = report(run), run.metrics()
    page = Page(html)
    assert page.links == []
    assert page.texts["h1"] == [run.title()]
    assert any(text.startswith(metrics["verdict_sentence"]) for text in page.texts["p"])
    assert page.texts["h2"] == ["Result", "Numbers", "Training", "Data", "Settings", "Network"]
    figures = 5 if name == "two columns" else 6  # no free run with extra inputs
    assert len(page.texts["figcaption"]) == figures
    assert len(page.texts["script"]) == figures + 2  # plotly itself and its configuration, once
    own_cells = page.texts["td"]
    assert {"Column to forecast", metrics["target"], "Learning rate", "0.005", "Tomorrow = today"} <= {*own_cells}
    assert f"{metrics['one_step']['rmse']:,.4g}" in own_cells
    assert len(html) < 7_000_000


def test_the_report_of_a_path(home):
    run = home.runs["path"]
    page, metrics = Page(report(run)), run.metrics()
    assert metrics["verdict_sentence"] in page.texts["p"]
    own_cells = {*page.texts["td"]}
    for rival in ("distance", "constant_velocity", "standing_still"):
        assert {f"{metrics[rival]['one_step']:,.4g}", f"{metrics[rival]['free_running'][-1]:,.4g}"} <= own_cells
    assert {"points 1 to 420", "points 421 to 510", "points 511 to 600"} <= own_cells


def test_the_report_of_several_columns_and_rows(home):
    run = home.runs["several ahead"]
    page, metrics = Page(report(run)), run.metrics()
    assert any(text.startswith("How the error grows with the distance") for text in page.texts["figcaption"])
    assert f"{metrics['targets']['date']['one_step']['rmse']:,.4g}" in page.texts["td"]


@pytest.mark.parametrize("name", TEXTS)
def test_the_report_of_a_text(home, name):
    run = home.runs[name]
    page = Page(report(run))
    assert page.links == []
    lines = (run.folder / "results" / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    last = [json.loads(line) for line in lines[-4:]]
    assert page.texts["pre"] == [last[0]["prompt"], *(row["text"] for row in last)]
    assert page.texts["h3"] == ["Temperature 0.2", "Temperature 0.5", "Temperature 1", "Temperature 1.2"]
    nats = run.metrics()["validation"]["nats"]
    assert any(f"as if guessing among {np.exp(nats):.1f} characters" in text for text in page.texts["p"])


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_the_report_of_a_classifier(home, name):
    run = home.runs[name]
    metrics, page = run.metrics(), Page(report(run))
    assert page.links == []
    assert page.texts["p"][1] == metrics["verdict"]
    assert page.texts["h2"] == ["Result", "Classes", "What is taken for what", "Training", "Data", "Settings", "Network"]
    own_cells = page.texts["td"]
    found = own_cells.index("This network")
    assert own_cells[found + 1 : found + 3] == [f"{metrics['test']['accuracy']:.1%}", f"{metrics['test']['macro_f1']:.3f}"]
    assert {"TF-IDF with logistic regression", "naive Bayes", "Always the most frequent class", *metrics["classes"]} <= {
        *own_cells
    }
    at = own_cells.index("1 " + metrics["classes"][0])
    confusion = pd.read_csv(run.folder / "results" / "confusion.csv", keep_default_na=False)
    assert own_cells[at + 1 : at + 4] == [str(count) for count in confusion.iloc[0, 1:]]
    assert any(text.startswith(f"{sum(metrics['counts']['test']):,} texts (") for text in own_cells)


def test_many_classes_are_a_list_of_mistakes(tmp_path):
    names = [f"class {number}" for number in range(13)]
    counts = np.diag([5] * 13)
    counts[2, 7], counts[3, 1] = 1, 4
    frame = pd.DataFrame(counts, columns=names)
    frame.insert(0, "class", names)
    (tmp_path / "results").mkdir()
    frame.to_csv(tmp_path / "results" / "confusion.csv", index=False)
    html, _ = class_report._confusion(Run(tmp_path), names)
    assert Page(html).texts["td"] == ["class 3", "class 1", "4", "class 2", "class 7", "1"]


@pytest.mark.parametrize("cell", get_args(Cell))
@pytest.mark.parametrize("both", [True, False])
def test_written_layers_are_those_of_the_network(cell, both):
    import keras

    from rnn_core.networks.keras import models, own_cells

    dense = Dense(units=3, activation="relu"), Dense(units=2)
    for body, masked in (
        ((Embedding(units=3, trainable=both), *stack(cell, 2, 4, 0.1, bidirectional=both)), True),
        ((Embedding(units=3), *stack(cell, 2, 4, 0, bidirectional=both, activation="relu")), True),
        ((Embedding(units=3), Pooling()), both),
        ((Bag(),), False),
    ):
        spec = Network(timesteps=5, features=1, symbols=9, masked=masked, layers=(*body, *dense))
        names = {"keras": keras, **vars(own_cells)}
        code = layers(spec, 'shape=(5,), dtype="int32"', "a logit")
        exec(f"written = {code}", names)
        built, ids = models.build(spec), np.array([[3, 1, 8, 0, 0], [1, 2, 3, 4, 5]])
        names["written"].set_weights(built.get_weights())
        np.testing.assert_allclose(names["written"](ids), built(ids), atol=1e-6)
        assert len(names["written"].trainable_weights) == len(built.trainable_weights)


def test_text_of_a_user_is_never_markup(home):
    for name in CHOSEN:
        html = report(home.runs[name])
        page = Page(html)
        assert "<script>alert" not in html
        assert not any("alert(" in code and "newPlot" not in code and len(code) < 1_000_000 for code in page.texts["script"])
        assert page.texts["title"] == [home.runs[name].title()]
