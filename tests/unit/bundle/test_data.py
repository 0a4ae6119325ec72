"""Data that come in a bundle, labelled texts and the names of columns: let in as they are kept, refused otherwise."""

import json

import pandas as pd
import pytest

from rnn_core.bundle import data as bundle_data
from rnn_core.bundle.data import data_in
from rnn_core.data import Labelled, Series, store
from rnn_core.data.readers.labels import clean
from rnn_core.errors import UserError

ROWS = [{"label": "xy"[number % 2], "text": f"text {number}"} for number in range(6)]
TEST = [{"label": "x", "text": "another ü"}]


def lines(rows: list) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def files(**changed: bytes | None) -> dict[str, bytes]:
    """The files of good data, some of them changed; None takes one away."""
    columns = [tuple(row[name] for row in ROWS) for name in ("text", "label")]
    data = clean(Labelled(*columns, "mine", test=(("another ü",), ("x",))))
    names = {"texts": "texts.jsonl", "test": "test.jsonl", "about": "about.json"}
    found = {**data.files(), **{names[name]: content for name, content in changed.items()}}
    return {name: found[name] for name in store.FILES if found.get(name) is not None}


def let_in(content: dict[str, bytes]) -> object:
    return data_in(content, store.sha_of_files(content))


def test_labelled_texts_are_let_in_as_they_are_kept():
    for content in (files(), files(test=None)):
        data = let_in(content)
        assert isinstance(data, Labelled)
        assert data.files() == content
    assert files(texts=lines(ROWS), test=lines(TEST)) == files()


BAD = {
    "no about": (files(about=None), "neither a series nor a text nor labelled texts nor a path"),
    "a text beside it": ({"data.txt": b"text", **files()}, "neither a series nor a text nor labelled texts nor a path"),
    "unknown entry": (files(about=b'{"title": "mine", "code": "x"}'), "has the unknown entry 'code'"),
    "notes of another type": (files(about=b'{"title": "mine", "notes": "x"}'), "'notes'"),
    "no title": (files(about=b"{}"), "lacks 'title'"),
    "one class": (files(texts=lines([{**row, "label": "x"} for row in ROWS])), "no classes can be learned"),
    "a small class": (files(texts=lines(ROWS[:5])), "no classes can be learned"),
    "a text without end": (files(texts=lines([*ROWS, {"label": "x", "text": "a" * 1_000_001}])), "no classes can be learned"),
    "an empty text": (files(texts=lines([*ROWS, {"label": "x", "text": " "}])), "not as they are kept"),
    "a text of the test file": (files(texts=lines([*ROWS, *TEST])), "not as they are kept"),
    "a label of nobody": (files(test=lines([*TEST, {"label": "z", "text": "b"}])), "not as they are kept"),
    "one entry more": (files(texts=lines([{**row, "code": "x"} for row in ROWS])), "not as they are kept"),
    "written in another way": (files(texts=lines(ROWS).replace(b": ", b":")), "not as they are kept"),
    "an empty line": (files(texts=lines(ROWS) + b"\n"), "not as they are kept"),
}
BROKEN = {
    "no JSON": files(texts=b"{\n"),
    "two texts a line": files(texts=lines(ROWS).replace(b"\n", b",", 1)),
    "no text": files(texts=lines([{"label": "x"}])),
    "a list": files(texts=lines([["x", "text"]])),
    "a number": files(texts=lines([{**row, "text": 1} for row in ROWS])),
    "a list as label": files(texts=lines([{**row, "label": ["x"]} for row in ROWS])),
    "half a character": files(texts=lines(ROWS).replace(b"text 0", b"text \\ud800")),
    "nested too deep": files(texts=b'{"label": "x", "text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
    "another encoding": files(texts=lines(ROWS).decode().encode("utf-16")),
}


@pytest.mark.parametrize("case", BAD)
def test_other_labelled_texts_are_refused(case):
    content, message = BAD[case]
    with pytest.raises(UserError, match=message):
        let_in(content)


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files_are_not_let_in(case):
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError, RecursionError)):
        let_in(BROKEN[case])


@pytest.mark.parametrize(("name", "most"), [("MOST_TEXTS", 5), ("MOST_LINE", 20)])
def test_what_is_too_much_is_refused_before_it_is_read(name, most, monkeypatch):
    monkeypatch.setattr(bundle_data, name, most)
    monkeypatch.setattr(Labelled, "of_files", None)
    with pytest.raises(UserError, match=r"texts\.jsonl has more than|test\.jsonl has more than"):
        let_in(files())


def test_other_data_than_named():
    with pytest.raises(UserError, match="not those that its settings name"):
        data_in(files(), "0" * 64)


def columns(**about: object) -> dict[str, bytes]:
    """The files of a series whose column has a readable name and a unit, its about.json changed; None takes an entry away."""
    dates = pd.DatetimeIndex(["2020-01-01", "2020-01-02"], name="date").as_unit("us")
    found = Series(pd.DataFrame({"t": [1.5, 2.5]}, dates), "t", "mine", labels={"t": "Temperature"}, units={"t": "°C"}).files()
    entries = {**json.loads(found["about.json"]), **about}
    return {**found, "about.json": json.dumps({name: value for name, value in entries.items() if value is not None}).encode()}


@pytest.mark.parametrize(
    ("about", "label", "unit"),
    [({}, "Temperature", "°C"), ({"labels": None, "units": None}, "t", ""), ({"labels": None, "unit": "K"}, "t", "°C")],
)
def test_names_and_units_of_columns_are_let_in(about, label, unit):
    data = let_in(columns(**about))
    assert isinstance(data, Series)
    assert (data.label("t"), data.unit_of("t")) == (label, unit)


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"labels": {"no such": "Height"}}, "a name or a unit"),
        ({"units": {"no such": "m"}}, "a name or a unit"),
        ({"labels": {"t": 1}}, "'labels.t'"),
        ({"units": ["m"]}, "'units'"),
    ],
)
def test_names_and_units_of_nothing_are_refused(about, message):
    with pytest.raises(UserError, match=message):
        let_in(columns(**about))
