"""Large files of the folder data: which ones are offered, and that reading a part of one gives what a small file gives."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from rnn_core.data import File, examine, server_files
from rnn_core.data import read_text as read_uploaded
from rnn_core.data.readers import large_tables
from rnn_core.data.readers.file import LargeFile
from rnn_core.data.readers.tables import examine_cells
from rnn_core.errors import UserError

ROOT = Path(__file__).parents[3]
PLAIN = "Date,Open,note,Close\n2020-01-02,1.5,a,2\n2020-01-03,2.5,b,3\n2020-01-06,,c,4\n"


@pytest.fixture
def folder(own_home):
    found = own_home / "data"
    found.mkdir()
    return found


@pytest.fixture
def small_chunks(monkeypatch):
    """Three rows of four columns at a time."""
    monkeypatch.setattr(large_tables, "CHUNK_CELLS", 12)


def names(kind: str = "series") -> list[str]:
    return [file.name for file in server_files.files(kind)]


def on_shelf(name: str) -> LargeFile:
    return LargeFile.at(server_files.folder() / name)


def refused(call, *arguments) -> str:
    with pytest.raises(UserError) as caught:
        call(*arguments)
    return str(caught.value)


def test_no_folder_means_no_files(own_home):
    assert server_files.files("series") == []
    assert not (own_home / "data").exists()


def test_files_are_listed_by_kind_and_name(folder):
    for name in ("b.CSV", "a.txt", "C.tsv", "notes.md", "book.xlsx", ".hidden.csv", "bell\a.csv", "csv"):
        (folder / name).write_text(PLAIN)
    (folder / "folder.csv").mkdir()
    assert names("series") == ["a.txt", "b.CSV", "C.tsv"]
    assert names("text") == ["a.txt", "notes.md"]
    assert [file.name for file in server_files.listed(["xlsx"])] == ["book.xlsx"]
    about = (folder / "a.txt").stat()
    assert server_files.files("text")[0] == LargeFile(folder / "a.txt", len(PLAIN), about.st_mtime_ns)


@pytest.mark.skipif(os.name == "nt", reason="links need special rights there")
def test_links_lead_nowhere_else(folder, own_home):
    secret = own_home / "secret.csv"
    secret.write_text(PLAIN)
    (folder / "mine.csv").write_text(PLAIN)
    (folder / "inner.csv").symlink_to("mine.csv")
    (folder / "outside.csv").symlink_to(secret)
    (folder / "broken.csv").symlink_to("nothing.csv")
    (folder / "circle.csv").symlink_to("circle.csv")
    (folder / "root.csv").symlink_to("/")
    os.mkfifo(folder / "pipe.csv")
    assert names() == ["inner.csv", "mine.csv"]
    assert "outside.csv" in refused(server_files.columns, on_shelf("outside.csv"))


@pytest.mark.skipif(os.name == "nt", reason="links need special rights there")
def test_the_folder_itself_may_be_a_link(own_home, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("disk")
    (elsewhere / "mine.csv").write_text(PLAIN)
    (own_home / "data").symlink_to(elsewhere)
    assert names() == ["mine.csv"]


@pytest.mark.parametrize("name", ["../secret.csv", "sub/secret.csv", "", ".", "/etc/passwd", "secret.csv"])
def test_only_names_of_the_list_are_read(folder, own_home, name):
    (own_home / "secret.csv").write_text(PLAIN)
    (folder / "sub").mkdir()
    (folder / "sub" / "secret.csv").write_text(PLAIN)
    (folder / "mine.csv").write_text(PLAIN)
    file = LargeFile(folder / name, len(PLAIN), 0)
    for call in (server_files.encoding, server_files.columns, server_files.read_text, server_files.label_columns):
        assert refused(call, file) == f"There is no file {file.name!r} for this in the folder {folder}: choose one of the list."
    assert refused(server_files.read, file, ["Open"]).startswith("There is no file ")


def test_columns_are_told_by_the_first_rows(folder):
    (folder / "mine.csv").write_text(PLAIN)
    found = server_files.columns(on_shelf("mine.csv"))
    assert found.date == "Date"
    assert found.targets == {"Open": "", "note": "holds no numbers but 'a' in row 2", "Close": ""}


def test_times_in_several_columns_are_read_with_any_chosen_one(folder):
    (folder / "mine.csv").write_text("Date,Time,a,b\n2020-01-01,10:00,1,5\n2020-01-01,11:00,2,6\n2020-01-01,12:00,4,8\n")
    file = on_shelf("mine.csv")
    found = server_files.columns(file)
    assert (found.date, found.beside, [*found.targets]) == ("Date", ("Time",), ["a", "b"])
    series = examine_cells(server_files.read(file, ["b"]), server_files.SOURCE).series
    assert [str(date) for date in series.frame.index] == [f"2020-01-01 {hour}:00:00" for hour in (10, 11, 12)]
    assert list(series.frame.columns) == ["b"]


def test_columns_need_no_more_than_the_first_rows(folder, small_chunks):
    (folder / "mine.csv").write_text("Date,x,y\n" + "2020-01-01,7,7\n" * 4 + "what,ever,comes,after\n" * 100_000)
    assert server_files.columns(on_shelf("mine.csv")).targets == dict.fromkeys("xy", "has the same value 7 in every row")


TABLES = {
    "plain": PLAIN,
    "empty rows, quotes and lines in cells": '\n\nDate,note,Open,Close\n\n2020-01-01,"a\nb","1",2\n,,,\n2020-01-02, , 2 ,3\n',
    "decimal commas shown late": "Datum;note;Open;Close\n1.1.2020;;1,234;1,5\n2.1.2020;;2,345;2\n3.1.2020;;5.000,25;2\n",
    "days shown late": "Date,Open,Close\n" + "".join(f"{day:02}/01/2020,{day},{day % 5}\n" for day in range(1, 32)),
    "open questions": "Date,Open,Close\n" + "".join(f'{day:02}/02/2020,"1,{day:03}",{day % 5}\n' for day in range(1, 12)),
    "not in order, twice the same date": "Date,Open,Close\n2020-01-03,1,1\n2020-01-01,2,2\n2020-01-03,3,3\n2020-01-02,x,4\n",
    "odd names": "Date,Open,Open,,Close\n2020-01-01,1,2,3,4\n2020-01-02,2,3,4,5\n",
    "seconds": "unix,Open,Close\n" + "".join(f"{1_500_000_000 + 60 * row},{row},{row}\n" for row in range(9)),
}


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize(("encoding", "ends"), [("utf-8", "\n"), ("utf-16-le", "\r\n")])
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_means_what_it_means_as_an_upload(folder, table, ends, encoding):
    content = table.replace("\n", ends).encode(encoding)
    (folder / "mine.csv").write_bytes(content)
    found = server_files.columns(on_shelf("mine.csv"))
    for answers in ({"repeated": "last"}, {"repeated": "sum", "day-first": "yes", "decimal-comma": "yes"}):
        expected = examine(File(content, "mine.csv"), answers=answers)
        read = examine_cells(server_files.read(on_shelf("mine.csv"), list(found.targets)), server_files.SOURCE, answers=answers)
        pd.testing.assert_frame_equal(read.series.frame, expected.series.frame)
        assert read.series.notes == expected.series.notes
        assert (read.questions, read.targets, read.frequency) == (expected.questions, expected.targets, expected.frequency)
    assert (read.series.title, read.series.target, read.series.source) == ("mine.csv", "Open", server_files.SOURCE)


@pytest.mark.usefixtures("small_chunks")
def test_only_the_chosen_columns_are_read(folder):
    (folder / "mine.csv").write_text(PLAIN)
    cells = server_files.read(on_shelf("mine.csv"), ["Close"])
    assert cells.header == ["Date", "Close"]
    assert cells.rows.to_numpy().tolist() == [["2020-01-02", "2"], ["2020-01-03", "3"], ["2020-01-06", "4"]]
    assert cells.rows.index.tolist() == [2, 3, 4]
    assert list(examine_cells(cells, "").series.frame.columns) == ["Close"]


@pytest.mark.usefixtures("small_chunks")
def test_a_row_is_empty_only_when_columns_that_were_not_chosen_are_too(folder):
    (folder / "mine.csv").write_text("Date,x,y\n2020-01-01,1,2\n,,\n,,3\n2020-01-02,2,4\n")
    cells = large_tables.cells_of(on_shelf("mine.csv"), [0, 1])
    assert cells.rows.index.tolist() == [2, 4, 5]
    assert refused(examine_cells, cells, "").startswith("Row 4 of mine.csv has no date (column Date);")


def test_notes_on_names_are_those_of_chosen_columns(folder):
    (folder / "mine.csv").write_text(TABLES["odd names"])
    assert server_files.read(on_shelf("mine.csv"), ["Close"]).notes == ()
    assert server_files.read(on_shelf("mine.csv"), ["column 4"]).notes == (
        "Column 4 of the file has no name; it is called 'column 4' here.",
    )


def test_unknown_columns_and_none(folder):
    (folder / "mine.csv").write_text(PLAIN)
    assert (
        refused(server_files.read, on_shelf("mine.csv"), ["Opne"])
        == "mine.csv has no column Opne (did you mean Open?) beside the dates."
    )
    assert refused(server_files.read, on_shelf("mine.csv"), ["Date"]) == "mine.csv has no column Date beside the dates."
    assert (
        refused(server_files.read, on_shelf("mine.csv"), [])
        == "No column of mine.csv is chosen; choose at least one beside the dates."
    )


ROWS = "Date,x,y\n" + "2020-01-01,1,2\n" * 30_000  # more than the part that tells the encoding


def test_an_encoding_that_shows_late(folder):
    (folder / "mine.csv").write_bytes(f"{ROWS}2020-01-02,2,9 €\n".encode("cp1252"))
    cells = server_files.read(on_shelf("mine.csv"), ["y"])
    assert cells.notes == ("The file is not UTF-8; it was read as Western European text (cp1252).",)
    assert cells.rows.iloc[-1].tolist() == ["2020-01-02", "9 €"]


def test_a_sign_on_the_border_of_the_first_part(folder):
    rows = "2020-01-01,1,元元元元元元价价价价价价\n" * 20_000
    for encoding in ("utf-8", "utf-16-be", "gbk"):
        for shift in range(4):
            text = f"日期,{'x' * shift}大小,名字名字\n{rows}"
            (folder / "mine.csv").write_bytes(text.encode(encoding))
            found = server_files.columns(on_shelf("mine.csv"))
            assert (found.date, *found.targets) == ("日期", f"{'x' * shift}大小", "名字名字")


BROKEN = {
    "a zero": (f"{ROWS}2020-01-02,2,\0\n", "mine.csv is a binary file or UTF-16 text; expected a CSV text file with a row"),
    "too many values": (f"{ROWS}\n2020-01-02,2,3,4\n", "mine.csv has 4 values in row 30003, but 3 columns in its first row;"),
    "an open quote": (f'{ROWS}2020-01-02,2,"3\n', "mine.csv has a quote that is never closed, or a row that cannot"),
    "a bad date": (f"{ROWS}soon,2,3\n", "Row 30002 of mine.csv holds 'soon' where a date was expected (column Date);"),
    "no rows": ("Date,x,y\n", "mine.csv has a header but no rows below it; expected a CSV text file with a row"),
    "nothing": ("", "mine.csv is empty; expected a CSV text file with a row of column names"),
    "a PDF": ("%PDF-1.7", "mine.csv is a PDF document; expected a CSV text file with a row of column names"),
    "a workbook": ("PK\x03\x04", "mine.csv is an Excel workbook or zip file; expected a CSV text file with a row"),
    "no dates": ("x,y\n1,2\n", "mine.csv has no column of dates among x, y;"),
    "no numbers": ("Date,x\n2020-01-01,a\n", "mine.csv has no column of numbers beside the dates (x holds no numbers but 'a'"),
}


@pytest.mark.parametrize(("content", "sentence"), BROKEN.values(), ids=BROKEN)
def test_what_is_refused(folder, content, sentence):
    (folder / "mine.csv").write_text(content)
    assert refused(lambda: examine_cells(server_files.read(on_shelf("mine.csv"), ["y"]), "")).startswith(sentence)


def test_too_many_rows_are_refused_as_soon_as_they_are_seen(folder, monkeypatch):
    monkeypatch.setattr(large_tables, "MAX_ROWS", 40_000)
    (folder / "mine.csv").write_text("Date,x,y\n" + "2020-01-01,1,2\n" * 70_000 + "what,comes,after,that\n" * 40_000)
    sentence = (
        "mine.csv has more than 40,000 rows, the most for 2 columns with the dates; choose fewer columns, or split the file."
    )
    assert refused(server_files.read, on_shelf("mine.csv"), ["y"]) == sentence


def test_cells_of_long_texts_are_refused_as_soon_as_they_are_seen(folder, monkeypatch):
    monkeypatch.setattr(large_tables, "MOST_CELLS", 100_000)
    rows = [f"2020-01-{day:02},{day},{'x' * 10_000}\n" for day in range(1, 31)]
    (folder / "mine.csv").write_text("".join(("Date,x,y\n", *rows, "what,comes,after,that\n" * 100)))
    monkeypatch.setattr(large_tables, "CHUNK_CELLS", 12)
    assert refused(server_files.read, on_shelf("mine.csv"), ["y"]) == (
        "The chosen columns of mine.csv hold long texts, where numbers were expected; choose fewer of them."
    )
    (folder / "mine.csv").write_text("".join(("Date,x,y\n", *rows)))
    assert len(server_files.read(on_shelf("mine.csv"), ["x"]).rows) == 30


def test_a_quote_that_is_never_closed_does_not_fill_the_memory(folder, monkeypatch):
    monkeypatch.setattr(large_tables, "MOST_CHUNK", 1_000_000)
    (folder / "mine.csv").write_text('Date,x\n2020-01-01,"\n' + "2020-01-01,1\n" * 200_000)
    sentence = "mine.csv has a quote that is never closed, or rows of immense length; check the quotes in it."
    assert refused(server_files.columns, on_shelf("mine.csv")) == sentence


def test_a_text_is_read_as_an_upload(folder):
    for content in ("Größe\r\n你好\n".encode(), "Größe\rund".encode("utf-16"), "Où êtes-vous ?".encode("cp1252")):
        (folder / "some.txt").write_bytes(content)
        read, expected = server_files.read_text(on_shelf("some.txt")), read_uploaded(File(content, "some.txt"))
        assert (read.text, read.notes, read.title) == (expected.text, expected.notes, "some.txt")
        assert read.source == server_files.SOURCE


@pytest.mark.parametrize(
    ("most", "taken"), [(12, "one\ntwo\nfour"), (11, "one\ntwo\n"), (8, "one\ntwo\n"), (7, "one\n"), (2, "on")]
)
def test_of_a_long_text_the_beginning_is_taken(folder, monkeypatch, most, taken):
    monkeypatch.setattr(server_files, "MOST_CHARACTERS", most)
    (folder / "some.txt").write_text("one\ntwo\nfour")
    read = server_files.read_text(on_shelf("some.txt"))
    note = f"The file has 0 MB; only its first {len(taken):,} characters were taken."
    assert (read.text, read.notes) == (taken, () if most == 12 else (note,))


def test_texts_that_are_none(folder):
    for content, found in (
        (b"", "empty"),
        (b"a" * 300_000 + b"\0", "a binary file or UTF-16 text"),
        (b"%PDF-1.7", "a PDF document"),
    ):
        (folder / "some.txt").write_bytes(content)
        assert refused(server_files.read_text, on_shelf("some.txt")).startswith(f"some.txt is {found}; expected plain text")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of one program")
def test_a_part_of_a_large_table_takes_little_memory(folder):
    """60 MB, 30 columns: read whole as text it takes more than 200 MB, two columns about 50 (measured: 252 and 49)."""
    days = pd.date_range("2000-01-01", periods=220_000, freq="min").strftime("%Y-%m-%d %H:%M").tolist()
    values = [",".join(f"{(row * 7 + column * 11) % 997 / 7:.5f}" for column in range(30)) for row in range(997)]
    with (folder / "big.csv").open("w") as file:
        file.write("Date," + ",".join(f"c{column}" for column in range(30)) + "\n")
        file.writelines(f"{day},{values[row % 997]}\n" for row, day in enumerate(days))
    assert (folder / "big.csv").stat().st_size > 60e6
    done = subprocess.run([sys.executable, "-c", MEASURED], cwd=ROOT, capture_output=True, text=True, check=True)
    rows, grown = done.stdout.split()
    assert rows == "220000"
    assert int(grown) < 100_000, f"{grown} kB"


MEASURED = """
from rnn_core.data import server_files
from rnn_core.data.readers.tables import examine_cells

def kilobytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))

(big,) = server_files.files("series")
server_files.columns(big)
before = kilobytes("VmRSS")
series = examine_cells(server_files.read(big, ["c3", "c20"]), "").series
print(len(series.frame), kilobytes("VmHWM") - before)
"""
