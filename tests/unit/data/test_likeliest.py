"""Which kinds of data are tried for a file."""

import pytest

from rnn_core.data import File
from rnn_core.data.likeliest import likeliest
from rnn_core.errors import UserError


def table(header: str, *rows: str) -> bytes:
    return "\n".join((header, *(row.format(n=n) for n in range(1, 10) for row in rows))).encode()


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (table("Date,Open,Close", "2024-01-0{n},{n}.5,{n}"), ("series",)),
        (table("No,year,month,day,cbwd,pm2.5", "{n},2010,1,{n},NW,12{n}"), ("series",)),
        (table("wave", "0.{n}"), ("series",)),
        (table("Date,weather,wind,temp", "2024-01-0{n},rain,north,{n}"), ("series", "labelled", "text")),
        (table("t,x,y", "{n},{n}.5,2"), ("path", "series")),
        (table("id,latitude,longitude,time", "{n},48.{n},2.{n},2024-01-01 10:00:0{n}"), ("path", "series")),
        (table("date,lat,lon,temp,wind,rain,snow", "2024-01-0{n},48.1,2.3,{n},3,0,0"), ("series",)),
        (table("id,tweet,class", "{n},hello {n},0", "{n}1,bye,1"), ("labelled",)),
        (table("id,text", "{n},good morning {n}"), ("labelled", "text")),
        (table("0,7,a b c d e", "1,8,what a nice day number {n}"), ("labelled", "text")),
        (table("when,x1", "Tue Jan {n} 2019,{n}"), ("series",)),
        (table("id,time,geometry", "{n},2024-01-01 10:00:0{n},POINT (16.{n} 48.1)"), ("path", "series")),
        (table("0,1,5.5,6", "{n}0,1,5.{n},6", "{n}0,2,5.{n},7"), ("path", "series")),
        (table("1,10,5.5,6", "1,{n}1,5.{n},6", "2,{n}1,5.{n},7"), ("series",)),
        (table("1990,1,5.5,6", "199{n},1,5.{n},6", "199{n},2,5.{n},7"), ("series",)),
        (b"<gpx><trk></trk></gpx>", ("path", "text")),
        (table("MMSI,BaseDateTime,LAT,LON,SOG,COG", "21,2024-01-01T00:00:0{n},54.{n},10.{n},9.{n},18{n}"), ("path", "series")),
        (table("AuthorID,Author,Date,Content", "803,ann,2024-01-01T10:00:0{n}.0+00:00,hey {n}"), ("text", "labelled")),
    ],
)
def test_kinds_are_told_by_names_and_cells(content, kinds):
    assert likeliest(File(content, "mine.csv")) == kinds


def test_what_is_no_table_is_tried_as_texts():
    assert likeliest(File(b"one word", "mine.txt")) == ("labelled", "text")


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(f"\u200e[31.12.21, 20:15:0{n}] Ann: good, morning {n}" for n in range(9)),
        "\n".join(f"{n}\n00:00:0{n},500 --> 00:00:0{n},900\nGood, morning\n" for n in range(1, 9)),
    ],
    ids=["chat", "subtitles"],
)
def test_forms_of_texts_are_no_tables(content):
    assert likeliest(File(content.encode(), "mine.txt")) == ("text",)


def test_prices_behind_dates_are_no_chat():
    rows = "\n".join(f"0{n}/01/2023 00:00\t13{n}.08\t13{n}.50\t1234{n}" for n in range(1, 10))
    assert likeliest(File(f"date\touv\tclot\tvol\n{rows}".encode(), "mine.txt")) == ("series",)


def test_json_that_says_who_wrote_is_a_chat():
    lines = "\n".join(f'{{"author": "ann", "body": "hi {n}", "score": 3}}' for n in range(9))
    assert likeliest(File(lines.encode(), "mine.jsonl")) == ("text", "labelled")
    assert likeliest(File(lines.replace("score", "label").encode(), "mine.jsonl")) == ("labelled",)


def test_numbers_that_no_table_holds_are_no_text():
    broken = "\n".join(["one,two", *(f"2024-01-0{n},{n}5,{n}6,7" for n in range(1, 10))])
    assert likeliest(File(broken.encode(), "mine.csv")) == ("series",)
    words = "\n".join(["one,two", *(f"words {n},more,and more,still" for n in range(1, 10))])
    assert likeliest(File(words.encode(), "mine.csv")) == ("labelled", "text")
    degrees = table("when,where", "{n}.{n}.,4{n}°18.00{n}5 N")
    assert likeliest(File(degrees, "mine.csv")) == ("series", "labelled")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n nonsense", b"%PDF-1.7 nonsense", b""])
def test_what_is_no_text_belongs_nowhere(content):
    with pytest.raises(UserError, match=r"^bad\.csv is "):
        likeliest(File(content, "bad.csv"))
