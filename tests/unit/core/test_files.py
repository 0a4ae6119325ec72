"""Files that a reader always sees whole."""

import json
import math
import os
import threading

import numpy as np
import pytest

from rnn_core import files
from rnn_core.config import config
from rnn_core.errors import UserError


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def strict(text: str):
    def refuse(word: str):
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


def test_json_knows_no_nan(tmp_path):
    value = {
        "nan": math.nan,
        "list": [math.inf, -math.inf, 1.5, np.float32("nan")],
        "tuple": (np.int64(3), np.float64(2.5), np.bool_(True)),
        "plain": [1, "two", None, True],
        "deep": {"er": {"est": np.float32(0.5)}},
    }
    files.write_json(tmp_path / "a.json", value)
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert strict(text) == {
        "nan": None,
        "list": [None, None, 1.5, None],
        "tuple": [3, 2.5, True],
        "plain": [1, "two", None, True],
        "deep": {"er": {"est": 0.5}},
    }
    assert text.endswith("}\n")
    assert files.read_json(tmp_path / "a.json") == strict(text)
    assert math.isnan(value["nan"])  # the value itself is left as it was


def test_text_is_utf_8(tmp_path):
    files.write_json(tmp_path / "a.json", {"Größe": "10 °C"})
    assert "Größe" in (tmp_path / "a.json").read_bytes().decode("utf-8")
    files.write_text(tmp_path / "a.txt", "naïve ✓\n")
    assert files.read_text(tmp_path / "a.txt") == "naïve ✓\n"


def test_writing_makes_the_folder_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "deep" / "er" / "data.bin"
    files.write_bytes(path, b"one")
    files.write_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(path.parent) == ["data.bin"]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("before", "after"), [(0o755, 0o700), (0o700, 0o700), (0o775, 0o775), (0o711, 0o700)])
def test_a_home_is_private_unless_it_was_shared_on_purpose(own_home, before, after):
    usual = os.umask(0o022)
    try:
        own_home.chmod(before)
        files.keep_private()
        assert own_home.stat().st_mode & 0o777 == after
        (own_home / "new").mkdir()
        assert (own_home / "new").stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(usual)


def test_a_new_home_is_private(own_home, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(own_home / "made"))
    assert files.home().stat().st_mode & 0o777 == 0o700


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "data.bin"
    files.write_bytes(path, b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        files.write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["data.bin"]


def test_a_value_that_is_no_json_keeps_the_old_file(tmp_path):
    path = tmp_path / "a.json"
    files.write_json(path, {"a": 1})
    with pytest.raises(TypeError):
        files.write_json(path, {"a": object()})
    assert files.read_json(path) == {"a": 1}
    assert names(tmp_path) == ["a.json"]


def test_a_reader_never_sees_half_a_file(tmp_path):
    path = tmp_path / "a.json"
    contents = [{"value": letter * 200_000} for letter in "ab"]
    files.write_json(path, contents[0])
    done = threading.Event()

    def write() -> None:
        for number in range(60):
            files.write_json(path, contents[number % 2])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = 0
    while not done.is_set() or not seen:
        assert files.read_json(path) in contents
        seen += 1
    writer.join()
    assert seen >= 1
    assert files.read_json(path) == contents[1]


def test_reading_what_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        files.read_json(tmp_path / "none.json")


def test_the_home_is_created_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path / "new" / "home"))
    assert files.home() == tmp_path / "new" / "home"
    assert files.home().is_dir()


def test_an_empty_variable_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "someone"))
    assert files.home() == tmp_path / "someone" / ".rnn-lab"


def test_a_tilde_is_the_users_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", "~/lab")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert files.home() == tmp_path / "lab"


def test_a_home_that_cannot_be_made_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(UserError) as caught:
        files.home()
    assert str(caught.value) == (
        f"The folder {tmp_path}/file/home cannot be created (Not a directory): "
        "set RNN_LAB_HOME to a folder where this account may write."
    )


def test_how_many_runs_train_at_once(monkeypatch):
    monkeypatch.setenv("RNN_LAB_RUNS_AT_ONCE", "3")
    assert config().runs_at_once == 3
    monkeypatch.delenv("RNN_LAB_RUNS_AT_ONCE")
    assert 1 <= config().runs_at_once <= max(1, (os.cpu_count() or 2) - 1)
