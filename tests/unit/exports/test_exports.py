"""What is taken home runs without us: real runs, their programs in a process that cannot see rnn_core, their pages to print."""

import ast
import io
import json
import shutil
import subprocess
import sys
import tokenize
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnn_core import files as whole_files
from rnn_core import runs
from rnn_core.codegen.html import element
from rnn_core.codegen.program import File, Program, Section, weights_file
from rnn_core.config import ROOT
from rnn_core.errors import UserError
from rnn_core.experiments import experiment, experiments
from rnn_core.experiments.classify import program as class_program
from rnn_core.experiments.classify import report as class_report
from rnn_core.experiments.take_home import Report
from rnn_core.experiments.text.generation import TextModel, Writer
from rnn_core.exports.measured import measured
from rnn_core.exports.notebook import notebook
from rnn_core.exports.programs import program
from rnn_core.exports.report import report
from rnn_core.exports.script import script, source
from rnn_core.figures import charts
from rnn_core.figures.still import still
from rnn_core.networks.spec import Network
from rnn_core.runs import Run
from rnn_core.wording import percent
from tests.unit.exports.taken import (
    AGAIN,
    CHOSEN,
    CLASSIFIERS,
    FIRST,
    HOSTILE,
    KINDS,
    LINES,
    NOTEBOOKS,
    TEXTS,
    TITLE,
    each,
    files,
    queued,
)


def result(run: Run):
    return run.metrics(experiment(run.about().experiment).metrics)


def same_forecast(found: Path, run: Run, tolerance: float) -> None:
    """The same rows, and the same forecast within a share of the data's spread."""
    ours, theirs = (pd.read_csv(place / "forecast.csv") for place in (run.folder / "results", found))
    assert list(theirs["date"]) == list(ours["date"])
    np.testing.assert_allclose(theirs[["actual", "last_value"]], ours[["actual", "last_value"]], rtol=1e-12)
    spread = float(ours["actual"].std())
    np.testing.assert_allclose(theirs["one_step"], ours["one_step"], rtol=0, atol=tolerance * spread)
    assert np.ptp(ours["one_step"]) > 10 * tolerance * spread  # so that not any forecast would do


def same_answers(found: Path, run: Run, tolerance: float) -> None:
    """The same texts in the same order, and the same probabilities."""
    places = (run.folder / "results", found)
    ours, theirs = (pd.read_csv(place / "predictions.csv", keep_default_na=False) for place in places)
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


ALL = len(CHOSEN) + len(NOTEBOOKS) + len(AGAIN)


@pytest.mark.parametrize("count", [len(FIRST), pytest.param(ALL, marks=pytest.mark.slow)])
def test_the_programs_ran_without_us(ran, count):
    assert ran.ours == []
    assert len(ran.folders) == count


def test_one_program_of_each_experiment_is_run():
    assert {*KINDS} == {name for name, one in experiments().items() if one.program}
    assert all(len({*FIRST} & {*names}) == 1 for names in KINDS.values())


@pytest.mark.parametrize("name", each(["two columns", "second file", "two columns, notebook"]))
def test_a_forecast_taken_home_is_the_runs_own(trained, ran, name):
    run, found = trained[name.removesuffix(", notebook")], ran.folders[name]
    same_forecast(found, run, 1e-4)
    rmse = result(run).one_step.rmse
    assert f"the network {rmse:.6g}" in said(found)
    assert f"RNN Lab measured {rmse:.6g}" in said(found)


@pytest.mark.slow
def test_forecasts_of_several_columns_and_rows_taken_home_are_the_runs_own(trained, ran):
    run, found = trained["several ahead"], ran.folders["several ahead"]
    same_forecast(found, run, 1e-4)
    for name in ("forecast_2.csv", "forecast.csv"):
        ours, theirs = (pd.read_csv(folder / name) for folder in (run.folder / "results", found))
        np.testing.assert_allclose(theirs["one_step"], ours["one_step"], rtol=0, atol=1e-4 * ours["actual"].std())
    later = pd.read_csv(found / "future.csv")
    for place, column in enumerate((HOSTILE, "date")):
        ours = pd.read_csv(run.folder / "results" / f"future{'_2' * place}.csv")["direct"].head(3)
        np.testing.assert_allclose(later[column], ours, rtol=0, atol=1e-4 * max(1, ours.abs().max()))
    assert f"RNN Lab measured {result(run).one_step.rmse:.6g}" in said(found)
    assert result(run).by_horizon[0].rmse > 0


def test_a_path_taken_home_is_followed_as_by_the_run(trained, ran):
    run, found = trained["path"], ran.folders["path"]
    ours, theirs = (pd.read_csv(folder / "path.csv") for folder in (run.folder / "results", found))
    assert list(theirs) == list(ours)
    np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-4)
    assert f"the network {result(run).distance.one_step:.5g}"[:-1] in said(found)
    free = pd.read_csv(run.folder / "results" / "runs.csv").head(12)[["free_running_1", "free_running_2"]]
    np.testing.assert_allclose(pd.read_csv(found / "free_running.csv"), free, rtol=0, atol=1e-3)


@pytest.mark.parametrize("name", each([*TEXTS, "every character, notebook"]))
def test_a_text_taken_home_has_the_runs_own_probabilities(trained, ran, name):
    run, place = trained[name.removesuffix(", notebook")], ran.folders[name]
    expected = chances(run, source(program(run)))
    found = pd.read_csv(place / "next_characters.csv")["probability"]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)
    assert np.ptp(expected) > 1e-2
    assert (result(run).folded > 0) == (name == "next character")
    nats = result(run).validation.nats
    assert losses(place) == pytest.approx([nats, nats], abs=2e-4)
    written = (place / "generated.txt").read_text(encoding="utf-8")
    assert len(written) == 40 + 300
    assert set(written) <= {*LINES, *LINES.lower(), "\ufffd"}


@pytest.mark.parametrize("name", each([*CLASSIFIERS, "both directions, notebook"]))
def test_a_classifier_taken_home_gives_the_runs_own_answers(trained, ran, name):
    run, found = trained[name.removesuffix(", notebook")], ran.folders[name]
    same_answers(found, run, 1e-4)
    right, bayes = result(run).test.accuracy, result(run).baselines["naive_bayes"].accuracy
    assert f"Right: {right:.4f} of them; RNN Lab measured {right:.4f}." in said(found)
    assert f"naive Bayes was right on {bayes:.4f}." in said(found)
    assert f"most frequent class: {result(run).most_frequent:.4f}." in said(found)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bag of words", "ready vectors"])
def test_training_again_gives_similar_answers(trained, ran, name):
    again = ran.folders[f"{name}, again"]
    assert "Epoch 3/3" in said(again)
    same_answers(again, trained[name], 0.01)


@pytest.mark.slow
def test_what_a_training_with_ready_vectors_begins_with_is_told(trained):
    code = {name: source(program(trained[name])) for name in CLASSIFIERS}
    assert 'stored["0/embeddings"]' in code["ready vectors"]
    assert "left them as they were (frozen)" in code["ready vectors"]
    assert "trainable=False" in code["ready vectors"]
    assert not any("0/embeddings" in code[name] for name in ("both directions", "bag of words"))
    made = measured(trained["ready vectors"])
    first, *rest = made.network.layers
    tuned = Network(**{**dict(made.network), "layers": (first.model_copy(update={"trainable": True}), *rest)})
    changed = replace(made, network=tuned, settings=made.settings.model_copy(update={"tune": True}))
    told = source(class_program.program(changed))
    assert "its result is no fair comparison" in told.replace("\n    # ", " ")
    compile(told, "classify.py", "exec")


@pytest.mark.slow
def test_training_again_gives_a_similar_forecast(trained, ran):
    again = ran.folders["second file, again"]
    assert "Epoch 3/3" in said(again)
    same_forecast(again, trained["second file"], 1e-3)


@pytest.mark.slow
def test_fitting_at_once_again_gives_the_same_forecast(trained, ran):
    again, run = ran.folders["fitted at once, again"], trained["fitted at once"]
    same_forecast(ran.folders["fitted at once"], run, 1e-3)  # large weights of the readout show how single sums were rounded
    same_forecast(again, run, 1e-3)
    assert "EPOCHS" not in source(program(run))
    assert "Validation loss" in said(again)


@pytest.mark.slow
def test_training_again_gives_similar_probabilities(trained, ran):
    run, again = trained["every character"], ran.folders["every character, again"]
    assert "Epoch 3/3" in said(again)
    found = pd.read_csv(again / "next_characters.csv")["probability"]
    expected = chances(run, source(program(run)))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-3)


@pytest.mark.slow
def test_training_again_for_a_time(ran):
    again = ran.folders["next character, again"]
    assert "Epoch 1/1000000" in said(again)
    assert losses(again)[0] < 1.1 * np.log(len(pd.read_csv(again / "next_characters.csv")))


LIES_IN = {
    "two columns": {"README.txt", "data.csv", "forecast.py", "weights.npz"},
    "second file": {"README.txt", "data.csv", "forecast.py", "test.csv", "weights.npz"},
    "path": {"README.txt", "data.csv", "trajectory.py", "weights.npz"},
    "every character": {"README.txt", "text.py", "text.txt", "weights.npz"},
    "both directions": {"README.txt", "classify.py", "texts.jsonl", "weights.npz"},
    "bag of words": {"README.txt", "classify.py", "test.jsonl", "texts.jsonl", "weights.npz"},
}


@pytest.mark.parametrize("name", each(LIES_IN))
def test_what_lies_in_the_zip(trained, name):
    packed = files(script(trained[name]))
    assert {*packed} == LIES_IN[name]
    assert {*files(notebook(trained[name]))} == {file.replace(".py", ".ipynb") for file in LIES_IN[name]}
    about = packed["README.txt"].decode("utf-8")
    (start,) = (file for file in packed if file.endswith(".py"))
    assert f"python {start}\n" in about
    assert about.startswith(" ".join(trained[name].title().split()) + "\n")
    for file in LIES_IN[name] - {"README.txt", start}:
        assert f"\n{file}: the " in about  # and what it holds
    assert script(trained[name]) == script(trained[name])


def test_the_text_lies_in_the_zip_unchanged(trained):
    assert files(script(trained["every character"]))["text.txt"].decode("utf-8") == LINES


@pytest.mark.parametrize("name", each(CHOSEN))
def test_text_of_a_user_is_never_code(trained, ran, name):
    code = source(program(trained[name]))
    (path,) = ran.folders[name].glob("*.py")
    assert path.read_text(encoding="utf-8") == code
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    foreign = [token for token in tokens if any(word in token.string for word in ("pwned", "alert", "import os", "script>"))]
    assert foreign or name in ("second file", "fitted at once")
    assert all(token.type == tokenize.STRING for token in foreign)
    imported = {alias.name for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= {"collections", "json", "math", "re", "time", "unicodedata", "keras", "numpy", "pandas"}
    assert constant(code, "TITLE") == ("Waves" if name in ("second file", "fitted at once") else TITLE)
    assert not list(path.parent.parent.rglob("pwned"))


def test_the_target_is_named_exactly(trained):
    code = source(program(trained["two columns"]))
    assert constant(code, "TARGET") == HOSTILE
    assert constant(code, "FEATURES") == ["date"]


def cells(run: Run) -> dict:
    packed = files(notebook(run))
    (file,) = (file for file in packed if file.endswith(".ipynb"))
    return json.loads(packed[file])


@pytest.mark.parametrize("name", each(CHOSEN))
def test_a_notebook_explains_every_cell(trained, name):
    found = cells(trained[name])
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


@pytest.mark.parametrize("name", each(CHOSEN))
def test_script_and_notebook_are_one_program(trained, name):
    made = program(trained[name])
    code = [cell["source"] for cell in cells(trained[name])["cells"] if cell["cell_type"] == "code"]
    assert code == [one.code.strip("\n") for one in made.sections]
    assert all(one.code in source(made) for one in made.sections)


def test_a_run_without_a_result_is_refused():
    run = queued("second file")
    for export in (script, notebook, report):
        with pytest.raises(UserError, match=r"The run Waves has no result to take home: it is queued; choose one"):
            export(run)


def dream(run: Run, place: Path, monkeypatch, **parts) -> Run:
    """The same run as one of another experiment."""
    monkeypatch.setitem(experiments(), "dream", replace(experiment("forecast"), name="dream", **parts))
    shutil.copytree(run.folder, place)
    about = run.about().model_copy(update={"experiment": "dream"})
    whole_files.write_json(place / runs.SETTINGS, about.model_dump())
    return Run(place)


def test_an_experiment_without_a_program_is_refused(trained, tmp_path, monkeypatch):
    run = dream(trained["two columns"], tmp_path / "dream", monkeypatch, program=None)
    known = "choose one of classify, forecast, text, trajectory"
    for export in (script, notebook):
        with pytest.raises(UserError, match=f"A run of the experiment 'dream' has no program to take home: {known}."):
            export(run)


def test_any_experiment_may_have_a_program(trained, tmp_path, monkeypatch):
    def sheep(found) -> Program:
        code = f"COUNT = {found.metrics.epochs!r}\n"
        beside = {"sheep.txt": File(b"baa", "the sheep"), **weights_file(found.weights)}
        return Program("dream", (Section("Sheep", "They are counted one by one.", code),), beside, "nothing")

    packed = files(script(dream(trained["two columns"], tmp_path / "dream", monkeypatch, program=sheep)))
    assert [*packed] == ["dream.py", "sheep.txt", "weights.npz", "README.txt"]
    assert packed["dream.py"].decode("utf-8").endswith("# %% Sheep\n# They are counted one by one.\n\nCOUNT = 3.0\n")
    assert packed["sheep.txt"] == b"baa"
    assert "\nsheep.txt: the sheep\nweights.npz: the weights, arrays of numbers only\n" in packed["README.txt"].decode("utf-8")


# the page to print


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


@pytest.mark.parametrize("name", FIRST)
def test_a_report_is_small_and_needs_nothing_else(trained, name):
    html = report(trained[name])
    page = Page(html)
    assert len(html.encode()) < 300_000
    assert page.links == []
    assert "script" not in page.texts
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("name", each(["two columns", "second file"]))
def test_the_report_of_a_forecast(trained, name):
    run = trained[name]
    html, metrics = report(run), result(run)
    page = Page(html)
    assert page.links == []
    assert page.texts["h1"] == [run.title()]
    assert any(text.startswith(metrics.verdict_sentence) for text in page.texts["p"])
    assert page.texts["h2"] == ["Result", "Numbers", "Training", "Data", "Settings", "Network"]
    figures = 5 if name == "two columns" else 6  # no free run with extra inputs
    assert len(page.texts["figcaption"]) == figures
    assert html.count("<svg ") == figures
    own_cells = page.texts["td"]
    assert {"Column to forecast", metrics.target, "Learning rate", "0.005", "Tomorrow = today"} <= {*own_cells}
    assert f"{metrics.one_step.rmse:,.4g}" in own_cells


def test_the_report_of_a_path(trained):
    run = trained["path"]
    page, metrics = Page(report(run)), result(run)
    assert metrics.verdict_sentence in page.texts["p"]
    own_cells = {*page.texts["td"]}
    for rival in (metrics.distance, metrics.constant_velocity, metrics.standing_still):
        assert {f"{rival.one_step:,.4g}", f"{rival.free_running[-1]:,.4g}"} <= own_cells
    assert {"points 1 to 420", "points 421 to 510", "points 511 to 600"} <= own_cells


@pytest.mark.slow
def test_the_report_of_several_columns_and_rows(trained):
    run = trained["several ahead"]
    page, metrics = Page(report(run)), result(run)
    assert any(text.startswith("How the error grows with the distance") for text in page.texts["figcaption"])
    assert f"{metrics.targets['date'].one_step.rmse:,.4g}" in page.texts["td"]


@pytest.mark.parametrize("name", each(TEXTS))
def test_the_report_of_a_text(trained, name):
    run = trained[name]
    page = Page(report(run))
    assert page.links == []
    lines = (run.folder / "results" / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    last = [json.loads(line) for line in lines[-4:]]
    assert page.texts["pre"] == [last[0]["prompt"], *(row["text"] for row in last)]
    assert page.texts["h3"] == ["Temperature 0.2", "Temperature 0.5", "Temperature 1", "Temperature 1.2"]
    nats = result(run).validation.nats
    assert any(f"as if guessing among {np.exp(nats):.1f} characters" in text for text in page.texts["p"])


@pytest.mark.parametrize("name", each(CLASSIFIERS))
def test_the_report_of_a_classifier(trained, name):
    run = trained[name]
    metrics, page = result(run), Page(report(run))
    assert page.links == []
    assert page.texts["p"][1] == metrics.verdict_sentence
    assert page.texts["h2"] == ["Result", "Classes", "What is taken for what", "Training", "Data", "Settings", "Network"]
    own_cells = page.texts["td"]
    found = own_cells.index("This network")
    assert own_cells[found + 1 : found + 3] == [percent(metrics.test.accuracy, 1), f"{metrics.test.macro_f1:.3f}"]
    assert {"TF-IDF with logistic regression", "naive Bayes", "Always the most frequent class", *metrics.classes} <= {*own_cells}
    at = own_cells.index("1 " + metrics.classes[0])
    confusion = pd.read_csv(run.folder / "results" / "confusion.csv", keep_default_na=False)
    assert own_cells[at + 1 : at + 4] == [str(count) for count in confusion.iloc[0, 1:]]
    assert any(text.startswith(f"{sum(metrics.counts['test']):,} texts (") for text in own_cells)


def test_many_classes_are_a_list_of_mistakes():
    names = [f"class {number}" for number in range(13)]
    counts = np.diag([5] * 13)
    counts[2, 7], counts[3, 1] = 1, 4
    html, _ = class_report._confusion(counts, names)
    assert Page(html).texts["td"] == ["class 3", "class 1", "4", "class 2", "class 7", "1"]


@pytest.mark.parametrize("name", each(CHOSEN))
def test_text_of_a_user_is_never_markup(trained, name):
    html = report(trained[name])
    page = Page(html)
    assert "<script>alert" not in html
    assert "script" not in page.texts
    assert page.texts["title"] == [trained[name].title()]


def test_without_a_report_the_page_has_no_result(trained, monkeypatch):
    monkeypatch.setitem(experiments(), "forecast", replace(experiment("forecast"), report=None))
    run = trained["two columns"]
    page = Page(report(run))
    assert page.texts["h1"] == [run.title()]
    assert page.texts["h2"] == ["Training", "Data", "Settings", "Network"]
    assert page.texts["figcaption"] == ["Lower is better."]
    assert page.texts["p"][1].startswith("Training loss: ")
    assert {"Learning rate", "0.005"} <= {*page.texts["td"]}


def test_a_report_says_what_is_its_experiments_own(trained, monkeypatch):
    own = Report(
        verdict=lambda metrics: (f"{metrics.epochs:g} sheep", "good"),
        result=lambda run, drawing: [element("h2", "Sheep"), element("p", f"{run.title}: <b>")],
        data=lambda metrics: [("Sheep", "white")],
        settings=lambda metrics: {"target": "wool"},
        logarithmic=True,
    )
    monkeypatch.setitem(experiments(), "forecast", replace(experiment("forecast"), report=own))
    run = trained["two columns"]
    html = report(run)
    page = Page(html)
    assert '<p class="verdict good">3 sheep</p>\n<h2>Sheep</h2>\n' in html
    assert page.texts["p"][2] == f"{run.title()}: <b>"
    assert page.texts["td"][:2] == ["Sheep", "white"]
    assert page.texts["td"][page.texts["td"].index("Column to forecast") + 1] == "wool"
    assert still(charts.loss_curves(run.history(), True, "mean squared error, scaled"), "Lower is better.") in html


def test_what_a_server_knows_of_experiments_needs_no_figures():
    code = "import sys; from rnn_core.experiments import experiments; experiments(); print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
