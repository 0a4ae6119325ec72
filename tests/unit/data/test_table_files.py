"""Kinds of files that a table of numbers comes in: encodings and Excel workbooks."""

import datetime as dt
import io
import zipfile

import numpy as np
import openpyxl
import pytest

from rnn_core.data import File, read_table, read_text
from rnn_core.data.readers import workbooks
from rnn_core.data.readers.tables import examine
from rnn_core.errors import UserError

PLAIN = "Date,Größe\n2020-01-02,1.5\n2020-01-03,2.5\n"
CHINESE = "日期,价格,销量\n2020-01-02,1.5,7\n2020-01-03,2.5,8\n"
UNMARKED = "The file does not say how it is encoded; it was read as UTF-16."
GBK = "The file is not UTF-8; it was read as Chinese text (GBK)."
WESTERN = "The file is not UTF-8; it was read as Western European text (cp1252)."


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (PLAIN.encode("utf-8"), ()),
        (PLAIN.encode("utf-8-sig"), ()),
        (PLAIN.encode("utf-16"), ()),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), ()),
        (PLAIN.encode("utf-16-le"), (UNMARKED,)),
        (PLAIN.encode("utf-16-be"), (UNMARKED,)),
        (PLAIN.encode("latin-1"), (WESTERN,)),
    ],
)
def test_western_tables(content, notes):
    series = read_table(File(content, "data.csv"))
    assert (list(series.frame.columns), series.frame["Größe"].tolist(), series.notes) == (["Größe"], [1.5, 2.5], notes)


@pytest.mark.parametrize(
    ("encoding", "notes"), [("utf-8", ()), ("gbk", (GBK,)), ("gb18030", (GBK,)), ("utf-16-le", (UNMARKED,)), ("utf-16", ())]
)
def test_chinese_tables(encoding, notes):
    series = read_table(File(CHINESE.encode(encoding), "data.csv"))
    assert series.frame.to_dict("list") == {"价格": [1.5, 2.5], "销量": [7, 8]}
    assert series.notes == notes


@pytest.mark.parametrize(
    "words",
    [
        "Größe",  # its two last letters but one are also one Chinese sign
        "éé après déjà été",
        "ÄÖÜ äöü ß",
        "25 °C, ½ m², 3 µg, 10 £",
        "«Où êtes-vous ?»",
        "señor, ¿qué?",
        "smørrebrød på æøå",
    ],
)
def test_western_text_is_not_taken_for_chinese(words):
    read = read_text(File(words.encode("cp1252"), "some.txt"))
    assert (read.text, read.notes) == (words, (WESTERN,))


def test_chinese_texts():
    words = "“学而时习之，不亦说乎？有朋自远方来，不亦乐乎？”\n— Kong Fuzi, 论语\n"
    read = read_text(File(words.encode("gbk"), "some.txt"))
    assert (read.text, read.notes) == (words, (GBK,))


def test_utf16_texts_without_a_mark():
    words = "Größe und 你好\n" * 3
    for encoding in ("utf-16-le", "utf-16-be"):
        read = read_text(File(words.encode(encoding), "some.txt"))
        assert (read.text, read.notes) == (words, (UNMARKED,))


@pytest.mark.parametrize(
    "content",
    [
        np.arange(1, 200, dtype="<i2").tobytes(),  # zeros in every second byte, but 30 of the signs are control characters
        np.zeros(100, dtype="<i2").tobytes(),
        b"Date,x\n2020-01-01,1\n2020-01-02,\0\n\0\n",
    ],
)
def test_zeros_are_not_always_utf16(content):
    with pytest.raises(UserError, match=r"data\.csv is a binary file or UTF-16 text"):
        read_table(File(content, "data.csv"))


def workbook(*rows: list) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


BOOK = workbook(
    [],
    ["Date", "x", "y", "note"],
    [dt.datetime(2020, 1, 2), 1.234, "1.234,5", "a"],
    [dt.datetime(2020, 1, 3, 12, 30), 2.345, 7, "b"],
    [dt.date(2020, 1, 4), None, "8,5", None],
)


@pytest.mark.parametrize("name", ["data.xlsx", "DATA.XLSX", "data.csv"])
def test_a_workbook(name):
    read = examine(File(BOOK, name))
    series = read.series
    assert [str(date) for date in series.frame.index] == ["2020-01-02 00:00:00", "2020-01-03 12:30:00", "2020-01-04 00:00:00"]
    np.testing.assert_array_equal(series.frame["x"], [1.234, 2.345, np.nan])
    assert series.frame["y"].tolist() == [1234.5, 7, 8.5]
    assert read.targets == {"x": "", "y": "", "note": "holds no numbers but 'a' in row 3"}
    assert read.questions == ()
    assert series.notes == (
        "Columns without numbers are left out: note.",
        "Numbers with a decimal comma were read as such (1.234,5 = 1234.5) in y.",
    )


def test_dates_of_a_workbook_as_numbers_and_text():
    numbers = workbook(["Date", "x"], [20200102, 1], [20200103.0, 2])
    texts = workbook(["Date", "x"], ["13.1.2020", "1,234"], ["14.1.2020", "2,345"])
    assert read_table(File(numbers, "a.xlsx")).frame.index.strftime("%d.%m.%Y").tolist() == ["02.01.2020", "03.01.2020"]
    read = examine(File(texts, "a.xlsx"))
    assert read.series.frame.index.strftime("%d.%m.%Y").tolist() == ["13.01.2020", "14.01.2020"]
    assert [question.text for question in read.questions] == ["Is 1,234 (column x) 1.234 or 1234?"]


def test_a_workbook_as_test_period():
    later = workbook(["Date", "x"], [dt.date(2020, 2, 1), 5])
    series = read_table(File(BOOK, "data.xlsx"), test=File(later, "test.xlsx"), target="x")
    assert series.test is not None
    assert series.test["x"].tolist() == [5]


TABLE = (
    "expected a CSV text file or an Excel workbook (.xlsx) with a row of column names, a column of dates and columns of numbers"
)
MENDED = "so save the table as an Excel workbook (.xlsx) without a password, or as CSV (UTF-8), first."


def packed(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, inside in files.items():
            archive.writestr(name.replace("__", "/") + ".xml", inside)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f"a.xlsx is empty; {TABLE}, {MENDED}"),
        (b"%PDF-1.7\n", f"a.xlsx is a PDF document; {TABLE}, {MENDED}"),
        (b"Date,x\n2020-01-01,1\n", f"a.xlsx is not an Excel workbook; {TABLE}, {MENDED}"),
        (packed(other=b"x"), f"a.xlsx is not an Excel workbook that can be read; {TABLE}, {MENDED}"),
        (packed(xl__workbook=b"<workbook/>"), f"a.xlsx is not an Excel workbook that can be read; {TABLE}, {MENDED}"),
        (BOOK[: len(BOOK) // 2], f"a.xlsx is not an Excel workbook that can be read; {TABLE}, {MENDED}"),
        (workbook(), f"The first sheet of a.xlsx is empty; {TABLE}."),
        (workbook(["Date", "x"]), f"a.xlsx has a header but no rows below it; {TABLE}."),
        (
            workbook(["Date", "x"], ["2020-01-01", 1], ["never", 2]),
            "Row 3 of a.xlsx holds 'never' where a date was expected (column Date); "
            "expected dates like 2020-01-31, 31/01/2020 or 20200131 in every row.",
        ),
        (
            workbook(["Date", "x"], [dt.date(2020, 1, 1), 3], [dt.date(2020, 1, 2), 3]),
            "The column x of a.xlsx has the same value 3 in every row, so there is nothing to forecast; choose another column.",
        ),
    ],
)
def test_workbooks_that_are_refused(content, message):
    with pytest.raises(UserError) as caught:
        read_table(File(content, "a.xlsx"))
    assert str(caught.value) == message


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_zip_bomb(name, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 3_000_000)
    bomb = packed(xl__workbook=bytes(4_000_000))
    assert len(bomb) < 40_000
    with pytest.raises(UserError) as caught:
        read_table(File(bomb, name))
    assert str(caught.value) == f"{name} unpacks to 4 MB, more than 3 MB; upload fewer rows or columns."


def test_a_workbook_whose_names_stand_for_more_and_more():
    """Ten names, each of ten of the one before: a billion words out of some lines."""
    names = [f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10)]
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "word">{"".join(names)}]><workbook>&e9;</workbook>'
    content = packed(**{"[Content_Types]": bomb.encode(), "xl__workbook": bomb.encode()})
    with pytest.raises(UserError, match=r"^a\.xlsx is not an Excel workbook that can be read; "):
        read_table(File(content, "a.xlsx"))


def test_a_zip_bomb_that_lies_about_its_size():
    bomb = packed(xl__workbook=bytes(4_000_000))
    lying = bomb.replace((4_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != bomb
    with pytest.raises(UserError, match=r"^a\.xlsx is not an Excel workbook that can be read; "):
        read_table(File(lying, "a.xlsx"))
