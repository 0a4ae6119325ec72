"""The data that a command line names: a dataset of the catalogue, or a file, and what to take of it."""

import argparse
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rnn_core.data import (
    KINDS,
    MAX_BYTES,
    Dataset,
    File,
    Labelled,
    Messages,
    Series,
    Text,
    catalogue,
    entries,
    read_path,
    read_table,
    read_text,
)
from rnn_core.data import Path as Track
from rnn_core.data.messages import BLANK, LINE
from rnn_core.data.questions import NO, YES
from rnn_core.data.readers.encodings import named
from rnn_core.data.readers.label_files import examine_labelled
from rnn_core.data.readers.workbooks import is_workbook
from rnn_core.data.synop.series import is_synop, read_synop
from rnn_core.errors import UserError

OF_FILES = ("test_data", "file_encoding", "station")  # what does not go with a dataset of the catalogue


def add_flags(parser: argparse.ArgumentParser, *kinds: str, taken: Collection[str] = ()) -> list[str]:
    """Add the flags that name data of these kinds, but for names that settings have ``taken``. Returns them."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--dataset", metavar="ID", help="a dataset of the catalogue")
    source.add_argument("--data", metavar="FILE", type=Path, help="; or ".join(KINDS[kind].file for kind in kinds))
    flags = ["--dataset", "--data"]
    if tested := [KINDS[kind].test_file for kind in kinds if KINDS[kind].test_file]:
        parser.add_argument("--test-data", metavar="FILE", type=Path, help=f"a second file {' or '.join(tested)}")
        flags += ["--test-data"]
    same = () if "encoding" in taken else ("--encoding",)
    parser.add_argument("--file-encoding", *same, metavar="NAME", help="of the files, as cp1251 or koi8-r; found out without it")
    flags += ["--file-encoding", *same]
    for kind, reader in READERS.items():
        for flag, form in reader.flags.items() if kind in kinds else ():
            parser.add_argument(flag, **form)
            flags.append(flag)
    return [*flags, *add_answers(parser, *kinds)]


def add_answers(parser: argparse.ArgumentParser, *kinds: str) -> list[str]:
    """Add the flags that answer the questions which files of these kinds leave open. Returns them."""
    asked = _asked(kinds)
    for id, words in asked.items():
        form: dict[str, Any] = {"nargs": "?", "const": YES, "metavar": "yes|no"} if id in YES_OR_NO else {"metavar": "ANSWER"}
        parser.add_argument(f"--{id}", dest=f"answer_{id}", help=words, **form)
    return [f"--{id}" for id in asked]


def answers_of(chosen: argparse.Namespace, *kinds: str) -> dict[str, str]:
    """The answers that the flags give."""
    given = {id: getattr(chosen, f"answer_{id}") for id in _asked(kinds)}
    return {id: _plain(id, answer) for id, answer in given.items() if answer is not None}


def _plain(id: str, answer: str) -> str:
    """Raises UserError for an empty answer, and for one that is neither yes nor no where these are asked for."""
    if id not in YES_OR_NO and answer:
        return answer
    if answer.casefold() not in (YES, NO):
        raise UserError(
            f"--{id} is {answer!r}: expected {'yes or no' if id in YES_OR_NO else 'an answer'}; name the file before it."
        )
    return answer.casefold()


def _asked(kinds: Iterable[str]) -> dict[str, str]:
    """The questions of these kinds, each once, and the help of its flag."""
    return {id: words for kind in kinds for id, words in ANSWERS.get(kind, {}).items()}


def load(chosen: argparse.Namespace, kind: str, target: str | Sequence[str] | None) -> tuple[str, Dataset]:
    """The name and the data that the flags say; of several columns to forecast the first counts here. Raises UserError."""
    given = [*(flag for flag in OF_FILES if getattr(chosen, flag, None)), *answers_of(chosen, kind)]
    for flag in given:
        if chosen.dataset:
            raise UserError(f"--{flag.replace('_', '-')} goes with --data: a dataset of the catalogue brings its own parts.")
    reader = READERS[kind]
    if chosen.dataset:
        return chosen.dataset, reader.choose(_ready(chosen.dataset, kind), chosen)
    column = target if isinstance(target, str) else next(iter(target or ()), None)
    return chosen.data.name, reader.choose(reader.read(chosen, column), chosen)


def _series(chosen: argparse.Namespace, target: str | None) -> Series:
    file = _file(chosen, chosen.data)
    if is_synop(file.content):
        return read_synop([file], chosen.station, target, test=_test(chosen)).series
    if chosen.station:
        raise UserError(f"--station goes with SYNOP weather observations of France, and {file.name} holds none: leave it out.")
    return read_table(file, test=_test(chosen), target=target, answers=answers_of(chosen, "series"))


def _labelled(chosen: argparse.Namespace, _: str | None) -> Labelled:
    return examine_labelled(_file(chosen, chosen.data), answers_of(chosen, "labelled"), _test(chosen)).data


def _path(chosen: argparse.Namespace, _: str | None) -> Track:
    return read_path(_file(chosen, chosen.data), answers_of(chosen, "path"))


def _text(chosen: argparse.Namespace, _: str | None) -> Text | Messages:
    return read_text(_file(chosen, chosen.data))


def _test(chosen: argparse.Namespace) -> File | None:
    return _file(chosen, chosen.test_data) if chosen.test_data else None


def _file(chosen: argparse.Namespace, path: Path) -> File:
    file = File(read(path), path.name, named(chosen.file_encoding) if chosen.file_encoding else "")
    if file.encoding and is_workbook(file):
        raise UserError(f"{file.name} is an Excel workbook, which says itself how it is encoded: leave --file-encoding out.")
    return file


def _ready(id: str, kind: str) -> Any:
    entry = catalogue.entry(id)
    if entry.kind != kind:
        known = ", ".join(one.id for one in entries(kind))
        raise UserError(f"The dataset {id} is of another kind ({entry.kind}): choose one of {known}.")
    return entry.load()


def _chosen(found: Text | Messages, chosen: argparse.Namespace) -> Text:
    if isinstance(found, Messages):
        where = dict(_pair(words, found.columns, "--where") for words in chosen.where)
        exclude: dict[str, list[str]] = defaultdict(list)
        for words in chosen.exclude:
            column, value = _pair(words, found.columns, "--exclude")
            exclude[column].append(value)
        return found.choose(chosen.column, where, exclude, _share(chosen.first), BETWEEN[chosen.joined_by])
    if chosen.column or chosen.where or chosen.exclude or chosen.first or chosen.joined_by != "line":
        *others, last = MESSAGES
        raise UserError(f"{found.title} is plain text: {', '.join(others)} and {last} go with a table of messages, or a chat.")
    return found


def _share(given: str | None) -> float:
    try:
        share = 1.0 if given is None else float(given)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise UserError(f"--first is {given!r}: give the share of the messages, more than 0 and at most 1.")
    return share


def _pair(words: str, columns: Sequence[str], flag: str) -> tuple[str, str]:
    """Column and value. A column's name may hold "=": the split is where a column's name ends, else at the first."""
    parts = words.split("=")
    if len(parts) < 2:
        raise UserError(f"{flag} {words} names no value: write the column, an equals sign and the value.")
    pairs = [("=".join(parts[:place]), "=".join(parts[place:])) for place in range(1, len(parts))]
    return next((pair for pair in pairs if pair[0] in columns), pairs[0])


def read(path: Path, most: int = MAX_BYTES) -> bytes:
    """The file's bytes, at most one more than ``most``. Raises UserError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise UserError(f"The file {path} cannot be read ({error.strerror}): check its name and folder.") from error


def _as_it_is(found: Any, _: argparse.Namespace) -> Any:
    return found


@dataclass(frozen=True)
class Reader:
    """How data of a kind come from the command line.

    ``flags`` stand beside those of every kind, with what argparse wants to know of each; ``read`` takes the file, given the
    column to forecast; ``choose`` takes a part of what was read, or of a dataset of the catalogue.
    """

    read: Callable[[argparse.Namespace, str | None], Any]
    flags: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    choose: Callable[[Any, argparse.Namespace], Dataset] = _as_it_is


TIME_UNIT = "the unit of times from a start: seconds, milliseconds, microseconds and others"
ANSWERS: Mapping[str, Mapping[str, str]] = {  # by the name of the kind: of every question that a file can leave open, the flag
    "series": {
        "series": "of several series in one table: the name of the one to take, or every (one is forecast, and with --features "
        "every the others are inputs)",
        "rows-of": "of years, quarters and months below each other: the ones to take",
        "turn": "columns such as V1, V2, V3 or H1 to H24 follow each other in time",
        "number-rows": "number the rows, whatever dates there are",
        "repeated": "of rows with the same date: which counts, last, first, mean or sum",
        "grid": "put rows at irregular times on a regular grid",
        "fill": "fill gaps of at most so many rows on straight lines",
        "no-value": "a number such as -200 or 9999, far from all others, stands where none was measured",
        "time-unit": TIME_UNIT,
        "day-first": "dates: the day stands before the month",
        "decimal-comma": "numbers: a comma is the decimal sign",
    },
    "labelled": {
        "text": "the column of a table that holds the texts",
        "label": "the column of a table that holds the labels",
        "same-texts": "labelled texts: take rows that repeat a text once, or every one of them",
    },
    "path": {
        "x": "points: the column of x",
        "y": "points: the column of y",
        "z": "points: the column of z, or none",
        "t": "points: the column of times, or none",
        "time-unit": TIME_UNIT,
        "track": "points: the track to take, of several",
    },
}
YES_OR_NO = ("turn", "number-rows", "grid", "no-value", "day-first", "decimal-comma")
STATION = {"--station": {"metavar": "ID", "help": "the number or name of a weather station in a SYNOP file"}}
BETWEEN = {"line": LINE, "blank": BLANK}
SEVERAL: dict[str, Any] = {"metavar": "NAME=VALUE", "action": "append", "default": []}
MESSAGES = {
    "--column": {"metavar": "NAME", "help": "the column of a table that holds the messages"},
    "--where": {**SEVERAL, "help": "only messages with this value"},
    "--exclude": {**SEVERAL, "help": "no messages with this value"},
    "--first": {"metavar": "SHARE", "help": "only the first of the messages: 0.2 is a fifth"},
    "--joined-by": {"choices": list(BETWEEN), "default": "line", "help": "what stands between messages"},
}
READERS = {  # by the name of the kind
    "series": Reader(_series, STATION),
    "labelled": Reader(_labelled),
    "text": Reader(_text, MESSAGES, _chosen),
    "path": Reader(_path),
}
