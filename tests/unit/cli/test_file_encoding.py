"""``--file-encoding`` of the command line: how the files are encoded that ``train`` and ``predict`` read."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from rnn_core.cli import data_flags
from rnn_core.cli.main import _parser, main
from rnn_core.config import ROOT
from rnn_core.data import load_dataset
from rnn_core.data.store import Dataset
from rnn_core.runs import Run
from tests.languages import RUSSIAN
from tests.unit.cli.test_main import environment

LINES = [line for line in RUSSIAN.split("\n") if line]
SERIES = "день,цена\n" + "".join(f"2024-01-{1 + row:02d},{row % 7}\n" for row in range(28))
LATER = SERIES.replace("2024", "2025")
LABELLED = "".join(f"{'хорошо' if row % 2 else 'плохо'}\t{LINES[row % 5]} {row}\n" for row in range(20))
PATH = "х,у\n" + "".join(f"{row},{row * row}\n" for row in range(40))
TOLD = "The file was read as Cyrillic text (KOI8-R), as chosen."


def loaded(tmp_path: Path, experiment: str, kind: str, text: str, *more: str) -> Dataset:
    """What a command line with ``--file-encoding koi8-r`` makes of a text."""
    (tmp_path / "mine.txt").write_bytes(text.encode("koi8_r"))
    flags = ["train", experiment, "--data", str(tmp_path / "mine.txt"), "--file-encoding", "koi8-r", *more]
    return data_flags.load(_parser().parse_args(flags), kind, None)[1]


def test_every_kind_of_file(tmp_path):
    (tmp_path / "later.csv").write_bytes(LATER.encode("koi8_r"))
    series = loaded(tmp_path, "forecast", "series", SERIES, "--test-data", str(tmp_path / "later.csv"))
    assert (series.target, series.notes[0]) == ("цена", TOLD)
    assert f"later.csv: {TOLD}" in series.notes
    text = loaded(tmp_path, "text", "text", RUSSIAN)
    assert (text.text, text.notes) == (RUSSIAN, (TOLD,))
    assert loaded(tmp_path, "classify", "labelled", LABELLED).classes == ("плохо", "хорошо")
    assert loaded(tmp_path, "trajectory", "path", PATH).columns == ("х", "у")


def refused(capsys, *arguments: str) -> str:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err.strip()


@pytest.mark.parametrize("command", [("train", "text"), ("train", "forecast")])
def test_what_is_wrong_with_it_is_told(command, tmp_path, capsys):
    (tmp_path / "mine.txt").write_bytes(RUSSIAN.encode("koi8_r"))
    file = ("--data", str(tmp_path / "mine.txt"))
    assert refused(capsys, *command, *file, "--file-encoding", "cirillic") == (
        "There is no encoding 'cirillic': give one such as cp1251, koi8-r, gb18030 or utf-8, or none to have it found out."
    )
    assert refused(capsys, *command, *file, "--file-encoding", "utf8") == (
        "mine.txt cannot be read as Unicode text (UTF-8): choose another encoding, or none to have it found out."
    )
    assert refused(capsys, *command, "--dataset", "sine", "--file-encoding", "utf8").startswith(
        "--file-encoding goes with --data: "
    )
    openpyxl.Workbook().save(tmp_path / "mine.xlsx")
    assert refused(capsys, *command, "--data", str(tmp_path / "mine.xlsx"), "--file-encoding", "utf8") == (
        "mine.xlsx is an Excel workbook, which says itself how it is encoded: leave --file-encoding out."
    )


@pytest.mark.slow
def test_a_text_is_trained_on_and_another_one_tried(tmp_path):
    (tmp_path / "mine.txt").write_bytes(RUSSIAN.encode("cp1251"))
    (tmp_path / "other.txt").write_bytes(RUSSIAN[:200].encode("koi8_r"))

    def call(*arguments: str) -> str:
        command = [sys.executable, "-m", "rnn_core", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    tiny = ("--units", "4", "--epochs", "1", "--timesteps", "10", "--device", "cpu")
    run = Run(Path(call("train", "text", "--data", str(tmp_path / "mine.txt"), *tiny).splitlines()[-1]))
    data = load_dataset(run.about().data)
    assert data.text == RUSSIAN
    assert data.notes == ("The file is not UTF-8; it was read as Cyrillic text (cp1251).",)
    told = call("predict", run.id, "--data", str(tmp_path / "other.txt"), "--file-encoding", "koi8-r")
    assert '"unseen": 0' in told
