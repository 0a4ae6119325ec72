"""What is taken home runs without us: real runs, their scripts and notebooks in a process that cannot see rnn_core."""

import ast
import io
import json
import subprocess
import sys
import tokenize
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnn_core import datasets, runs
from rnn_core.datasets import Series, Text
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.exports.notebook import notebook
from rnn_core.exports.programs import program
from rnn_core.exports.report import report
from rnn_core.exports.script import script, source
from rnn_core.generation import TextModel, Writer
from rnn_core.jobs import ROOT
from rnn_core.runs import Run
from tests.unit.test_command_line import environment

HOSTILE = '"); import os; open("pwned", "w")  #\n<script>alert(1)</script>\'\'\'"""'
TITLE = '</title><script>alert(2)</script>"""\nimport os'
LINES = "The quick brown fox jumps over the lazy dog.\nHow vexingly quick daft zebras jump!\n" * 60
TINY = {"units": 5, "epochs": 3, "device": "cpu"}
ONCE = {"dropout": 0, "batch_size": 512}  # one batch an epoch, nothing by chance but the first weights
CHOSEN: dict[str, dict] = {
    "two columns": {"features": ["date"], "timesteps": 6, "layers": 2, "dropout": 0.2},
    "second file": {"timesteps": 6, "cell": "gru", "scaling": "min-max", "validation": 0, "clipnorm": 0.5, **ONCE},
    "every character": {"encoding": "one-hot", "dropout": 0, "decay": "none", "validation": 0.5},
    "next character": {
        "objective": "next-character",
        "cell": "gru",
        "timesteps": 10,
        "rare": 61,
        "lowercase": True,
        "seconds": 1,
        "patience": 500,
    },
}
FORECASTS, TEXTS = ("two columns", "second file"), ("every character", "next character")
NOTEBOOKS = ("two columns", "every character")  # those that are run
TRAINER = """
import sys
from pathlib import Path
from rnn_core.worker import train
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


def data(name: str) -> Series | Text:
    step = np.arange(150)
    days = pd.date_range("2021-01-04", periods=150, freq="B", name="date").as_unit("us")
    if name == "two columns":
        frame = pd.DataFrame({HOSTILE: 100 + 10 * np.sin(step / 4), "date": step % 7 * 1.0}, index=days)
        frame.iloc[20, 1] = np.nan
        return Series(frame, HOSTILE, TITLE, unit="€")
    if name == "second file":
        hours = pd.date_range("2021-01-04", periods=150, freq="h", name="date").as_unit("us")
        frame = pd.DataFrame({"x": np.sin(step / 5) / 3, "y": np.nan}, index=hours)
        return Series(frame.iloc[:110], "x", "Waves", test=frame.iloc[110:])
    return Text(LINES, TITLE)


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
        for name in ("second file", "every character", "next character"):
            ran[f"{name}, again"] = trains(unpacked(script(made[name]), tmp_path_factory.mktemp("again")))
    away = tmp_path_factory.mktemp("away")
    (away / "run.py").write_text(RUNNER, encoding="utf-8")
    starts = [str(next(path for path in ran[name].iterdir() if path.suffix in (".py", ".ipynb"))) for name in ran]
    done = call(["-I", str(away / "run.py"), *starts], away, folder)
    return Home(folder, made, ran, json.loads(done.splitlines()[-1]))


def queued(name: str) -> Run:
    kind = "forecast" if name in FORECASTS else "text"
    loaded = data(name)
    settings = experiment(kind).settings.parse({**TINY, **CHOSEN[name]})
    return runs.create(kind, name, datasets.keep(loaded), loaded.title, settings)


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


def trains(folder: Path) -> Path:
    """Let the script train again; without the weights it cannot do otherwise."""
    (path,) = folder.glob("*.py")
    code = path.read_text(encoding="utf-8")
    assert code.count("\nTRAIN = False\n") == 1
    path.write_text(code.replace("\nTRAIN = False\n", "\nTRAIN = True\n"), encoding="utf-8")
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
    assert len(home.ran) == 9


@pytest.mark.parametrize("name", [*FORECASTS, "two columns, notebook"])
def test_a_forecast_taken_home_is_the_runs_own(home, name):
    run = home.runs[name.removesuffix(", notebook")]
    same_forecast(home.ran[name], run, 1e-4)
    rmse = run.metrics()["one_step"]["rmse"]
    assert f"the network {rmse:.6g}" in said(home.ran[name])
    assert f"RNN Lab measured {rmse:.6g}" in said(home.ran[name])


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
    made = {"said.txt", "forecast.csv", "next_characters.csv", "generated.txt", "__pycache__"}
    given = {name: [file for file in files if file not in made] for name, files in names.items()}
    assert given["two columns"] == ["README.txt", "data.csv", "forecast.py", "weights.npz"]
    assert given["second file"] == ["README.txt", "data.csv", "forecast.py", "test.csv", "weights.npz"]
    assert given["every character, notebook"] == ["README.txt", "text.ipynb", "text.txt", "weights.npz"]
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
    assert imported <= {"collections", "math", "time", "keras", "numpy", "pandas"}
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
    cells = json.loads((home.ran["two columns, notebook"] / "forecast.ipynb").read_text(encoding="utf-8"))["cells"]
    assert all(one.code in code for one in sections)
    assert [cell["source"] for cell in cells if cell["cell_type"] == "code"] == [one.code.strip("\n") for one in sections]


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
    cells = page.texts["td"]
    assert {"Column to forecast", metrics["target"], "Learning rate", "0.005", "Tomorrow = today"} <= {*cells}
    assert f"{metrics['one_step']['rmse']:,.4g}" in cells
    assert len(html) < 7_000_000


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


def test_text_of_a_user_is_never_markup(home):
    for name in CHOSEN:
        html = report(home.runs[name])
        page = Page(html)
        assert "<script>alert" not in html
        assert not any("alert(" in code and "newPlot" not in code and len(code) < 1_000_000 for code in page.texts["script"])
        assert page.texts["title"] == [home.runs[name].title()]
