"""Tables of numbers without a row of column names."""

import pandas as pd

from rnn_core.data.times.forms import WHOLE, YEAR, likely, parse
from rnn_core.data.times.plain import plain

SAMPLE = 50  # rows looked at
DATES = 20  # columns, one of the first of which holds the dates
SEQUENCE = 3  # whole numbers in constant steps are names that count


def without_names(table: pd.DataFrame) -> bool:
    """Whether the first row holds a date like those below it, or nothing but numbers as the rows below do."""
    first, below = table.iloc[0].str.strip(), table.iloc[1 : SAMPLE + 1]
    return _are_numbers(first, below) or any(
        _begins_with_date(first[column], below[column].str.strip()) for column in [*table][:DATES]
    )


def _begins_with_date(first: str, below: pd.Series) -> bool:
    """In a form that is no mere number of a few digits."""
    first, texts = plain(pd.Series([first]))[0][0], plain(below[below != ""])[0]
    forms = [form for form in likely(pd.Series([first]), True, False) if form not in (*WHOLE, YEAR)] if first else []
    return len(texts) > 0 and any(parse(texts, form).notna().all() for form in forms)


def _are_numbers(first: pd.Series, below: pd.DataFrame) -> bool:
    """Not those that count, as columns of a wide table are called."""
    if below.empty:
        return False
    named = first[first != ""]
    numbers = pd.to_numeric(named, errors="coerce")
    if named.empty or numbers.isna().any() or len(named) < len(first):
        return False
    steps = numbers.diff().iloc[1:]
    if len(numbers) >= SEQUENCE and steps.nunique() == 1 and steps.iloc[0] and (numbers % 1 == 0).all():
        return False
    return bool(below.apply(pd.to_numeric, errors="coerce").notna().mean().min() >= 1 / 2)
