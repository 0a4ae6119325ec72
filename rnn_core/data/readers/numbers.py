"""Numbers as people write them: 1,234.56, 1.234,56, 1 234,56, 1'234.5 or 12,34,567, decided column by column."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from rnn_core.data.questions import NO, NO_ANSWERS, YES, Answers, Question, ask
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.forms.written import BLANKS, bare, is_missing

LARGEST = 1e100  # what is larger cannot be scaled, and is no measurement
WHOLE = rf"[1-9][0-9]{{0,2}}(?:(?:['’][0-9]{{3}})+|(?:[{BLANKS}][0-9]{{3}})+|(?:%s[0-9]{{3}})+)|[0-9]+"
NUMBER = r"[+-]?(?:(?:%(whole)s)(?:%(mark)s[0-9]*)?|%(mark)s[0-9]+)(?:[eE][+-]?[0-9]+)?"
INDIAN = "[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}|"
POINT = NUMBER % {"whole": INDIAN + WHOLE % ",", "mark": r"\."}
COMMA = NUMBER % {"whole": WHOLE % r"\.", "mark": ","}
COMMAS = "decimal-comma"  # the question whether a comma is the decimal sign
MOST_UNREADABLE = 0.02  # of the cells of a column
THREE = r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}"  # a point that may as well stand between thousands


@dataclass(frozen=True)
class ReadNumbers:
    """The columns that hold any number, float64, one row for each row of the file, and what there is to say about them."""

    frame: pd.DataFrame
    notes: tuple[str, ...]
    question: Question | None
    decimal_comma: bool | None  # how open columns are read, None when nothing in the file says it
    unreadable: dict[str, str] = field(default_factory=dict)  # the columns that hold too much else, and what


@dataclass(frozen=True)
class _Column:
    """The cells without what stands around a number, and their numbers with a decimal point and with a decimal comma."""

    given: pd.Series
    texts: pd.Series
    point: pd.Series
    comma: pd.Series
    decided: str = ""  # "point" or "comma" when only one of them will do
    open: bool = False  # when both will do and differ
    told: Mapping[str, pd.Series] = field(default_factory=dict)  # what was taken off, and in which rows

    def is_comma(self, when_open: bool) -> bool:
        """Whether to read it with a decimal comma."""
        return self.decided == "comma" or (self.open and when_open)

    def values(self, when_open: bool) -> pd.Series:
        """The numbers, NaN for what is none."""
        return self.comma if self.is_comma(when_open) else self.point


def read_numbers(cells: Cells, date: int | None, answers: Answers = NO_ANSWERS) -> ReadNumbers:
    """Read every column but the one of dates, if there is one.

    A column that can be read with a decimal point as well as with a decimal comma (1,234 only) is read as
    the answer to "decimal-comma" says; without it like the other columns of the file, else with a decimal point.
    """
    named = cells.rows.set_axis(cells.header, axis="columns")
    table = named if date is None else named.drop(columns=cells.header[date])
    columns = {str(name): _column(table[name], str(name), cells.typed) for name in table.columns}
    decided = {column.decided for column in columns.values()} - {""}
    comma = answers[COMMAS] == YES if COMMAS in answers else decided == {"comma"}
    read = {name: column.values(comma) for name, column in columns.items()}
    frame = pd.DataFrame(read, index=table.index, columns=list(columns), dtype="float64")
    parsed = frame.notna()
    frame = frame.where(frame.abs() < LARGEST).dropna(axis="columns", how="all")
    opened = [name for name in frame.columns if columns[name].open and len(decided) != 1]
    question = _question(columns[opened[0]], opened[0], comma, answers) if opened else None
    asked = [] if COMMAS in answers else opened
    notes = _notes({name: columns[name] for name in frame.columns}, comma, asked)
    if question and asked:
        other = next(words for answer, words in question.options.items() if answer != question.taken)
        ways = f"The numbers of {', '.join(asked)} could be read in two ways"
        notes.append(f"{ways}; {question.example} was taken as {question.words}, not as {other}.")
    said = comma if decided or opened else None
    strange = {name: words for name in frame.columns if (words := _unreadable(table[name], parsed[name]))}
    return ReadNumbers(frame, (*notes, *_strays(table[frame.columns], frame)), question, said, strange)


def _column(given: pd.Series, name: str, typed: bool) -> _Column:
    """What the cells show by themselves; a point in ``typed`` ones is a decimal one."""
    plain = pd.to_numeric(given, errors="coerce").astype("float64")
    pointed = given[given.str.contains(".", regex=False)]
    shows = not typed and len(pointed) > 0
    if (plain.notna() | (given == "")).all() and not (shows and pointed.str.fullmatch(THREE).all()):
        return _Column(given, given, plain, plain, "point" if shows else "")
    found = bare(given, name)
    point, comma = (_parsed(found.texts, *way) for way in ((POINT, ","), (COMMA, ".")))
    if point.count() != comma.count():
        decided = "point" if point.count() > comma.count() else "comma"
        return _Column(given, found.texts, point, comma, decided, told=found.told)
    either = point.notna() & (point != comma)
    if typed:
        either &= found.texts.str.contains(",", regex=False)
    return _Column(given, found.texts, point, comma, open=bool(either.any()), told=found.told)


def _parsed(texts: pd.Series, form: str, thousands: str) -> pd.Series:
    fit = texts.where(texts.str.fullmatch(form), "")
    return pd.to_numeric(_plain(fit, thousands), errors="coerce").astype("float64")


def _plain(texts: pd.Series, thousands: str) -> pd.Series:
    return texts.str.replace(rf"['’{BLANKS}{thousands}]", "", regex=True).str.replace(",", ".", regex=False)


def _question(column: _Column, name: str, taken: bool, answers: Answers) -> Question:
    row = (column.point.notna() & (column.point != column.comma)).idxmax()
    text, words = column.given[row], {YES: f"{column.comma[row]:.15g}", NO: f"{column.point[row]:.15g}"}
    asked = f"Is {text} (column {name}) {words[YES]} or {words[NO]}?"
    return ask(COMMAS, asked, words, answers, YES if taken else NO, example=text)


def _notes(columns: dict[str, _Column], when_open: bool, asked: Collection[str]) -> list[str]:
    """How numbers were read that are not written as 1234.5, each with the longest one of its first column.

    What the marks of the columns ``asked`` about mean is told elsewhere.
    """
    told: dict[str, tuple[str, list[str]]] = {}
    for name, column in columns.items():
        marks = {} if name in asked else _marks(column, column.is_comma(when_open))
        for words, rows in (*marks.items(), *column.told.items()):
            cells = column.given[rows & column.values(when_open).notna()]
            if len(cells):
                row = cells.str.len().idxmax()
                example = f"{cells[row]} = {column.values(when_open)[row]:.15g}"
                told.setdefault(words, (example, []))[1].append(name)
    return [f"{words} ({example}) in {', '.join(names)}." for words, (example, names) in told.items()]


def _marks(column: _Column, comma: bool) -> dict[str, pd.Series]:
    """In which rows there is something to tell, by what there is to tell."""
    if column.texts is column.given:
        return {}
    decimal = column.texts.str.contains(",", regex=False) & comma
    between = column.texts != _plain(column.texts, "." if comma else ",")
    return {
        "Numbers with a decimal comma were read as such": decimal,
        "Marks between thousands were left out": between & (not decimal.any()),
    }


def _strays(texts: pd.DataFrame, numbers: pd.DataFrame) -> list[str]:
    """A note on the cells that are filled but hold no number."""
    wrong = numbers.isna() & (texts != "")
    count = int(wrong.to_numpy().sum())
    if not count:
        return []
    row = wrong.any(axis="columns").idxmax()
    column = wrong.loc[row].idxmax()
    cells = "1 cell that is not a number counts" if count == 1 else f"{count:,} cells that are not numbers count"
    first = f"row {row}, column {column}: {texts.loc[row, column][:40]!r}"
    return [f"{cells} as missing ({'the first, ' if count > 1 else ''}{first})."]


def _unreadable(texts: pd.Series, parsed: pd.Series) -> str:
    """What a column holds beside numbers and the usual words for no value, "" for little: "holds 2 cells that are ..."."""
    wrong = texts[~parsed]
    wrong = wrong[~is_missing(wrong)]
    if len(wrong) < 2 or len(wrong) <= MOST_UNREADABLE * len(texts):
        return ""
    first, second = (f"{wrong.iloc[place][:40]!r} in row {wrong.index[place]}" for place in range(2))
    return f"holds {len(wrong):,} cells that are not numbers, such as {first} and {second}"
