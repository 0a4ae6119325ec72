"""``python -m rnn_core read``: what would be read, and nothing trained."""

import json

import pytest

from rnn_core import runs
from rnn_core.cli.main import main

STEPS = {"a": 1, "b": 2, "c": 3, "still": 0}


def read(capsys, path, *flags: str) -> dict:
    assert main(["read", str(path), *flags]) == 0
    assert list(runs.runs()) == []
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def series(tmp_path):
    path = tmp_path / "mine.csv"
    rows = [f"2024-01-{day:02d};{day},5;{'' if day == 3 else day}" for day in range(1, 29) if day not in (10, 11, 12, 13, 14)]
    path.write_text("\n".join(["date;temp;wind", *rows]) + "\n")
    return path


def test_a_series(capsys, series):
    found = read(capsys, series)
    assert (found["kind"], found["rows"], found["columns"], found["target"]) == ("series", 23, ["temp", "wind"], "temp")
    assert (found["first"], found["last"], found["missing"], found["encoding"]) == (
        "2024-01-01",
        "2024-01-28",
        {"wind": 1},
        "utf-8",
    )
    assert found["next"] == [f"2024-01-{day}" for day in (29, 30, 31)] + ["2024-02-01", "2024-02-02"]
    assert found["gaps"] == [{"from": "2024-01-10", "to": "2024-01-14", "rows": 5}]
    assert read(capsys, series, "--target", "wind")["target"] == "wind"


def test_a_question_is_told_and_can_be_answered(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("date,value\n" + "".join(f"{day:02d}/02/2024,{day}\n" for day in range(1, 13)))
    (question,) = read(capsys, path)["questions"]
    assert (question["id"], question["taken"]) == ("day-first", question["options"][1])
    found = read(capsys, path, "--day-first", "yes")
    assert (found["first"], found["last"]) == ("2024-02-01", "2024-02-12")
    assert found["questions"][0]["taken"] == question["options"][0]


def test_labelled_texts_a_path_and_a_text(capsys, tmp_path):
    labelled = tmp_path / "labels.csv"
    labelled.write_text("label,text\n" + "".join(f"{'ab'[n % 2]},some words {n}\n" for n in range(10)))
    found = read(capsys, labelled)
    assert (found["kind"], found["texts"], found["classes"], found["begin"]) == ("labelled", 10, {"a": 5, "b": 5}, "some words 0")
    path = tmp_path / "path.csv"
    path.write_text("t,x,y\n" + "".join(f"{n / 2},{n},{n * n}\n" for n in range(30)))
    found = read(capsys, path)
    assert (found["kind"], found["points"], found["seconds_apart"]) == ("path", 30, 0.5)
    assert (found["columns"], found["begin"]) == ({"x": "x", "y": "y", "t": "t"}, [[0, 0], [1, 1], [2, 4]])
    text = tmp_path / "text.txt"
    text.write_text("Once upon a time.\n" * 20)
    found = read(capsys, text)
    assert (found["kind"], found["characters"], found["symbols"]) == ("text", 360, 14)
    assert found["begin"].startswith("Once upon a time.\nOnce")


def test_an_encoding_is_told_and_can_be_chosen(capsys, tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes("Это простой русский текст, в котором много слов. ".encode("cp1251") * 20)
    found = read(capsys, path)
    assert found["encoding"] == "cp1251"
    assert found["begin"].startswith("Это простой")
    assert read(capsys, path, "--encoding", "koi8-r")["begin"] != found["begin"]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--as", "series"], "labels.csv"),
        (["--as", "nothing"], "choose from"),
        (["--encoding", "klingon"], "klingon"),
        (["--taget", "x"], "There is no flag '--taget'"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(capsys, tmp_path, flags, words):
    path = tmp_path / "labels.csv"
    path.write_text("label,text\n" + "".join(f"{'ab'[n % 2]},some words {n}\n" for n in range(10)))
    assert main(["read", str(path), *flags]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1


def test_many_rows_without_numbers_are_asked_about(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("date,x\n" + "".join(f"2024-01-{day:02},{'' if day in (7, 8, 20) else day}\n" for day in range(1, 31)))
    found = read(capsys, path)
    assert [(one["id"], one["taken"]) for one in found["questions"]] == [("fill", "leave them out")]
    assert "3 rows without any number were left out." in found["notes"]
    filled = read(capsys, path, "--fill", "1")
    assert "1 missing value was filled by interpolation in time (in gaps of at most 1 row)." in filled["notes"]


def test_a_question_that_must_be_answered_ends_with_3(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("date,who,x\n" + "".join(f"2024-01-{day:02},{who},{day}\n" for day in range(1, 9) for who in "ab"))
    assert main(["read", str(path)]) == 3
    found = json.loads(capsys.readouterr().out)
    assert (found["kind"], found["series"]) == ("series", {"names": ["a", "b"], "taken": None})
    assert found["questions"][0]["taken"] is None
    answered = read(capsys, path, "--series", "b")
    assert (answered["rows"], answered["series"]["taken"]) == (8, "b")
    assert main(["train", "forecast", "--data", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("choose which. Answer with --series: a, b or every.\n")


def test_of_series_side_by_side_the_others_can_be_inputs(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    rows = "".join(
        f"2024-{1 + day // 28:02}-{1 + day % 28:02},{who},{day * step % 7}\n" for day in range(84) for who, step in STEPS.items()
    )
    path.write_text(f"date,who,x\n{rows}")
    tiny = ["train", "forecast", "--data", str(path), "--series", "every", "--epochs", "1", "--units", "1", "--timesteps", "3"]
    assert main(tiny) == 0
    assert "One column is forecast; the others can be inputs, too: --features every." in capsys.readouterr().err
    assert main([*tiny, "--target", "b", "--features", "every"]) == 0
    out, err = capsys.readouterr()
    assert "can be inputs, too" not in err
    about = runs.find(out.splitlines()[-1]).about()
    assert (about.settings["target"], about.settings["features"]) == ("b", ["a", "c"])


def test_without_dates_numbers_stand_for_them(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("x\n" + "".join(f"{n % 7}.5\n" for n in range(30)))
    found = read(capsys, path)
    assert (found["first"], found["last"], found["step"], found["next"][0]) == ("1", "30", "1 row", "31")


def test_several_files_of_one_class_each(capsys, tmp_path):
    for name in ("German", "Italian"):
        (tmp_path / f"{name}.txt").write_text("".join(f"{name[:3]}{end}\n" for end in "abcdefg"))
    found = read(capsys, tmp_path / "German.txt", str(tmp_path / "Italian.txt"))
    assert (found["kind"], found["classes"]) == ("labelled", {"German": 7, "Italian": 7})
    assert any("networks read the characters instead" in note for note in found["notes"])


def test_capitals_of_an_answer_are_forgiven_and_other_words_told(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("date,value\n" + "".join(f"{day:02d}/02/2024,{day}\n" for day in range(1, 13)))
    assert read(capsys, path, "--day-first", "YES")["first"] == "2024-02-01"
    for wrong in ("maybe", ""):
        assert main(["read", str(path), "--day-first", wrong]) == 2
        assert f"--day-first is {wrong!r}: expected yes or no" in capsys.readouterr().err
