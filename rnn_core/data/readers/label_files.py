"""Reading uploaded texts with labels: a table, lines of a label, a tab and words, or one file per class."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rnn_core.data.labelled import Labelled
from rnn_core.data.readers.cells import MAX_ROWS, Cells, WantedTable, read_cells
from rnn_core.data.readers.decoding import decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.label_columns import Candidates, candidates, chosen
from rnn_core.data.readers.labelling import class_files
from rnn_core.data.readers.labelling.lines import Form, form_of
from rnn_core.data.readers.labels import clean
from rnn_core.data.readers.texts.first_rows import begins_with_numbers
from rnn_core.data.readers.workbooks import is_workbook, read_workbook
from rnn_core.errors import UserError

SOURCE = "Your own file"
WANTED = WantedTable(
    expected="expected a table with a row of column names, a column of texts and a column of labels, or lines of a label, a tab "
    "and words",
    convert="save or export it as CSV or plain text (UTF-8)",
    smaller="upload fewer rows, or have the file put into the folder data of the server",
    shorter="upload fewer rows",
    strip=False,
    max_cells=20_000_000,
    nameless=begins_with_numbers,
)


@dataclass(frozen=True)
class _Rows:
    """All rows of a file, those that cannot be used among them."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()
    form: str = "every line is a label, a tab and words"


def read_labelled(
    file: File | Sequence[File],
    *,
    text: str | None = None,
    label: str | None = None,
    test: File | None = None,
) -> Labelled:
    """Read a file of texts with labels, or several with one class each, and with ``test`` one that is only for testing.

    A zip can hold one file, or one for each class (:mod:`rnn_core.data.readers.labelling.class_files`).
    ``text`` and ``label`` name the columns of a table; the likeliest stand for those not named. The test file's table has
    them under the same names. Raises UserError, in one sentence, for whatever the user must mend.
    """
    found, name = _opened(file), _name(file)
    columns = chosen(found, text, label) if isinstance(found, Cells) else (None, None)
    if isinstance(found, _Rows) and (text or label):
        raise UserError(f"{name} has no column names, as {found.form}: choose no columns.")
    rows = _rows(found, *columns)
    known = {*map(str.strip, found.labels)} if isinstance(found, _Rows) else set()
    tested = _rows(_opened(test, known), *columns) if test else None
    told = tuple(f"Of the test file: {note}" for note in tested.notes) if tested else ()
    return clean(
        Labelled(
            rows.texts,
            rows.labels,
            title=name,
            source=SOURCE,
            notes=(*rows.notes, *told),
            test=(tested.texts, tested.labels) if tested else None,
        )
    )


def columns(file: File | Sequence[File]) -> Candidates:
    """The columns that can be chosen as text and as label; none when lines, or one file per class, need no choice.

    Raises UserError when the file cannot be read.
    """
    found = _opened(file)
    return candidates(found) if isinstance(found, Cells) else Candidates()


def _opened(file: File | Sequence[File], known: Collection[str] = ()) -> Cells | _Rows:
    """The cells of a table, or the rows of files of lines; ``known``: the labels of the lines that they belong to."""
    files = [file] if isinstance(file, File) else file
    inside = class_files.unpacked(files[0]) if len(files) == 1 and class_files.is_zip(files[0]) else files
    if len(inside) > 1:
        texts, labels, told = class_files.rows_of(inside, _name(file), WANTED)
        return _Rows(tuple(texts), tuple(labels), tuple(told), "each file is a class")
    return _opened_one(inside[0], known)


def _name(file: File | Sequence[File]) -> str:
    """What several files are called together."""
    files = [file] if isinstance(file, File) else file
    return files[0].name + (f" and {len(files) - 1} more" if len(files) > 1 else "")


def _opened_one(file: File, known: Collection[str]) -> Cells | _Rows:
    if is_workbook(file):
        return read_workbook(file, WANTED)
    text, notes = decode(file, WANTED)
    lines = {number: line for number, line in enumerate(text.split("\n"), start=1) if line.strip()}
    form = form_of([*lines.values()], known)
    if form is None:
        return read_cells(file, WANTED)
    if len(lines) > MAX_ROWS:
        raise UserError(f"{file.name} has {len(lines):,} rows, more than {MAX_ROWS:,}; {WANTED.shorter}.")
    return _Rows(*_split(lines, form, file.name), notes)


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
