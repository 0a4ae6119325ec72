"""Several series below each other in one table: columns of names tell them apart, and one is taken, or all side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from rnn_core.data.questions import Answers, Question, answered, ask
from rnn_core.data.readers.cells import MAX_COLUMNS, Cells, distinct
from rnn_core.data.readers.numbers import read_numbers
from rnn_core.data.times.plain import words_of
from rnn_core.errors import UserError

SERIES, EVERY = "series", "every"  # the question, and the answer that takes all of them
REPEATED = 0.02  # of the dates come again, at most, in a table of one series
MOST_NAMES = 20_000
TOGETHER = 50  # series at most stand side by side
TOGETHER_WORDS = "all of them, side by side"
FEWEST_EACH = 3  # rows of a series, on average
OF_WORDS, OF_NUMBERS = 0.1, 0.5  # share of all dates that all series have, at least, by what tells them apart
KEYS = 3  # columns at most that tell series apart
LOOKED_AT = 8  # columns that may
SHOWN = 5
MEASURES = {"sensor", "device", "entity", "station", "ticker", "meter", "probe"}  # words in names of columns


@dataclass(frozen=True)
class Named:
    """The name of the series that each row belongs to, and the columns that it stands in."""

    names: pd.Series
    columns: tuple[int, ...]


def one_of_several(cells: Cells, date: int, answers: Answers) -> Cells:
    """A table in which dates do not repeat, once it is said which series to take.

    Raises Unanswered where that is open, UserError for an unknown one.
    """
    found = _told_apart(cells, date)
    if found is None:
        return cells
    names, by = list(dict.fromkeys(found.names)), " and ".join(cells.header[column] for column in found.columns)
    question = which(names, f"The column {by} tells {len(names):,} series apart: which one?", cells, answers)
    taken = answered(
        question, f"{cells.name} holds {len(names):,} series in one table, told apart by {by}; expected one: choose which."
    )
    if takes_all(question):
        return _side_by_side(cells, date, found, question)
    kept = [column for column in cells.rows if column not in found.columns]
    rows = cells.rows.loc[found.names == taken, kept].set_axis(range(len(kept)), axis="columns")
    note = f"Of the {len(names):,} series of the column {by} {taken} was taken."
    return replace(
        cells,
        name=f"{cells.name}, {taken}",
        header=[cells.header[column] for column in kept],
        rows=rows,
        notes=(*cells.notes, note),
        questions=(*cells.questions, question),
        beside=(*cells.beside, *(cells.header[column] for column in found.columns)),
    )


def keys(cells: Cells, date: int) -> tuple[str, ...]:
    """The names of the columns that tell several series apart, none where there is one series."""
    found = _told_apart(cells, date)
    return tuple(cells.header[column] for column in found.columns) if found else ()


def which(names: Sequence[str], text: str, cells: Cells, answers: Answers) -> Question:
    """Which series to take. Raises UserError for too many, or for an unknown one."""
    if len(names) > MOST_NAMES:
        raise UserError(f"{cells.name} holds {len(names):,} series, more than {MOST_NAMES:,}; leave some out.")
    options = {name: name for name in names}
    if 1 < len(names) <= TOGETHER and EVERY not in options:
        options[EVERY] = TOGETHER_WORDS
    return ask(SERIES, text, options, answers)


def takes_all(question: Question) -> bool:
    """Whether all series are taken, and not one of that name."""
    return question.taken == EVERY and question.words == TOGETHER_WORDS


def _told_apart(cells: Cells, date: int) -> Named | None:
    """By columns beside which dates come once; where dates never come again, by one that is named like what measures."""
    if cells.rows[date].duplicated().mean() > REPEATED:
        return _named(cells, date)
    for column in cells.rows:
        if column != date and not MEASURES.isdisjoint(words_of(cells.header[column])) and _may_name(cells.rows[column]):
            return Named(cells.rows[column], (column,))
    return None


def _named(cells: Cells, date: int) -> Named | None:
    """The fewest columns that, beside its date, tell every row from the others; words before numbers."""
    dates, columns = cells.rows[date], [column for column in cells.rows if column != date and _may_name(cells.rows[column])]
    words = [column for column in columns if pd.to_numeric(cells.rows[column], errors="coerce").isna().any()]
    for known, share in ((words, OF_WORDS), ([*words, *(column for column in columns if column not in words)], OF_NUMBERS)):
        for count in range(1, KEYS + 1):
            for chosen in combinations(known[:LOOKED_AT], count):
                names = _joined(cells.rows[list(chosen)])
                if _tells(names, dates, share):
                    return Named(names, chosen)
    return None


def _may_name(texts: pd.Series) -> bool:
    """Words or whole numbers that come again, in every row."""
    if not 1 < texts.nunique() <= len(texts) / FEWEST_EACH or (texts == "").any():
        return False
    numbers = pd.to_numeric(texts, errors="coerce")
    whole = ((numbers % 1 == 0) & (numbers >= 0)).all() and not texts.str.contains(r"\.\d").any()
    return bool(numbers.isna().any() or whole)


def _tells(names: pd.Series, dates: pd.Series, share: float) -> bool:
    """Whether hardly a series has a date twice, and at least that share of all dates that series could have are there."""
    again = pd.DataFrame({"date": dates, "name": names}).duplicated().mean()
    count = names.nunique()
    return again <= REPEATED and count * FEWEST_EACH <= len(names) and len(names) >= share * count * dates.nunique()


def _joined(columns: pd.DataFrame) -> pd.Series:
    first, *others = (columns[column] for column in columns)
    for other in others:
        first = first + " / " + other
    return first


def _side_by_side(cells: Cells, date: int, found: Named, question: Question) -> Cells:
    """A row a date, and a column for each series and each of its numbers."""
    kept = [name for name in read_numbers(cells, date).frame if cells.header.index(name) not in found.columns]
    names = list(dict.fromkeys(found.names))
    if len(kept) * len(names) >= MAX_COLUMNS:
        raise UserError(
            f"{len(names)} series of {len(kept)} columns side by side are more than {MAX_COLUMNS:,} columns: choose one of them."
        )
    numbers = {name: cells.rows[cells.header.index(name)] for name in kept}
    table = pd.DataFrame({"date": cells.rows[date], "name": found.names, **numbers})
    table = table.drop_duplicates(["date", "name"], keep="last").pivot(index="date", columns="name", values=kept)
    columns = [(column, name) for name in names for column in kept]
    rows = table[columns].fillna("").reindex(dict.fromkeys(cells.rows[date])).reset_index()
    named = (name if len(kept) == 1 else f"{column} {name}" for column, name in columns)
    header = distinct([cells.header[date], *named])[0]
    rows = rows.set_axis(range(len(header)), axis="columns").set_axis(range(2, len(rows) + 2))
    shown = f"{', '.join(names[:SHOWN])}{' …' * (len(names) > SHOWN)}"
    note = f"The {len(names)} series ({shown}) were put side by side, a row for each date."
    return replace(cells, header=header, rows=rows, notes=(*cells.notes, note), questions=(*cells.questions, question))
