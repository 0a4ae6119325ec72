"""Weather files on the command line, up to the data that they become."""

import argparse
from pathlib import Path

import pytest

from rnn_core.cli import data_flags as command_data
from rnn_core.cli.main import main
from rnn_core.data import Series
from rnn_core.errors import UserError
from tests.synop import meteo_france, open_data_soft, rows

FILES = {
    "weather.csv": meteo_france([*rows(40), *rows(24, "07222")]),
    "later.csv": open_data_soft(rows(16, start="2024-02-01T00:00")),
    "later-mf.csv": meteo_france([*rows(16, start="2024-02-01T00:00"), *rows(16, "07222", start="2024-02-01T00:00")]),
    "table.csv": b"date,value\n" + b"".join(b"2024-01-%02d,%d\n" % (day, day % 5) for day in range(1, 29)),
}


@pytest.fixture(autouse=True)
def files(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def loaded(folder: Path, *flags: str, target: object = None) -> Series:
    parser = argparse.ArgumentParser()
    assert "--station" in command_data.add_flags(parser, "series")
    given = [str(folder / flag) if flag in FILES else flag for flag in flags]
    name, data = command_data.load(parser.parse_args(given), "series", target)  # type: ignore[arg-type]
    assert isinstance(data, Series)
    assert name in (*FILES, "sine")
    return data


@pytest.mark.parametrize("station", ["07149", "7149", "Orly"])
def test_a_station_of_a_file(files, station):
    data = loaded(files, "--data", "weather.csv", "--station", station)
    assert (data.title, data.target, len(data.frame)) == ("Weather of Orly (07149)", "t", 40)
    assert data.frame["t"].iloc[-1] == 46.0


@pytest.mark.parametrize("target", ["u", ("u",), ["u", "t"]])
def test_of_several_targets_the_first_is_that_of_the_data(files, target):
    assert loaded(files, "--data", "weather.csv", "--station", "07149", target=target).target == "u"
    assert loaded(files, "--data", "table.csv", target=("value", "other")).target == "value"
    assert loaded(files, "--data", "weather.csv", "--station", "07149", target=()).target == "t"


def test_a_second_file_of_the_same_station(files):
    data = loaded(files, "--data", "weather.csv", "--station", "07222", "--test-data", "later-mf.csv")
    assert data.test is not None
    assert data.title == "Weather of Nantes-Bouguenais (07222)"
    assert data.test["t"].iloc[0] == 7.0
    assert len(data.test) == 16


def test_mistakes(files):
    for flags, message in {
        ("--data", "weather.csv"): "weather.csv holds 2 stations: choose one of 07149 Orly, 07222 Nantes-Bouguenais.",
        ("--data", "table.csv", "--station", "07149"): "--station goes with SYNOP weather observations of France, and table.csv",
        ("--dataset", "sine", "--station", "07149"): "--station goes with --data",
        ("--data", "weather.csv", "--station", "07149", "--test-data", "table.csv"): "table.csv has no columns of a station",
    }.items():
        with pytest.raises(UserError, match=f"^{message}"):
            loaded(files, *flags)


def test_the_flags_of_train_and_predict_know_stations(files, capsys):
    for arguments in (("train", "forecast"), ("predict", "some-run")):
        assert main([*arguments, "--data", str(files / "weather.csv"), "--station", "07005", "--help-me"]) == 2
        assert "There is no flag '--help-me' here" in capsys.readouterr().err
    assert main(["train", "forecast", "--data", str(files / "weather.csv"), "--station", "07005"]) == 2
    assert "weather.csv has no station 07005: choose one of 07149 Orly" in capsys.readouterr().err
    assert main(["train", "forecast", "--data", str(files / "weather.csv"), "--station", "Orly", "--target", "dd"]) == 2
    assert "The column dd of these observations is a direction" in capsys.readouterr().err
