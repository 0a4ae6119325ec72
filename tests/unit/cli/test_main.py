"""The command line: what it prints, what it leaves behind, and one sentence for every mistake."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnn_core import runs
from rnn_core.cli.data_flags import READERS
from rnn_core.cli.main import main
from rnn_core.config import ROOT
from rnn_core.data import KINDS, catalogue, entries
from rnn_core.experiments.forecast import ForecastMetrics, ForecastSettings
from rnn_core.networks.cells import CELLS
from rnn_core.networks.spec import Network, title
from rnn_core.runs import Run

TINY = ("--units", "4", "--timesteps", "5", "--epochs", "2", "--device", "cpu")
MEASURES = {"mae", "rmse", "smape", "mase", "direction"}
SPECIAL = "Größe, in °C (früh)"
MANY = """
import json, sys
from rnn_core.cli.main import main
for arguments in json.loads(sys.argv[1]):
    print("code", main(arguments), flush=True)
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RNN_LAB_")}
    return {**kept, "RNN_LAB_HOME": str(home), "PYTHONIOENCODING": "utf-8", **more}


def table(rows: int = 80) -> str:
    """Days with three columns, one of them with a name that needs quotes."""
    days = pd.date_range("2021-01-04", periods=rows, freq="B")
    step = np.arange(rows)
    frame = pd.DataFrame({SPECIAL: np.sin(step / 4), "Other": step % 7, "Same": 3.0}, index=days)
    return frame.to_csv(index_label="Date")


# mistakes


def refused(capsys, *arguments: str | Path) -> str:
    """The one sentence on stderr, below notes on the data; nothing else is printed or written."""
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    *notes, sentence = err.splitlines()
    assert [note for note in notes if not note.startswith("Note: ")] == []
    assert list(runs.runs()) == []
    return sentence


FILES = {
    "empty": (b"", "is empty; expected a CSV text file"),
    "blank": (b"\n \n\n", "is empty; expected a CSV text file"),
    "header only": (b"Date,Open\n", "has a header but no rows below it"),
    "binary": (bytes(range(256)), "is a binary file or UTF-16 text"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "is a PDF document"),
    "zip": (b"PK\x03\x04\x14\x00", "is an Excel workbook or zip file"),
    "constant": (b"Date,Open\n2020-01-01,5\n2020-01-02,5\n2020-01-03,5\n", "has the same value 5 in every row"),
    "missing": (b"Date,Open\n2020-01-01,\n2020-01-02,\n2020-01-03,\n", "has no column of numbers beside the dates"),
    "no dates": (b"a,b\n1.5,ann\n2.5,ben\n", "has no column of dates among a, b"),
    "short": (b"Date,Open\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n2020-01-04,4\n", "Too few rows: the training part has 2"),
}


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_used(capsys, tmp_path, content, words):
    (tmp_path / "data.csv").write_bytes(content)
    assert words in refused(capsys, "train", "forecast", "--data", tmp_path / "data.csv")


def test_a_target_that_is_missing_in_every_row(capsys, tmp_path):
    (tmp_path / "data.csv").write_text("Date,Open,Close\n2020-01-01,,1\n2020-01-02,,2\n2020-01-03,,3\n")
    message = refused(capsys, "train", "forecast", "--data", tmp_path / "data.csv", "--target", "Open")
    assert message == "The column Open of data.csv holds no numbers; choose one of Close."


def test_a_column_that_is_constant_only_while_it_trains(capsys, tmp_path):
    rows = "".join(
        f"{day:%Y-%m-%d},{5 if number < 90 else number}\n" for number, day in enumerate(pd.date_range("2020", periods=100))
    )
    (tmp_path / "data.csv").write_text("Date,Open\n" + rows)
    message = refused(capsys, "train", "forecast", "--data", tmp_path / "data.csv")
    assert message.startswith("The column 'Open' is constant (5) in the training part")


def test_a_file_that_is_not_there(capsys, tmp_path):
    message = refused(capsys, "train", "forecast", "--data", tmp_path / "none.csv")
    assert message == f"The file {tmp_path}/none.csv cannot be read (No such file or directory): check its name and folder."
    message = refused(capsys, "train", "forecast", "--data", tmp_path)
    assert message == f"The file {tmp_path} cannot be read (Is a directory): check its name and folder."


SINE = ("train", "forecast", "--dataset", "sine")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*SINE, "--units", "0"), "units is '0': give a whole number of at least 1 and at most 512."),
        ((*SINE, "--timesteps", "1000"), "timesteps is '1000': give a whole number of at least 2 and at most 250."),
        ((*SINE, "--dropout", "2"), "dropout is '2': give a number of at least 0 and at most 0.9."),
        ((*SINE, "--epochs", "abc"), "epochs is 'abc': give a whole number of at least 1 and at most 500."),
        ((*SINE, "--learning-rate", "nan"), "learning_rate is 'nan': give a number of at least 1e-05 and at most 1."),
        (
            (*SINE, "--cell", "lstn"),
            f"cell is 'lstn': choose one of {', '.join(CELLS)} (did you mean 'lstm'?).",
        ),
        ((*SINE, "--preset", "tutoral"), "There is no preset 'tutoral' (did you mean 'tutorial'?)"),
        ((*SINE, "--target", "Valu"), "There is no column 'Valu' with numbers (did you mean 'Value'?): choose one of Value."),
        ((*SINE, "--features", "Value"), "name a column twice: name each once."),
        ((*SINE, "--validation", "0.5", "--test", "0.5"), "leave none to train on: keep fewer rows."),
        ((*SINE, "--test", "1"), "The test part has 1 rows: keep at least 2 for it."),
        ((*SINE, "--bogus", "3"), "There is no flag '--bogus' here"),
        ((*SINE, "--unit", "3"), "There is no flag '--unit' here (did you mean '--units'?)"),
        ((*SINE, "--epochs"), "Argument --epochs: expected one argument."),
        ((*SINE, "--data", "x.csv"), "Argument --data: not allowed with argument --dataset."),
        ((*SINE, "--test-data", "x.csv"), "--test-data goes with --data"),
        (("train", "forecast"), "One of the arguments --dataset --data is required."),
        (("train", "forecast", "--dataset", "sin"), "There is no dataset called 'sin'. Did you mean sine?"),
        (("train", "forcast", "--dataset", "sine"), "invalid choice: 'forcast'"),
        (("trian",), "invalid choice: 'trian'"),
        ((), "The following arguments are required: COMMAND."),
        (("show",), "The following arguments are required: run."),
        (("show", "nothing"), "There is no run 'nothing'"),
        (("show", "../../etc"), "There is no run '../../etc'"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value),
)
def test_a_mistake_is_told_in_one_sentence(capsys, arguments, words):
    assert words in refused(capsys, *arguments)


def test_a_home_that_cannot_be_made(capsys, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path / "file" / "home"))
    assert main(["runs"]) == 2
    assert "set RNN_LAB_HOME to a folder where this account may write" in capsys.readouterr().err


def test_the_process_itself_exits_with_2_and_one_line(tmp_path):
    (tmp_path / "data.csv").write_bytes(b"%PDF-1.7")
    command = [sys.executable, "-m", "rnn_core", "train", "forecast", "--data", str(tmp_path / "data.csv")]
    done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"data\.csv is a PDF document; .*\.\n", done.stderr)


# listing


def test_help_names_every_setting_with_its_default(capsys):
    with pytest.raises(SystemExit) as left:
        main(["train", "forecast", "--help"])
    assert left.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    for name, field in ForecastSettings.model_fields.items():
        assert f"--{name.replace('_', '-')} " in shown
        assert " ".join(f"{field.description} Default: {field.default}.".split()) in shown


def test_data_of_every_kind_come_from_a_file():
    assert READERS.keys() == KINDS.keys()


def test_datasets_lists_every_entry(capsys):
    assert main(["datasets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [entry.id for entry in entries()]
    for line, entry in zip(lines, entries(), strict=True):
        assert f"{entry.title}: {entry.size}, {entry.period}" in line
        assert ("[" in line) == bool(entry.missing())


def test_runs_lists_every_run(capsys):
    assert main(["runs"]) == 0
    assert capsys.readouterr().out == ""
    run = runs.create("forecast", "sine", "a" * 64, "Sine wave", ForecastSettings())
    assert main(["runs"]) == 0
    assert capsys.readouterr().out == f"{run.id}  queued       forecast  Sine wave\n"


def test_a_run_without_result_has_nothing_to_show(capsys):
    run = runs.create("forecast", "sine", "a" * 64, "Sine wave", ForecastSettings())
    run.ask_to_stop()
    assert main(["show", run.id]) == 2
    assert capsys.readouterr().err == f"The run {run.id} has no result: it is stopped. Stopped before it began.\n"


# real runs: one in a process of its own, the others one after the other in a second process


@dataclass
class Trained:
    home: Path
    alone: subprocess.CompletedProcess
    runs: dict[str, Run]
    codes: dict[str, int]
    said: dict[str, list[str]]


def commands(folder: Path) -> dict[str, list[str]]:
    file = folder / "naïve data, 1.csv"
    file.write_text(table(), encoding="utf-8")
    own = ["train", "forecast", "--data", str(file)]
    wild = ("--cell", "simple_rnn", "--optimizer", "sgd", "--learning-rate", "1", "--batch-size", "8")
    coupled = ("--validation", "0", "--cell", "lstm_coupled", "--kernel", "mixed")
    return {
        "again": [*SINE, *TINY],
        "other seed": [*SINE, *TINY, "--seed", "2"],
        "budget": [*SINE, *TINY, "--epochs", "1", "--seconds", "8"],
        "keras": [*SINE, *TINY, "--kernel", "keras"],
        "features": [*own, *TINY, "--target", "Other", "--features", SPECIAL, "--features", "Same", *coupled],
        "own": [*own, *TINY, "--target", SPECIAL, "--dropout", "0.2", "--test", "12", "--cell", "lstm_peephole"],
        "diverging": [*SINE[:3], "random-walk", *TINY, *wild, "--units", "64", "--epochs", "5"],
    }


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Trained:
    home = tmp_path_factory.mktemp("home")
    hostile = {"EPOCHS": "1", "TIMESTEPS": "3", "RNN_LAB_EPOCHS": "1", "RNN_LAB_TIMESTEPS": "3", "UNITS": "1", "SEED": "9"}
    alone = subprocess.Popen(
        [sys.executable, "-m", "rnn_core", *SINE, *TINY],
        cwd=ROOT,
        env=environment(home, **hostile),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    wanted = commands(tmp_path_factory.mktemp("files"))
    arguments = [sys.executable, "-c", MANY, json.dumps(list(wanted.values()))]
    many = subprocess.run(arguments, cwd=ROOT, env=environment(home), capture_output=True, encoding="utf-8", check=False)
    out, err = alone.communicate()
    assert many.returncode == 0, many.stderr
    said: list[list[str]] = [[]]
    codes = []
    for line in many.stdout.splitlines():
        if line.startswith("code "):
            codes.append(int(line.split()[1]))
            said.append([])
        else:
            said[-1].append(line)
    texts = dict(zip(wanted, said[:-1], strict=True))
    found = {name: Run(Path(lines[-1])) for name, lines in texts.items()}
    found["alone"] = Run(Path(out.splitlines()[-1]))
    done = subprocess.CompletedProcess(alone.args, alone.returncode, out, err)
    return Trained(home, done, found, dict(zip(wanted, codes, strict=True)), texts)


@pytest.fixture(autouse=True)
def home_of_the_runs(request, monkeypatch):
    if "trained" in request.fixturenames:
        monkeypatch.setenv("RNN_LAB_HOME", str(request.getfixturevalue("trained").home))


def metrics(run: Run) -> dict:
    def refuse(word: str):
        raise AssertionError(f"{word} is not JSON")

    return json.loads((run.folder / "results" / "metrics.json").read_text(encoding="utf-8"), parse_constant=refuse)


def forecast(run: Run) -> pd.DataFrame:
    return pd.read_csv(run.folder / "results" / "forecast.csv")


def test_a_run_ends_with_its_folder_alone_on_the_last_line(trained):
    assert trained.alone.returncode == 0
    assert trained.alone.stdout.endswith("\n")
    lines = trained.alone.stdout.splitlines()
    run = Run(Path(lines[-1]))
    assert run.folder.is_absolute()
    assert run.folder.parent == trained.home / "runs"
    assert run.status().state == "finished"
    assert lines[-2] == run.status().message
    assert lines[-2].startswith("Finished after 2 epochs; kept: ")
    assert [line.split("  ")[0] for line in lines if line.startswith("epoch")] == ["epoch 1", "epoch 2"]
    assert "Traceback" not in trained.alone.stderr
    assert {path.name for path in run.folder.iterdir()} >= {
        "settings.json",
        "status.json",
        "history.csv",
        "network.json",
        "preparation.json",
        "model.safetensors",
        "model.keras",
        "results",
    }


def test_no_variable_of_the_environment_changes_a_run(trained):
    settings = trained.runs["alone"].about().settings
    assert settings == ForecastSettings(units=4, timesteps=5, epochs=2, device="cpu").model_dump(mode="json")
    assert settings == trained.runs["again"].about().settings


def test_the_metrics_of_a_run(trained):
    found = metrics(trained.runs["alone"])
    assert found["windows"] == {"train": 695, "validation": 150, "test": 150, "timesteps": 5, "features": 1}
    assert set(found["loss"]) == {"first", "last", "best"}
    assert found["loss"]["best"] == min(found["loss"].values())
    for one in (found["one_step"], found["free_running"], *found["baselines"].values()):
        assert set(one) == MEASURES
        assert all(isinstance(value, float) for value in one.values())
    assert set(found["baselines"]) >= {"last_value", "drift", "moving_average"}
    assert set(found) >= {"skill", "lag", "verdict", "seconds"}
    assert found["verdict"] in {
        "better",
        "no better than yesterday",
        "no better than naive",
        "too few days to tell",
        "clearly worse",
    }
    assert found["lag"] in range(11)
    assert found["seconds"] > 0
    assert found["epochs"] == 2
    assert found["parameters"] == 4 * 4 * (1 + 4 + 1) + 5


def test_the_metrics_agree_with_the_forecast(trained):
    run = trained.runs["alone"]
    found, rows = metrics(run), forecast(run)
    for name, column in (("one_step", "one_step"), ("free_running", "free_running")):
        error = rows[column] - rows["actual"]
        assert found[name]["mae"] == pytest.approx(error.abs().mean(), rel=1e-9)
        assert found[name]["rmse"] == pytest.approx(np.sqrt((error**2).mean()), rel=1e-9)
    naive = np.sqrt(((rows["last_value"] - rows["actual"]) ** 2).mean())
    assert found["baselines"]["last_value"]["rmse"] == pytest.approx(naive, rel=1e-9)
    assert found["skill"] == pytest.approx(1 - found["one_step"]["rmse"] / naive, rel=1e-9)


def test_the_forecast_has_a_row_for_every_test_row(trained):
    rows = forecast(trained.runs["alone"])
    bands = ["low", "high", "learning_low", "learning_high"]
    assert list(rows.columns) == ["date", "actual", "one_step", "free_running", "last_value", *bands]
    true = catalogue.entry("sine").load().frame["Value"]
    assert rows["date"].tolist() == [f"{day:%Y-%m-%d}" for day in true.index[-150:]]
    np.testing.assert_array_equal(rows["actual"], true.to_numpy()[-150:])
    np.testing.assert_array_equal(rows["last_value"], true.to_numpy()[-151:-1])
    assert np.isfinite(rows[["one_step", "free_running"]].to_numpy()).all()
    assert rows["one_step"].iloc[0] == pytest.approx(rows["free_running"].iloc[0], abs=1e-5)  # both know the same true past


def test_the_same_seed_gives_the_same_forecast(trained):
    files = {
        name: (trained.runs[name].folder / "results" / "forecast.csv").read_bytes() for name in ("alone", "again", "other seed")
    }
    assert files["alone"] == files["again"]
    assert files["alone"] != files["other seed"]


def test_a_time_budget_ends_the_run(trained):
    run = trained.runs["budget"]
    assert trained.codes["budget"] == 0
    assert run.status().state == "finished"
    history, found = run.history(), metrics(run)
    assert found["epochs"] == len(history["epoch"]) > 1  # the number of epochs, 1, does not count
    late = [seconds for seconds in history["seconds"] if seconds >= 8]
    assert history["seconds"][-1] in late
    assert len(late) <= 2  # the one that ends it, and one that was in time before its validation


def test_the_kernel_can_be_chosen(trained):
    assert trained.runs["again"].status().kernel == "fused loop"
    assert trained.runs["keras"].status().kernel == metrics(trained.runs["keras"])["kernel"] == "loop"


@pytest.mark.parametrize(
    ("name", "cell", "kernel"),
    [("own", "Peephole LSTM(4)", "fused loop"), ("features", "Coupled-gate LSTM(4)", "fused loop, bfloat16")],
)
def test_a_cell_of_our_own_is_trained_by_the_fast_way(trained, name, cell, kernel):
    run = trained.runs[name]
    network = Network.model_validate_json((run.folder / "network.json").read_text(encoding="utf-8"))
    assert title(network.layers[0]) == cell
    assert run.status().kernel == kernel
    losses = run.history()["loss"]
    assert losses[-1] < losses[0]
    assert (run.folder / "model.keras").is_file()


def test_extra_inputs_rule_out_running_free(trained):
    run = trained.runs["features"]
    found = metrics(run)
    assert trained.codes["features"] == 0
    assert found["windows"] == {"train": 63, "validation": 0, "test": 12, "timesteps": 5, "features": 3}
    assert found["free_running"] is None
    assert found["free_running_why"] == (
        "Free-running is not possible with extra inputs: the network forecasts only Other, "
        f"and tomorrow's {SPECIAL}, Same would have to be known."
    )
    rows = forecast(run)
    assert list(rows.columns) == ["date", "actual", "one_step", "free_running", "last_value"]
    assert len(rows) == 12
    assert rows["free_running"].isna().all()
    assert "val_loss" not in run.history()
    assert found["checkpoint"] == "the last weights"
    assert len(pd.read_csv(run.folder / "results" / "future.csv")) == 1


def test_a_column_with_a_comma_spaces_and_accents(trained):
    run = trained.runs["own"]
    assert trained.codes["own"] == 0
    about, found = run.about(), metrics(run)
    assert (about.dataset, about.title) == ("naïve data, 1.csv", "naïve data, 1.csv")
    assert about.settings["target"] == SPECIAL
    assert found["target"] == SPECIAL
    assert found["windows"]["test"] == 12
    rows = forecast(run)
    np.testing.assert_allclose(rows["actual"], np.sin(np.arange(68, 80) / 4), rtol=1e-12)
    future = pd.read_csv(run.folder / "results" / "future.csv")
    assert list(future.columns) == ["date", "forecast", "low", "high", "dropout_low", "dropout_high"]
    assert (pd.to_datetime(future["date"]).dt.day_of_week < 5).all()
    known = future.dropna(subset=["low", "high"])  # 12 rows of validation tell the width of no more than 9 steps ahead
    assert 1 < len(known) <= 9
    assert (known["low"] < known["high"]).all()
    assert 0 <= found["band"]["coverage"] <= 1


def test_a_loss_that_is_no_number_fails_with_advice(trained):
    run = trained.runs["diverging"]
    assert trained.codes["diverging"] == 1
    assert run.status().state == "failed"
    assert re.fullmatch(
        r"The loss was no longer a number in epoch \d: the learning rate 1 is too high for this network\. "
        r"Try a tenth of it, or gradient clipping\.",
        run.status().message,
    )
    assert trained.said["diverging"][-2:] == [run.status().message, str(run.folder)]
    assert run.metrics(ForecastMetrics) is None


def test_show_prints_the_metrics(trained, capsys):
    run = trained.runs["own"]
    for name in (run.id, str(run.folder)):
        assert main(["show", name]) == 0
        assert json.loads(capsys.readouterr().out) == metrics(run)
    assert main(["show", trained.runs["diverging"].id]) == 2
    assert "has no result: it is failed. The loss was no longer a number" in capsys.readouterr().err


def test_runs_lists_what_was_trained(trained, capsys):
    assert main(["runs"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} == {run.id for run in trained.runs.values()}
    assert sorted(line.split()[1] for line in lines) == ["failed"] + ["finished"] * 7
