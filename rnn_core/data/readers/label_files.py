"""Reading uploaded texts with labels: a table, lines of a label, a tab and words, or one file or folder per class."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from rnn_core.data.labelled import Labelled
from rnn_core.data.questions import NO_ANSWERS, Answers, Question, ask, beside
from rnn_core.data.readers.cells import MAX_ROWS, Cells, WantedTable, read_cells
from rnn_core.data.readers.decoding import decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.label_columns import Candidate, candidates, chosen
from rnn_core.data.readers.labelling import class_files, class_folders
from rnn_core.data.readers.labelling.json_rows import json_rows
from rnn_core.data.readers.labelling.lines import Form, form_of, several
from rnn_core.data.readers.labels import clean
from rnn_core.data.readers.texts.first_rows import begins_with_labelled
from rnn_core.data.readers.workbooks import is_workbook, read_workbook
from rnn_core.errors import UserError

TEXT, LABEL, SAME_TEXTS = "text", "label", "same-texts"  # the questions
ONCE, EVERY = "once", "every"  # answers to the last one
MOST_AGAIN = 0.02  # of the rows are left out without asking
SOURCE = "Your own file"
WANTED = WantedTable(
    expected="expected a table with a row of column names, a column of texts and a column of labels, or lines of a label, a tab "
    "and words",
    convert="save or export it as CSV or plain text (UTF-8)",
    smaller="upload fewer rows, or have the file put into the folder data of the server",
    shorter="upload fewer rows",
    strip=False,
    max_cells=20_000_000,
    nameless=begins_with_labelled,
)


@dataclass(frozen=True)
class _Rows:
    """All rows of a file, those that cannot be used among them."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()
    form: str = "every line is a label, a tab and words"


@dataclass(frozen=True)
class LabelledReading:
    """The texts in a file, and what can be answered otherwise."""

    data: Labelled
    questions: tuple[Question, ...]


def read_labelled(
    file: File | Sequence[File],
    *,
    text: str | None = None,
    label: str | None = None,
    test: File | None = None,
    answers: Answers = NO_ANSWERS,
) -> Labelled:
    """The texts of :func:`examine_labelled`, with the columns ``text`` and ``label`` where they are named."""
    columns = {id: name for id, name in ((TEXT, text), (LABEL, label)) if name}
    return examine_labelled(file, {**answers, **columns}, test).data


def examine_labelled(file: File | Sequence[File], answers: Answers = NO_ANSWERS, test: File | None = None) -> LabelledReading:
    """Read a file of texts with labels, or several with one class each, and with ``test`` one that is only for testing.

    A zip can hold one file, or a file or folder for each class (:mod:`rnn_core.data.readers.labelling`). The answers to "text"
    and "label" name the columns of a table; the likeliest stand for those not named. The test file's table has them under the
    same names. Raises UserError, in one sentence, for whatever the user must mend.
    """
    found, name = _opened(file), _name(file)
    if isinstance(found, _Rows) and answers.keys() & {TEXT, LABEL}:
        raise UserError(f"{name} has no column names, as {found.form}: choose no columns.")
    asked = _columns(found, answers) if isinstance(found, Cells) else ()
    columns = (asked[0].taken, asked[1].taken) if asked else (None, None)
    with beside(found.notes, asked):
        rows = _rows(found, *columns)
        known = {*map(str.strip, found.labels)} if isinstance(found, _Rows) else set()
        tested = _rows(_opened(test, known), *columns) if test else None
        told = tuple(f"Of the test file: {note}" for note in tested.notes) if tested else ()
        again = _same_texts(rows.texts, answers)
        data = Labelled(
            rows.texts,
            rows.labels,
            title=name,
            source=SOURCE,
            notes=(*rows.notes, *told),
            test=(tested.texts, tested.labels) if tested else None,
        )
        return LabelledReading(clean(data, once=not again or again.taken == ONCE), (*asked, *([again] if again else [])))


def _columns(cells: Cells, answers: Answers) -> tuple[Question, Question]:
    """Those of the texts and of the labels, which are another one. Raises UserError for names that the table does not have."""
    text, label = chosen(cells, answers.get(TEXT), answers.get(LABEL))
    known = candidates(cells)
    texts = _options(known.texts, text)
    labels = _options([one for one in known.labels if one.name != text], label)
    return (
        Question(TEXT, "Which column holds the texts?", texts, text),
        Question(LABEL, "Which column holds the labels?", labels, label),
    )


def _options(found: Sequence[Candidate], taken: str) -> dict[str, str]:
    """Any column may be named, likely or not."""
    known = {one.name: f"{one.name} ({one.reason})" for one in found}
    return known if taken in known else {**known, taken: taken}


def _same_texts(texts: Sequence[str], answers: Answers) -> Question | None:
    """Asked where many rows repeat the text of an earlier one."""
    filled = [text.strip() for text in texts if text.strip()]
    again = len(filled) - len({*filled})
    if again <= MOST_AGAIN * len(filled):
        return None
    options = {ONCE: "take each text once", EVERY: "take every row, though tests then hold texts that were learned"}
    return ask(SAME_TEXTS, f"{again:,} of {len(filled):,} rows repeat a text: take them?", options, answers, ONCE)


def _opened(file: File | Sequence[File], known: Collection[str] = ()) -> Cells | _Rows:
    """The cells of a table, or the rows of files of lines; ``known``: the labels of the lines that they belong to."""
    files = [file] if isinstance(file, File) else file
    inside = class_files.unpacked(files[0]) if len(files) == 1 and class_files.is_zip(files[0]) else files
    if class_folders.are_folders(inside):
        texts, labels, told = class_folders.rows_of(inside, _name(file), WANTED)
        return _Rows(tuple(texts), tuple(labels), tuple(told), "each folder is a class")
    inside, beside_them = class_files.of_one_folder(inside)
    inside = [replace(one, name=PurePosixPath(one.name).name) for one in inside]
    if len(inside) > 1:
        texts, labels, told = class_files.rows_of(inside, _name(file), WANTED)
        return _Rows(tuple(texts), tuple(labels), (*told, *beside_them), "each file is a class")
    return _opened_one(inside[0], known)


def _name(file: File | Sequence[File]) -> str:
    """What several files are called together."""
    files = [file] if isinstance(file, File) else file
    return files[0].name + (f" and {len(files) - 1} more" if len(files) > 1 else "")


def _opened_one(file: File, known: Collection[str]) -> Cells | _Rows:
    if is_workbook(file):
        return read_workbook(file, WANTED)
    if (found := json_rows(file, WANTED)) is not None:
        return found
    text, notes = decode(file, WANTED)
    lines = {number: line for number, line in enumerate(text.split("\n"), start=1) if line.strip()}
    form = form_of([*lines.values()], known)
    if form is None:
        return read_cells(file, WANTED)
    if len(lines) > MAX_ROWS:
        raise UserError(f"{file.name} has {len(lines):,} rows, more than {MAX_ROWS:,}; {WANTED.shorter}.")
    return _Rows(*_split(lines, form, file.name), (*notes, *several([*lines.values()], form)))


def _rows(found: Cells | _Rows, text: str | None, label: str | None) -> _Rows:
    if isinstance(found, _Rows):
        return found
    texts, labels = (found.rows[found.header.index(name)] for name in chosen(found, text, label))
    return _Rows(tuple(texts), tuple(labels), found.notes)


def _split(lines: dict[int, str], form: Form, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Texts and labels of lines by their number."""
    known = form.labels([*lines.values()])
    pairs = [form.pair(line, known, number, name) for number, line in lines.items()]
    return tuple(text for text, _ in pairs), tuple(label for _, label in pairs)
