"""The data that a command line names: a dataset of the catalogue, or a file, and what to take of it."""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rnn_core.data import MAX_BYTES, File, Labelled, Messages, Series, Text, catalogue, entries, read_path, read_table, read_text
from rnn_core.data import Path as Track
from rnn_core.data.readers.encodings import named
from rnn_core.data.readers.label_files import read_labelled
from rnn_core.data.readers.workbooks import is_workbook
from rnn_core.data.store import Dataset
from rnn_core.data.synop.series import is_synop, read_synop
from rnn_core.errors import UserError

FILES = {
    "series": "a CSV file with a date column, or SYNOP weather observations of France",
    "text": "a text, or a table of messages (CSV, TSV, XLSX)",
    "labelled": "a table with texts and labels, or lines of a label, a tab and words",
    "path": "a table of points with columns x, y and, if you like, z and t",
}
TEST_FILES = {"series": "as test period", "labelled": "to test on"}


def add_flags(parser: argparse.ArgumentParser, *kinds: str) -> list[str]:
    """Add the flags that name data of these kinds. Returns them."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--dataset", metavar="ID", help="a dataset of the catalogue")
    source.add_argument("--data", metavar="FILE", type=Path, help="; or ".join(FILES[kind] for kind in kinds))
    flags = ["--dataset", "--data"]
    if tested := [words for kind, words in TEST_FILES.items() if kind in kinds]:
        parser.add_argument("--test-data", metavar="FILE", type=Path, help=f"a second file {' or '.join(tested)}")
        flags += ["--test-data"]
    parser.add_argument("--file-encoding", metavar="NAME", help="of the files, as cp1251 or koi8-r; found out without it")
    flags += ["--file-encoding"]
    if "series" in kinds:
        parser.add_argument("--station", metavar="ID", help="the number or name of a weather station in a SYNOP file")
        flags += ["--station"]
    if "labelled" in kinds:
        parser.add_argument("--text", metavar="NAME", help="the column of a table that holds the texts")
        parser.add_argument("--label", metavar="NAME", help="the column of a table that holds the labels")
        flags += ["--text", "--label"]
    if "text" in kinds:
        parser.add_argument("--column", metavar="NAME", help="the column of a table that holds the messages")
        parser.add_argument("--where", metavar="NAME=VALUE", action="append", default=[], help="only messages with this value")
        parser.add_argument("--exclude", metavar="NAME=VALUE", action="append", default=[], help="no messages with this value")
        flags += ["--column", "--where", "--exclude"]
    return flags


def load(chosen: argparse.Namespace, kind: str, target: str | Sequence[str] | None) -> tuple[str, Dataset]:
    """The name and the data that the flags say; of several columns to forecast the first counts here. Raises UserError."""
    _check(chosen)
    if kind == "series":
        return _series(chosen, target if isinstance(target, str) else next(iter(target or ()), None))
    if kind == "labelled":
        return _labelled(chosen)
    if kind == "path":
        return _path(chosen)
    return _text(chosen)


def _series(chosen: argparse.Namespace, target: str | None) -> tuple[str, Series]:
    if chosen.dataset:
        return chosen.dataset, _ready(chosen.dataset, "series")
    file = _file(chosen, chosen.data)
    if is_synop(file.content):
        return file.name, read_synop([file], chosen.station, target, test=_test(chosen)).series
    if chosen.station:
        raise UserError(f"--station goes with SYNOP weather observations of France, and {file.name} holds none: leave it out.")
    return file.name, read_table(file, test=_test(chosen), target=target)


def _labelled(chosen: argparse.Namespace) -> tuple[str, Labelled]:
    if chosen.dataset:
        return chosen.dataset, _ready(chosen.dataset, "labelled")
    file = _file(chosen, chosen.data)
    return file.name, read_labelled(file, text=chosen.text, label=chosen.label, test=_test(chosen))


def _text(chosen: argparse.Namespace) -> tuple[str, Text]:
    if chosen.dataset:
        return chosen.dataset, _chosen(_ready(chosen.dataset, "text"), chosen)
    return chosen.data.name, _chosen(read_text(_file(chosen, chosen.data)), chosen)


def _path(chosen: argparse.Namespace) -> tuple[str, Track]:
    if chosen.dataset:
        return chosen.dataset, _ready(chosen.dataset, "path")
    return chosen.data.name, read_path(_file(chosen, chosen.data))


def _test(chosen: argparse.Namespace) -> File | None:
    return _file(chosen, chosen.test_data) if chosen.test_data else None


def _file(chosen: argparse.Namespace, path: Path) -> File:
    file = File(read(path), path.name, named(chosen.file_encoding) if chosen.file_encoding else "")
    if file.encoding and is_workbook(file):
        raise UserError(f"{file.name} is an Excel workbook, which says itself how it is encoded: leave --file-encoding out.")
    return file


def _check(chosen: argparse.Namespace) -> None:
    """Flags of a file do not go with a dataset of the catalogue."""
    for flag in ("test_data", "file_encoding", "station", "text", "label"):
        if chosen.dataset and getattr(chosen, flag, None):
            raise UserError(f"--{flag.replace('_', '-')} goes with --data: a dataset of the catalogue brings its own parts.")


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
        return found.choose(chosen.column, where, exclude)
    if chosen.column or chosen.where or chosen.exclude:
        raise UserError(f"{found.title} is plain text: --column, --where and --exclude go with a table of messages.")
    return found


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
