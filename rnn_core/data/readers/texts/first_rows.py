"""Whether the first row of a table of texts holds the names of its columns, or is a row like the others."""

import csv
import io
import re
from itertools import islice

import pandas as pd

KNOWN = frozenset(
    [
        "text",
        "message",
        "statement",
        "body",
        "content",
        "comment",
        "review",
        "sentence",
        "document",
        "tweet",
        "post",
        "words",
        "sequence",
        "quote",
        "lyrics",
        "line",
        "title",
        "label",
        "class",
        "category",
        "sentiment",
        "target",
        "topic",
        "rating",
        "polarity",
        "score",
        "stars",
        "summary",
        "user",
        "author",
        "speaker",
        "sender",
        "from",
        "name",
        "id",
        "date",
        "time",
        "timestamp",
        "created",
        "number",
        "index",
        "channel",
        "room",
    ]
)
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")  # of "fromUser.id", "tweet_text", "Author ID"
LONG_NAME = 5  # words: the name of a column has fewer
LONGER = 2  # times as long as the name of their column texts are
SAMPLE = 1_000  # rows
MOST_READ = 100_000  # characters that show what commas are for
MOST = 0.9  # of them
NUMBER = re.compile(r"\d[\d.:/ -]*$|\d{4}-\d")  # or a date


def begins_with_messages(table: pd.DataFrame) -> bool:
    """Whether the first row of a table of messages is one of them.

    So it is when none of its cells is a usual name, and one comes again in its column, or one is a number like those below it
    and another one a whole message. In the one column of a list it is, if it is not a single word far shorter than the others.
    """
    first = [cell.strip() for cell in table.iloc[0]]
    rows = table.iloc[1 : SAMPLE + 1].apply(lambda column: column.str.strip())
    if len(table) < 2 or not first[0] or any(map(usual, first)):
        return False
    if len(first) == 1:
        lengths = rows.iloc[:, 0].str.len()
        return not (re.fullmatch(r"[^\W\d][\w.-]*", first[0]) and LONGER * len(first[0]) <= lengths[lengths > 0].mean())
    columns = [(cell, rows.iloc[:, place]) for place, cell in enumerate(first) if cell]
    if any((column == cell).any() for cell, column in columns):
        return True
    counted = any(NUMBER.match(cell) and column.str.match(NUMBER).mean() > MOST for cell, column in columns)
    return counted and any(len(cell.split()) > LONG_NAME for cell in first)


def begins_with_numbers(table: pd.DataFrame) -> bool:
    """Whether the first row of a table has a number where the rows below have some too, and no usual name."""
    first = [cell.strip() for cell in table.iloc[0]]
    counted = [str(number) for number in range(len(first))]  # the names that a program gives columns without any
    if len(table) < 2 or any(map(usual, first)) or [cell for cell in first if cell] in (counted, counted[:-1]):
        return False
    numbers = table.head(SAMPLE).apply(pd.to_numeric, errors="coerce").notna()
    return bool((numbers.iloc[0] & (numbers.mean() > MOST)).any())


def begins_with_labelled(table: pd.DataFrame) -> bool:
    """Whether the first row of a table of texts with labels has a number as the others have, or one of the few labels.

    A row of names that comes again below, as where files were joined, holds none.
    """
    if begins_with_numbers(table):
        return True
    first = [cell.strip() for cell in table.iloc[0]]
    if len(table) < 2 or len(first) < 2 or any(map(usual, first)) or all(cell.isdigit() for cell in first):
        return False
    rows = table.iloc[1 : SAMPLE + 1].apply(lambda column: column.str.strip())
    below = rows[(rows != first).any(axis="columns")]
    return any(_is_of_few(cell, below.iloc[:, place]) for place, cell in enumerate(first) if cell)


def _is_of_few(cell: str, column: pd.Series) -> bool:
    """Whether it is one of some values that all come again."""
    counts = column[column != ""].value_counts()
    return len(counts) > 1 and cell in counts.index and int(counts.min()) > 1


def only_lines(body: str, separator: str) -> bool:
    """Whether what looks like a table is a message a line: its rows differ in length and have no names.

    A comma in a sentence has a blank behind it, one between cells seldom has.
    """
    try:
        rows = (row for row in csv.reader(io.StringIO(body, newline=""), delimiter=separator) if any(map(str.strip, row)))
        first = next(rows, [])
        if not first or any(map(usual, first)):
            return False
        some = [first, *islice(rows, SAMPLE)]
        widths = {*map(len, some), *map(len, rows)}
    except csv.Error:
        return False
    if len(widths) == 1:
        return False
    beginning = body[:MOST_READ]
    if separator == "," and beginning.count(", ") > MOST * beginning.count(","):
        return True
    width = max(map(len, some))
    return width == len(first) and begins_with_messages(pd.DataFrame([row + [""] * (width - len(row)) for row in some]))


def usual(name: str) -> bool:
    """Whether a cell is a usual name of a column, or made of one and another word."""
    plain = len(name.split()) <= 2 and not re.search(r"\d", name)
    return plain and any(word.lower() in KNOWN for word in WORD.findall(name))
