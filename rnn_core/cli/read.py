"""``read``: how files would be read, as JSON, without training anything."""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rnn_core.cli.data_flags import add_answers, answers_of
from rnn_core.cli.data_flags import read as content_of
from rnn_core.data import KINDS, MAX_BYTES, File, Labelled, Messages, Series, examine, read_text, row_numbers
from rnn_core.data import Path as Track
from rnn_core.data.likeliest import likeliest as likely_kinds
from rnn_core.data.questions import Answers, Question, Unanswered
from rnn_core.data.readers.arrangements.numbered import NUMBER_ROWS
from rnn_core.data.readers.arrangements.several import EVERY, SERIES
from rnn_core.data.readers.decoding import guessed
from rnn_core.data.readers.encodings import named
from rnn_core.data.readers.forms.odd import leaves_range
from rnn_core.data.readers.gaps import fill, filling, missing
from rnn_core.data.readers.label_files import examine_labelled
from rnn_core.data.readers.path_files import examine_path
from rnn_core.data.readers.paths.tracks import TRACK
from rnn_core.data.readers.workbooks import is_workbook
from rnn_core.data.steps import Step
from rnn_core.data.synop.series import is_synop, read_synop
from rnn_core.errors import UserError
from rnn_core.experiments.classify.data import MOSTLY_UNKNOWN, unknown_share
from rnn_core.features.words import counted
from rnn_core.wording import percent

OPEN = 3  # exit code: a question must be answered first
NEXT = 5  # dates
BEGIN = 200  # characters
EACH = 7  # texts, of which one is taken for new
LAST = 0.15  # of the rows are kept for the test, unless others are
POINTS = 3
LONG_STEP = 1.5  # times the usual one: a gap
DAY, WEEKEND = pd.Timedelta(days=1), pd.Timedelta(days=3)


@dataclass(frozen=True)
class Read:
    """What was read: the facts of its kind, sentences about what was done, and what could be answered otherwise."""

    kind: str
    facts: Mapping[str, Any]
    notes: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    encoding: str = ""
    open: bool = False  # whether one of the questions must be answered first

    def document(self) -> dict[str, Any]:
        """What is printed."""
        return {
            "kind": self.kind,
            "notes": list(self.notes),
            "questions": [
                {"id": one.id, "question": one.text, "options": [*one.options.values()], "taken": one.words or None}
                for one in self.questions
            ],
            "encoding": self.encoding or "utf-8",
            **self.facts,
        }


@dataclass(frozen=True)
class Chosen:
    """What a command line chooses beforehand, None where a file's own reading is taken, and its answers to questions."""

    answers: Answers
    target: str | None = None
    station: str | None = None
    column: str | None = None


FLAGS = {
    "target": "of a series: the column to forecast",
    "station": "of SYNOP weather observations: the station",
    "column": "of messages: the column of the messages",
}


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The files and the answers."""
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="what to read; several where they belong together")
    kinds = "|".join(KINDS)
    parser.add_argument("--as", dest="kind", choices=list(KINDS), metavar=kinds, help="the kind of data; else the likeliest")
    names = ("--encoding", "--file-encoding")
    parser.add_argument(*names, dest="encoding", metavar="NAME", help="of the files, as cp1251; found out without it")
    asked = add_answers(parser, *KINDS)
    for name, words in FLAGS.items():
        parser.add_argument(f"--{name}", metavar="NAME", help=words)
    parser.set_defaults(command=run, flags=["--as", *names, *asked, *(f"--{name}" for name in FLAGS)])


def run(chosen: argparse.Namespace) -> int:
    """Print the document. Returns 3 when a question must be answered first.

    Raises UserError when the files cannot be read as any kind of data, or not as the one asked for.
    """
    encoding = named(chosen.encoding) if chosen.encoding else ""
    files = [File(content_of(path, MAX_BYTES), path.name, encoding) for path in chosen.files]
    given = {name: getattr(chosen, name) for name in FLAGS}
    found = likeliest(files, Chosen(**given, answers=answers_of(chosen, *KINDS)), [chosen.kind] if chosen.kind else None)
    print(json.dumps(found.document(), indent=1, ensure_ascii=False))
    return OPEN if found.open else 0


def likeliest(files: list[File], chosen: Chosen, kinds: Sequence[str] | None = None) -> Read:
    """As the first of the ``kinds`` of data that the files can be read as, else as one with a question that must be answered.

    Raises UserError when there is none, and says what the likeliest kind lacks.
    """
    if kinds is None:
        kinds = ("series",) if is_synop(files[0].content) else likely_kinds(files[0])
    refusals: dict[str, UserError] = {}
    for kind in kinds:
        try:
            return READERS[kind](files, chosen)
        except UserError as error:
            refusals[kind] = error
            if isinstance(error, Unanswered) and error.questions[-1].id != NUMBER_ROWS:
                break  # its dates show what it is
    for kind, refusal in refusals.items():
        if isinstance(refusal, Unanswered):
            asked = refusal.questions
            return Read(kind, _several(asked), refusal.notes, asked, _encoding(files[0]), open=True)
    raise next(iter(refusals.values()))


def _one(files: list[File]) -> File:
    if len(files) > 1:
        raise UserError(f"{len(files)} files were named, but this kind of data is read from one: name one file.")
    return files[0]


def _encoding(file: File) -> str:
    return file.encoding or ("" if is_workbook(file) else guessed(file))


def _series(files: list[File], chosen: Chosen) -> Read:
    questions: tuple[Question, ...] = ()
    if is_synop(files[0].content):
        series = read_synop(files, chosen.station, chosen.target).series
        notes = series.notes
    else:
        reading = examine(_one(files), target=chosen.target, answers=chosen.answers)
        filled = filling(reading.series, chosen.answers)
        series, questions = reading.series, (*reading.questions, *([filled] if filled else []))
        notes = fill(series, int(filled.taken) if filled else 0).notes
    facts = {**series_facts(series), **(_by_number(series.frame) if series.numbered else {}), **_several(questions)}
    frame = series.frame[series.target]
    last = leaves_range(frame.iloc[: -round(LAST * len(frame))], frame.iloc[-round(LAST * len(frame)) :])
    return Read("series", facts, (*notes, *filter(None, [last])), questions, _encoding(files[0]))


def _by_number(frame: pd.DataFrame) -> dict[str, Any]:
    """Instead of dates."""
    rows = row_numbers(frame.index)
    coming = [str(rows[-1] + ahead) for ahead in range(1, NEXT + 1)]
    return {"first": str(rows[0]), "last": str(rows[-1]), "step": "1 row", "next": coming}


def _several(questions: Sequence[Question]) -> dict[str, Any]:
    """The names of several series in a file, and of the one taken; nothing where there is one."""
    found = next((one for one in questions if one.id == SERIES), None)
    if found is None:
        return {}
    return {"series": {"names": [name for name in found.options if name != EVERY], "taken": found.taken or None}}


def series_facts(series: Series) -> dict[str, Any]:
    """Rows, columns, the calendar and what is missing."""
    frame = series.frame
    dates, gaps = pd.DatetimeIndex(frame.index), missing(series)["missing"]
    step = Step(dates) if len(dates) > 1 else None
    return {
        "rows": len(frame),
        "columns": [str(name) for name in frame.columns],
        "target": series.target,
        "first": _date(dates[0]),
        "last": _date(dates[-1]),
        "step": step.words if step else "",
        "next": [_date(date) for date in step.after(NEXT)] if step else [],
        "missing": {str(name): int(count) for name, count in gaps.items() if count},
        "gaps": _holes(dates),
        "season": series.season,
    }


def _holes(dates: pd.DatetimeIndex) -> list[dict[str, Any]]:
    """Where dates lack: the first and the last that lack, and how many. Nights and weekends without rows are no holes."""
    if len(dates) < 2:
        return []
    step = Step(dates)
    steps = dates[1:] - dates[:-1]
    usual = steps.to_series().median()
    usual_most = max(usual, WEEKEND) if usual == DAY and step.absent else usual
    found = []
    for at in np.flatnonzero(steps > LONG_STEP * usual_most):
        if (lacking := step.lacking(int(at) + 1)) is not None:
            first, last, rows = lacking
            found.append({"from": _date(first), "to": _date(last), "rows": rows})
    return found


def _date(date: pd.Timestamp) -> str:
    text = date.strftime("%Y-%m-%d" if date == date.normalize() else "%Y-%m-%d %H:%M:%S")
    return f"{text}.{date.microsecond:06}".rstrip("0") if date.microsecond else text


def _text(files: list[File], chosen: Chosen) -> Read:
    found = read_text(_one(files))
    authors: dict[str, int] = {}
    facts: dict[str, Any] = {}
    if isinstance(found, Messages):
        facts["messages"] = len(found.table)
        text = found.choose(chosen.column)
        by = found.by_author(chosen.column or found.column)
        authors = {str(name): int(count) for name, count in found.most_active(by).items()} if by else {}
    else:
        text = found
    facts |= {"characters": len(text.text), "symbols": len({*text.text}), "authors": authors, "begin": text.text[:BEGIN]}
    return Read("text", facts, text.notes, (), _encoding(files[0]))


def _labelled(files: list[File], chosen: Chosen) -> Read:
    found = examine_labelled(files, chosen.answers)
    notes = (*found.data.notes, *_unknown_words(found.data))
    return Read("labelled", labelled_facts(found.data), notes, found.questions, _encoding(files[0]))


def _unknown_words(data: Labelled) -> tuple[str, ...]:
    """A note when words of some texts are mostly in no others, so that a network would read characters instead."""
    learned, others = ([text for place, text in enumerate(data.texts) if (place % EACH > 0) == first] for first in (True, False))
    share = unknown_share(counted(learned), others)
    if share <= MOSTLY_UNKNOWN:
        return ()
    words = f"{percent(share)} of the words of every {EACH}th text are in none of the others"
    return (f"{words}: networks read the characters instead.",)


def labelled_facts(found: Labelled) -> dict[str, Any]:
    """How many texts of each class, and how the first one begins."""
    every = [*found.texts, *(found.test[0] if found.test else ())]
    counts = Counter(chain(found.labels, found.test[1] if found.test else ()))
    return {"texts": len(every), "classes": dict(counts), "begin": every[0][:BEGIN]}


def _path(files: list[File], chosen: Chosen) -> Read:
    found = examine_path(_one(files), chosen.answers)
    tracks = next((one.options for one in found.questions if one.id == TRACK), [""])
    facts = {**path_facts(found.path, found.time), "tracks": len(tracks)}
    return Read("path", facts, found.path.notes, found.questions, _encoding(files[0]))


def path_facts(found: Track, time: str | None) -> dict[str, Any]:
    """Its points and their distance in time; ``time`` is the column that says it."""
    named_columns = {**dict(zip("xyz", found.columns, strict=False)), **({"t": time} if time else {})}
    begin = [[round(float(value), 6) for value in point] for point in found.points[:POINTS]]
    return {"points": len(found.points), "columns": named_columns, "seconds_apart": found.step, "begin": begin}


READERS: Mapping[str, Callable[[list[File], Chosen], Read]] = {
    "series": _series,
    "text": _text,
    "labelled": _labelled,
    "path": _path,
}
