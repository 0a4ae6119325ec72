"""Training on a text and writing on, by the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rnn_core.cli.main import main
from rnn_core.config import ROOT
from rnn_core.experiments.text.metrics import Sizes, TextMetrics
from rnn_core.runs import Run
from tests.unit.cli.test_main import environment

LINES = "The quick brown fox jumps over the lazy dog.\nHow vexingly quick daft zebras jump!\n" * 30
CHAT = "fromUser.id,text\nann,hello there my friend\nbot,BEEP\nbob,good day to you all\nann,\nann,how are you doing\n" * 40
TINY = ("--units", "8", "--epochs", "2", "--device", "cpu")


def call(home: Path, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "rnn_core", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(home), capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The home and a run of a small network on a small text."""
    home = tmp_path_factory.mktemp("home")
    (home / "lines.txt").write_text(LINES, encoding="utf-8")
    done = call(home, "train", "text", "--data", str(home / "lines.txt"), "--lowercase", "--cell", "lstm_coupled", *TINY)
    assert done.returncode == 0, done.stderr
    return home, Run(Path(done.stdout.splitlines()[-1]))


def test_what_a_text_run_leaves_behind(trained):
    _, run = trained
    assert run.status().state == "finished"
    metrics = run.metrics(TextMetrics)
    assert metrics.characters == Sizes(train=2214, validation=246, unseen=0)
    assert metrics.vocabulary == len(set(LINES.lower()))
    assert metrics.loss.best == min(run.history()["loss"])
    assert metrics.validation.perplexity == pytest.approx(2**metrics.validation.bits_per_character)
    assert metrics.seconds > 0
    lines = (run.folder / "results" / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["epoch"] for row in rows} >= {0, 2}
    assert {row["temperature"] for row in rows} == {0.2, 0.5, 1.0, 1.2}
    assert set(rows[0]) == {"epoch", "temperature", "prompt", "text", "longest_copy"}


def test_generate_writes_only_the_text(trained):
    home, run = trained
    texts = [call(home, "generate", run.id, "--prompt", "The ", "--length", "50", "--seed", seed) for seed in "112"]
    assert [done.returncode for done in texts] == [0, 0, 0]
    assert texts[0].stdout == texts[1].stdout != texts[2].stdout
    assert len(texts[0].stdout) == 51  # and a line's end
    assert set(texts[0].stdout) <= set(LINES.lower())
    assert texts[0].stderr == ""


def test_one_author_of_a_table_and_the_other_objective(trained):
    home, _ = trained
    (home / "chat.csv").write_text(CHAT, encoding="utf-8")
    chosen = ("--where", "fromUser.id=ann", "--objective", "next-character", "--timesteps", "10", "--validation", "0")
    chosen += ("--cell", "lstm_peephole")
    done = call(home, "train", "text", "--data", str(home / "chat.csv"), *chosen, *TINY)
    assert done.returncode == 0, done.stderr
    run = Run(Path(done.stdout.splitlines()[-1]))
    assert run.about().title == "chat.csv, fromUser.id = ann"
    metrics = run.metrics(TextMetrics)
    assert metrics.validation is None
    assert metrics.characters.train == len("\n".join(["hello there my friend", "how are you doing"] * 40))
    assert "lowest training loss" in run.status().message
    assert call(home, "generate", run.id, "--prompt", "hello", "--length", "30").returncode == 0


@pytest.mark.parametrize(
    ("file", "content", "flags", "words"),
    [
        ("a.txt", "", (), "a.txt is empty"),
        ("a.txt", "aaaaaaaaaaaaaaaa", (), "The text has one symbol to learn from"),
        ("a.txt", "short text", ("--timesteps", "40"), "The text is too short"),
        ("a.txt", LINES, ("--where", "x=1"), "--joined-by go with a table of messages"),
        ("a.csv", CHAT, ("--where", "fromUser.id"), "--where fromUser.id names no value"),
        ("a.csv", CHAT, ("--where", "fromUser.id=carl"), "No message has fromUser.id = 'carl'"),
        ("a.csv", CHAT, ("--column", "txt"), "has no column txt (did you mean text?)"),
        ("a.csv", CHAT, ("--exclude", "author=bot"), "has no column author"),
        ("a.txt", LINES, ("--share", "0"), "share is '0': give a number above 0 and at most 1"),
        ("a.txt", LINES, ("--units", "2000"), "give a whole number of at least 1 and at most 1024"),
        ("a.txt", LINES, ("--preset", "artcle"), "There is no preset 'artcle' (did you mean 'article'?)"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(tmp_path, monkeypatch, capsys, file, content, flags, words):
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path / "home"))
    (tmp_path / file).write_text(content, encoding="utf-8")
    assert main(["train", "text", "--data", str(tmp_path / file), *flags]) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--prompt", "ÄÖ"), "The network has never seen any of these characters"),
        (("--prompt", "a", "--temperature", "3"), "--temperature is '3': give a number of at least 0 and at most 2."),
        (("--prompt", "a", "--length", "0"), "--length is '0': give a whole number of at least 1 and at most 1,000,000."),
        (("--prompt", "a", "--seed", "x"), "--seed is 'x'"),
    ],
)
def test_a_mistake_in_generate(trained, monkeypatch, capsys, flags, words):
    home, run = trained
    monkeypatch.setenv("RNN_LAB_HOME", str(home))
    assert main(["generate", run.id, *flags]) == 2
    assert words in capsys.readouterr().err


def test_data_of_the_wrong_kind(capsys):
    assert main(["train", "text", "--dataset", "sine"]) == 2
    assert "The dataset sine is of another kind (series)" in capsys.readouterr().err
    assert main(["train", "forecast", "--dataset", "hamlet"]) == 2
    assert "The dataset hamlet is of another kind (text)" in capsys.readouterr().err
