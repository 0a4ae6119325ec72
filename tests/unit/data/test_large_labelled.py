"""Labelled texts of the folder data: that a large file gives what a small one gives, or a fair part of it in little memory."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from rnn_core.data import File, read_labelled, server_files
from rnn_core.data.readers import large_labelled
from rnn_core.data.readers.file import LargeFile
from rnn_core.data.readers.label_files import examine_labelled
from rnn_core.errors import UserError

ROOT = Path(__file__).parents[3]
TABLE = "review,verdict,stars\n" + "".join(f'"film {number}, fine",good,5\nfilm {number} was dull,bad,1\n' for number in range(9))
LINES = "".join(f"course\tbook exam {number}\nstudent\thobbi {number}\n" for number in range(9))
FORMS = {
    "table": (TABLE, "mine.csv"),
    "semicolons, blank rows": (
        "\nreview;verdict\n"
        + "one fine film;good\n;\nanother;\nfilm;bad\n" * 3
        + "film a;bad\nfilm b;bad\nfilm c;good\nfilm d;good\n",
        "mine.csv",
    ),
    "lines": (LINES, "mine.txt"),
    "labels behind a tab": (
        "".join(f"film {number} was {word}\t{word}\n" for number in range(4) for word in ("good", "bad")),
        "mine.tsv",
    ),
    "marked labels": (
        "".join(f"__label__{word} film {number} was {word}\n\n" for number in range(4) for word in ("good", "bad")),
        "mine.txt",
    ),
    "no names": (
        "".join(f'{number},"one, film {number}",{number % 2 * 4}\n' for number in range(8)),
        "mine.csv",
    ),
    "a column without a name": (TABLE.replace("\n", ",\n"), "mine.csv"),
    "lines with blank ones and empty texts": (f"\n{LINES}\ncourse\t\nstudent\n", "mine.txt"),
}


@pytest.fixture
def folder(own_home):
    found = own_home / "data"
    found.mkdir()
    return found


@pytest.fixture
def small_parts(monkeypatch):
    """Two rows of a table, or seven characters of lines, at a time."""
    monkeypatch.setattr(large_labelled, "ROWS", 2)
    monkeypatch.setattr(large_labelled, "PART", 7)


def on_shelf(name: str) -> LargeFile:
    return LargeFile.at(server_files.folder() / name)


def refused(call, *arguments, **more) -> str:
    with pytest.raises(UserError) as caught:
        call(*arguments, **more)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def sorted_rows(count: int) -> list[str]:
    """All of one class, then all of the other."""
    return [f"text {number},{'first' if number < count / 2 else 'second'}\n" for number in range(count)]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(("encoding", "ends"), [("utf-8", "\n"), ("utf-16", "\r\n"), ("utf-8-sig", "\r")])
@pytest.mark.parametrize(("content", "name"), FORMS.values(), ids=FORMS)
def test_a_file_means_what_it_means_as_an_upload(folder, content, name, encoding, ends):
    written = content.replace("\n", ends).encode(encoding)
    (folder / name).write_bytes(written)
    read, expected = server_files.read_labelled(on_shelf(name)), read_labelled(File(written, name))
    assert (read.texts, read.labels, read.notes, read.title) == (expected.texts, expected.labels, expected.notes, name)
    assert read.source == server_files.SOURCE
    asked = {one.id: [*one.options] for one in examine_labelled(File(written, name)).questions}
    assert [one.name for one in server_files.label_columns(on_shelf(name)).texts] == asked.get("text", [])


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(("content", "name"), FORMS.values(), ids=FORMS)
def test_a_test_file_too(folder, content, name):
    (folder / name).write_text(content)
    (folder / "test.txt").write_text(content.replace("film", "book").replace("exam", "hour").replace("hobbi", "sport"))
    read = server_files.read_labelled(on_shelf(name), test=on_shelf("test.txt"))
    expected = read_labelled(File(content.encode(), name), test=File((folder / "test.txt").read_bytes(), "test.txt"))
    assert (read.texts, read.labels, read.test, read.notes) == (expected.texts, expected.labels, expected.test, expected.notes)
    assert read.test


def test_the_named_columns_are_read(folder):
    (folder / "mine.csv").write_text("a,b,c\n" + "".join(f"{number} hours,yes no,{'xy'[number % 2]}\n" for number in range(8)))
    assert server_files.read_labelled(on_shelf("mine.csv"), "a", "c").counts == {"x": 4, "y": 4}
    assert refused(server_files.read_labelled, on_shelf("mine.csv"), "a", "d").startswith(
        "mine.csv has no column d; its columns are a, b, c."
    )
    assert "cannot hold the texts and the labels at once" in refused(server_files.read_labelled, on_shelf("mine.csv"), "a", "a")


def test_a_column_with_one_value_so_far_may_hold_the_labels(folder, monkeypatch):
    monkeypatch.setattr(large_labelled, "LOOKED_AT", 60)
    (folder / "mine.csv").write_text("text,kind,language\n" + "".join(row.replace("\n", ",en\n") for row in sorted_rows(200)))
    labels = server_files.label_columns(on_shelf("mine.csv")).labels
    assert [one.name for one in labels] == ["kind", "language"]
    assert labels[0].reason == "1 different value so far: first"
    assert server_files.read_labelled(on_shelf("mine.csv"), "text", "kind").counts == {"first": 100, "second": 100}


@pytest.mark.parametrize("form", ["table", "lines"])
@pytest.mark.parametrize(("limit", "value"), [("MOST_TEXTS", 400), ("MOST_CHARACTERS", 4_000)])
def test_of_too_many_texts_some_are_drawn_from_the_whole_file(folder, monkeypatch, form, limit, value):
    monkeypatch.setattr(large_labelled, limit, value)
    rows = [f"text {number:05},{'first' if number < 2_500 else 'second'}\n" for number in range(5_000)]
    if form == "lines":
        rows = ["\t".join(reversed(row.strip().split(","))) + "\n" for row in rows]
    (folder / "mine.txt").write_text(("" if form == "lines" else "text,label\n") + "".join(rows))
    data = server_files.read_labelled(on_shelf("mine.txt"))
    assert len(data.texts) == 400  # of ten characters each
    assert data.texts == tuple(sorted({*data.texts}))
    assert all(150 < count < 250 for count in data.counts.values())
    assert data.notes[0].startswith("The file has 0 MB with 5,000 rows, and there is room for")
    assert data.notes[0].endswith(": 400 rows were drawn by chance.")
    assert server_files.read_labelled(on_shelf("mine.txt")).texts == data.texts


def test_every_row_is_drawn_equally_often(monkeypatch):
    monkeypatch.setattr(large_labelled, "MOST_TEXTS", 30)
    times: Counter[str] = Counter()
    for seed in range(300):
        monkeypatch.setattr(large_labelled.np.random, "default_rng", lambda _, seed=seed: _generator(seed))
        drawn = large_labelled.Drawn()
        for start in range(0, 100, 7):
            drawn.add([(str(row), "") for row in range(start, min(start + 7, 100))])
        rows = [int(text) for text, _ in drawn.rows()]
        assert rows == sorted(rows)
        assert len(rows) == 30
        times.update(map(str, rows))
    assert min(times.values()) > 60  # of 90 on average, with a standard deviation of 8
    assert max(times.values()) < 120


_generator = large_labelled.np.random.default_rng

BROKEN = {
    "one column": (
        "words\n" + "some words\n" * 9,
        "mine.csv has no column of texts among words; expected one text and its label a row.",
    ),
    "one class": (
        "text,label\n" + "".join(f"text {row},same\n" for row in range(9)),
        "All texts of mine.csv have the same label",
    ),
    "no label": (
        "text,label\n" + "".join(f"text {row},\n" for row in range(9)),
        "mine.csv has no row with both a text and a label",
    ),
    "two texts of a class": (
        "text,label\n" + "".join(f"text {row},{'a' if row < 2 else 'b'}\n" for row in range(9)),
        "The label 'a' of",
    ),
    "too many values": (
        "text,label\n" + "a,b\n" * 3_000 + "a,b,c\n",
        "mine.csv has 3 values in row 3002, but 2 columns in its first",
    ),
    "labels among the texts": (
        "text,label\n" + "".join(f"{'ab'[row % 2]},text {row}\n" for row in range(40)),
        "The labels of mine.csv seem to stand in the column of texts",
    ),
    "a line without tab": (f"{LINES * 20_000}or not\n", "Line 360,001 of mine.csv has no tab; expected a label, a tab and words"),
    "a zero": (f"{LINES * 20_000}course\t\0\n", "mine.csv is a binary file or UTF-16 text; expected a table with a row"),
    "nothing": ("", "mine.csv is empty; expected a table with a row of column names, a column of texts and a column of labels"),
    "a workbook": ("PK\x03\x04", "mine.csv is an Excel workbook or zip file; expected a table with a row of column names"),
}


@pytest.mark.parametrize(("content", "sentence"), BROKEN.values(), ids=BROKEN)
def test_what_is_refused(folder, content, sentence):
    (folder / "mine.csv").write_text(content)
    names = ("text", "label") if content.startswith("text,label") else (None, None)
    assert refused(server_files.read_labelled, on_shelf("mine.csv"), *names).startswith(sentence)


def test_a_file_that_is_not_there(folder):
    (folder / "mine.csv").write_text(TABLE)
    for call in (
        lambda: server_files.label_columns(LargeFile(folder / "sub" / ".." / "mine.csv", 0, 0)),
        lambda: server_files.read_labelled(on_shelf("mine.csv"), test=LargeFile(folder / "other.csv", 0, 0)),
    ):
        assert refused(call).endswith("choose one of the list.")


def test_a_line_without_end_is_not_taken_into_memory(folder, monkeypatch):
    monkeypatch.setattr(large_labelled, "MOST_CHUNK", 1_000_000)
    (folder / "mine.txt").write_text(LINES + "course\t" + "word " * 700_000)
    sentence = "Line 19 of mine.txt has more than 1,000,000 characters; divide it."
    assert refused(server_files.read_labelled, on_shelf("mine.txt")) == sentence


@pytest.mark.skipif(os.name == "nt", reason="files with holes are made otherwise there")
@pytest.mark.parametrize("begin", [LINES, TABLE], ids=["lines", "table"])
def test_a_file_of_5_gb_of_nothing_is_refused_at_once(folder, begin):
    with (folder / "large.txt").open("wb") as file:
        file.write(begin.encode())
        file.truncate(5_000_000_000)
    assert refused(server_files.read_labelled, on_shelf("large.txt")).startswith("large.txt is a binary file")


MEASURED = """
from rnn_core.data import server_files
from rnn_core.data.readers import large_labelled

def kilobytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))

large_labelled.MOST_CHARACTERS = 2_000_000
(big,) = server_files.files("labelled")
server_files.label_columns(big)
before = kilobytes("VmRSS")
data = server_files.read_labelled(big, "text", "label")
print(sum(map(len, data.texts)), kilobytes("VmHWM") - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of one program")
def test_a_large_table_takes_little_memory(folder):
    """70 MB, of which 2 MB of texts are kept: 11 MB more were measured; as an upload 45 MB took 466 MB more."""
    words = "the film is long and loud and has an end that nobody in the whole house will ever forget " * 7
    with (folder / "big.csv").open("w") as file:
        file.write("id,text,label,more\n")
        file.writelines(f"{row},{words}{row},{'ab'[row % 2]},{words[:60]}\n" for row in range(100_000))
    assert (folder / "big.csv").stat().st_size > 65e6
    done = subprocess.run([sys.executable, "-c", MEASURED], cwd=ROOT, capture_output=True, text=True, check=True)
    characters, grown = map(int, done.stdout.split())
    assert 1_900_000 < characters <= 2_000_000
    assert grown < 40_000, f"{grown} kB"
