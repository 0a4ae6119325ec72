"""What is true of each step that a network reads, in words that people use: of characters, rows of a series, points, words."""

import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.explain.probing import Property
from rnn_core.features import calendar

Array = NDArray[np.float64]
QUOTES, OPENING, CLOSING = '"“”„«»', "([{", ")]}"
TREND_ROWS = 5
LONGEST_LINE = 400  # characters; in a text of longer lines the place in them is no property of a character
SHORT_STEP, LONG_ENOUGH = pd.Timedelta(hours=12), pd.Timedelta(days=500)  # of rows, to have an hour; of a part, to have a year
SAME = 0.03  # a season whose length differs less from a day or a year is that


def of_text(text: str) -> list[Property]:
    """Of each character, after it was read."""
    letters = [unicodedata.normalize("NFD", one)[0].lower() for one in text]
    places = _since(text, lambda one: one == "\n")
    lines = [Property("place in the line", places)] if places.max(initial=0) <= LONGEST_LINE else []
    return [
        Property("inside quotation marks", _inside_quotes(text)),
        Property("inside brackets", _inside_brackets(text)),
        *lines,
        Property("place in the word", _since(text, lambda one: not one.isalnum())),
        Property("space or punctuation", np.array([not one.isalnum() for one in text], bool)),
        Property("capital letter", np.array([one.isupper() for one in text], bool)),
        Property("vowel", np.array([one in "aeiou" for one in letters], bool)),
        Property("digit", np.array([one.isdigit() for one in text], bool)),
    ]


def _since(text: str, begins: Callable[[str], bool]) -> Array:
    """How many characters ago the last one was that ``begins``, 0 at itself; the text follows one."""
    places, place = np.empty(len(text)), 0
    for at, one in enumerate(text):
        place = 0 if begins(one) else place + 1
        places[at] = place
    return places


def _inside_quotes(text: str) -> NDArray[np.bool_]:
    """After an opening mark and before the closing one; an empty line ends what nobody closed."""
    found, inside = np.zeros(len(text), bool), False
    for at, one in enumerate(text):
        inside = not inside if one in QUOTES else inside and text[max(0, at - 1) : at + 1] != "\n\n"
        found[at] = inside
    return found


def _inside_brackets(text: str) -> NDArray[np.bool_]:
    """As :func:`_inside_quotes`, however deep."""
    found, depth = np.zeros(len(text), bool), 0
    for at, one in enumerate(text):
        depth = 0 if text[max(0, at - 1) : at + 1] == "\n\n" else max(0, depth + (one in OPENING) - (one in CLOSING))
        found[at] = depth > 0
    return found


def of_series(values: Array, names: Sequence[str], dates: pd.DatetimeIndex, season: int | None) -> list[Property]:
    """Of each row of ``values`` (rows, columns), called ``names``: level, trend, and the time of day, year or season."""
    found = []
    for name, own in zip(names, values.T, strict=True):
        of = f" of {name}" if len(names) > 1 else ""
        found += [Property(f"level{of}", own), Property(f"trend of the last {TREND_ROWS} rows{of}", slopes(own))]
    return [*found, *_times(dates, season)]


def slopes(values: Array, rows: int = TREND_ROWS) -> Array:
    """Of the straight line through each value and those before it, ``rows`` together (least squares); fewer at the beginning."""
    found = np.zeros(len(values))
    for count in range(2, min(rows, len(values)) + 1):
        places = np.arange(count) - (count - 1) / 2
        each = np.lib.stride_tricks.sliding_window_view(values, count) @ places / (places**2).sum()
        found[count - 1 :] = each
    return found


def _times(dates: pd.DatetimeIndex, season: int | None) -> list[Property]:
    if len(dates) < 2:
        return []
    step, length, angles = (dates[1:] - dates[:-1]).to_series().median(), dates[-1] - dates[0], calendar.calendar(dates)
    found, known = [], []
    if step <= SHORT_STEP and length > pd.Timedelta(days=3):
        found.append(Property("hour of the day", angles[:, :2]))
        known.append(pd.Timedelta(days=1) / step)
    if length >= LONG_ENOUGH:
        found.append(Property("day of the year", angles[:, 2:]))
        known.append(pd.Timedelta(days=calendar.DAYS) / step)
    if season and not any(abs(season / rows - 1) < SAME for rows in known):
        turns = 2 * np.pi * np.arange(len(dates)) / season
        found.append(Property(f"place in the season of {season} rows", np.column_stack([np.sin(turns), np.cos(turns)])))
    return found


def of_path(points: Array, names: Sequence[str]) -> list[Property]:
    """Of each of ``points`` (points, 2 or 3): where it lies, how fast the path goes, where to, and in the plane how it turns."""
    steps = np.diff(points, axis=0, prepend=points[:1])
    speed = np.linalg.norm(steps, axis=1)
    headings = steps[:, :2] / np.where(speed > 0, speed, 1)[:, None]
    found = [Property(f"place along {name}", own) for name, own in zip(names, points.T, strict=True)]
    found += [Property("speed", speed), Property("direction of travel", headings)]
    if points.shape[1] == 2:
        before = np.vstack([headings[:1], headings[:-1]])
        turned = before[:, 0] * headings[:, 1] - before[:, 1] * headings[:, 0]  # the sine of the angle between the two
        found.append(Property("turns left", turned > 0))
    return found


def of_words(words: Sequence[Sequence[str]], known: Sequence[NDArray[np.bool_]], labels: Sequence[str]) -> list[Property]:
    """Of each word of several texts, one after the other: its place, whether the network knows it, and the label of its text."""
    lengths = [len(each) for each in words]
    of_step = np.repeat(np.asarray(labels, dtype=object), lengths)
    places = np.concatenate([np.arange(length) for length in lengths]) if lengths else np.empty(0)
    return [
        *(Property(f"text of the class {label}", of_step == label) for label in sorted({*labels})[: _classes(labels)]),
        Property("place in the text", places.astype(float)),
        Property("a word that the network does not know", ~np.concatenate(known) if len(known) else np.empty(0, bool)),
        Property("length of the word", np.array([len(word) for each in words for word in each], float)),
    ]


def _classes(labels: Sequence[str]) -> int:
    """Of two classes one says all."""
    count = len({*labels})
    return 1 if count == 2 else min(count, 6)
