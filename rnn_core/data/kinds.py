"""The kinds of data that an experiment can be about, and what the program knows of each beside how it looks on a page."""

import string
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd

from rnn_core.data import labelled, path, series, text
from rnn_core.data.labelled import Labelled
from rnn_core.data.path import Path
from rnn_core.data.series import Series
from rnn_core.data.sources.synthetic import sine
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.data.text import Text

Dataset = Series | Text | Labelled | Path
Data = TypeVar("Data", Series, Text, Labelled, Path)

MOST_NUMBERS = 500_000  # of a series: writing a copy of more takes seconds, which the pages would feel
MOST_CHARACTERS = 20_000_000  # of labelled texts, for the same reason: of more a share is tried
FEWEST_OF_CLASS = 20  # texts of a class in that share, if there are so many


def _never(data: Any) -> bool:
    return False


def _whole(data: Any) -> tuple[Any, float]:
    return data, 1.0


@dataclass(frozen=True)
class Kind(Generic[Data]):
    """One kind of data.

    ``files``: of a kept copy, in the order of writing, beside ``about.json``; the first one tells the kind. ``file`` says what a
    file from elsewhere may be, and ``test_file`` what a second one is for, "" where there can be none; ``endings`` are those of
    large files on the server, none where these are not read. ``first``: the dataset to begin with. ``small``: enough for one step
    of a training. ``content``: what decides how long a training takes, not where it comes from. ``part``: what is enough to try
    how long it takes, and how many times as long the whole will take; nothing ``too_large`` is tried.
    """

    name: str
    document: type[Data]
    files: tuple[str, ...]
    file: str
    first: str
    small: Callable[[], Data]
    content: Callable[[Data], Hashable]
    test_file: str = ""
    endings: tuple[str, ...] = ()
    part: Callable[[Data], tuple[Data, float]] = _whole
    too_large: Callable[[Data], bool] = _never


def _frames(data: Series) -> list[pd.DataFrame]:
    return [data.frame] if data.test is None else [data.frame, data.test]


def _numbers(data: Series) -> Hashable:
    return data.target, *((*map(str, frame.columns), frame.to_numpy().tobytes()) for frame in _frames(data))


def _many_numbers(data: Series) -> bool:
    return sum(frame.size for frame in _frames(data)) > MOST_NUMBERS


def _some_texts(data: Labelled) -> tuple[Labelled, float]:
    """Of very many texts a share: reading them and learning from them take time in proportion.

    Of a small class all texts stay, as each class needs some, and of a test file one, as it is only read at the end.
    """
    characters = sum(map(len, data.texts))
    if characters <= MOST_CHARACTERS:
        return data, 1.0
    labels, rng, chosen = np.asarray(data.labels), np.random.default_rng(0), []
    for name in data.classes:
        places = rng.permutation(np.flatnonzero(labels == name))
        chosen += places[: max(FEWEST_OF_CLASS, len(places) * MOST_CHARACTERS // characters)].tolist()
    texts, test = tuple(data.texts[place] for place in chosen), data.test and (data.test[0][:1], data.test[1][:1])
    some = replace(data, texts=texts, labels=tuple(data.labels[place] for place in chosen), test=test)
    return some, characters / sum(map(len, texts))


SERIES = Kind(
    name="series",
    document=Series,
    files=(series.DATA, series.TEST),
    file="a CSV file with a date column, or SYNOP weather observations of France",
    test_file="as test period",
    endings=("csv", "tsv", "txt"),
    first="prices-msft",
    small=sine,
    content=_numbers,
    too_large=_many_numbers,
)
TEXT = Kind(
    name="text",
    document=Text,
    files=(text.DATA, text.OTHERS),
    file="a text, a chat, or a table of messages (CSV, TSV, XLSX)",
    endings=("txt", "md"),
    first="hamlet",
    small=lambda: Text(string.ascii_letters * 100, "Letters"),
    content=lambda data: data.text,
)
LABELLED = Kind(
    name="labelled",
    document=Labelled,
    files=(labelled.DATA, labelled.TEST),
    file="a table with texts and labels, lines of a label, a tab and words, or a zip with one file or folder per class",
    test_file="to test on",
    endings=("csv", "tsv", "txt"),
    first="rotten-tomatoes",
    small=lambda: Labelled(("up we go", "down we go") * 8, ("up", "down") * 8, "Ways"),
    content=lambda data: (data.texts, data.labels, data.test),
    part=_some_texts,
)
PATH = Kind(
    name="path",
    document=Path,
    files=(path.DATA,),
    file="a table of points with columns x, y and, if you like, z and t, or a track as GPX, KML, TCX, NMEA or GeoJSON",
    first="ladybug",
    small=lambda: ladybug(500),
    content=lambda data: (data.columns, data.points.tobytes()),
)
KINDS: dict[str, Kind[Any]] = {kind.name: kind for kind in (SERIES, TEXT, LABELLED, PATH)}


def kind_of(data: Dataset) -> Kind[Any]:
    """The kind of a dataset."""
    return next(kind for kind in KINDS.values() if isinstance(data, kind.document))
