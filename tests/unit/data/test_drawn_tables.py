"""Tables drawn with lines of text, and those separated by blanks alone."""

import datetime as dt

import pytest

from rnn_core.data import File, examine
from rnn_core.data.likeliest import likeliest
from rnn_core.data.readers.label_files import read_labelled
from rnn_core.errors import UserError

DAYS = [dt.date(2020, 1, 1) + dt.timedelta(day) for day in range(20)]
MARKDOWN = "| date | value |\n|:-----|------:|\n" + "".join(f"| {day} | {place / 2} |\n" for place, day in enumerate(DAYS))
BARE = "date | value\n---|---:\n" + "".join(f"{day} | **{place / 2}**\n" for place, day in enumerate(DAYS))
EDGE = "+------------+-------+\n"
GRID = EDGE + "| date       | value |\n" + EDGE + "".join(f"| {day} | {place / 2} |\n" for place, day in enumerate(DAYS)) + EDGE
PSQL = "    date    | value \n------------+-------\n" + "".join(f" {day} | {place / 2}\n" for place, day in enumerate(DAYS))


def file(text: str, name: str = "notes.md") -> File:
    return File(text.encode(), name)


@pytest.mark.parametrize("text", [MARKDOWN, BARE, GRID, PSQL, MARKDOWN.replace("\n", "\r\n")])
def test_tables_drawn_with_lines(text):
    series = examine(file(text)).series
    assert [*series.frame["value"]] == [place / 2 for place in range(20)]
    assert [*series.frame.index.date] == DAYS
    assert series.notes[0] == "A table drawn with lines was read."
    assert likeliest(file(text)) == ("series",)


def test_the_words_around_a_table_are_told():
    text = f"# What I measured\n\nA cold winter.\n\n{MARKDOWN}\nThe end.\n"
    note = "A table drawn with lines was read; 3 other lines were left out (the first: '# What I measured')."
    assert examine(file(text)).series.notes[0] == note
    assert likeliest(file(text + "It was a long day. " * 100)) == ("text", "series", "labelled")


def test_tables_of_the_same_columns_go_on_in_each_other():
    later = MARKDOWN.replace("2020-01", "2020-02").replace("| 2020-02-20 | 9.5 |\n", "")
    series = examine(file(f"{MARKDOWN}\nFebruary\n\n{later}")).series
    assert (len(series.frame), str(series.frame.index[-1].date())) == (39, "2020-02-19")
    assert series.notes[0].startswith("2 tables drawn with lines, of the same columns, were read; 1 other line was left out")


def test_a_row_is_named_by_its_line():
    with pytest.raises(UserError, match=r"Row 9 of notes.md holds 'soon' where a date was expected"):
        examine(file(MARKDOWN.replace("2020-01-07", "soon")))


def test_labelled_texts_in_markdown():
    rows = "".join(
        f"| I {verb} it, number {n} \\| end | {label} |\n" for n in range(8) for verb, label in (("like", "up"), ("hate", "down"))
    )
    found = read_labelled(file("| text | label |\n| --- | --- |\n" + rows))
    assert (found.texts[0], found.labels[:2], len(found.texts)) == ("I like it, number 0 | end", ("up", "down"), 16)


def test_blanks_between_numbers_with_decimal_commas():
    rows = "".join(f"{day}  {place % 7},{place % 10}  {place},25\n" for place, day in enumerate(DAYS))
    for text, names in (("day  x   y\n" + rows, ["x", "y"]), (rows, ["column 2", "column 3"])):
        series = examine(file(text, "data.txt")).series
        assert [*series.frame.columns] == names
        assert series.frame.iloc[12].tolist() == [5.2, 12.25]
        assert str(series.frame.index[12].date()) == "2020-01-13"


def test_an_hour_before_a_comma_is_no_decimal_number():
    series = examine(file("".join(f"2020-01-01 {hour:02},{hour % 7}\n" for hour in range(24)), "data.txt")).series
    assert (series.frame.iloc[9, 0], series.frame.index[9].hour) == (2, 9)
