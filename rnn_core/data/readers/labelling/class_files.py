"""One file per class: its name is the class, each of its lines a text. Several files, or one zip of them."""

import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from rnn_core.data.readers.decoding import MAX_BYTES, Wanted, decode, foreign
from rnn_core.data.readers.file import File
from rnn_core.data.readers.labelling.lines import form_of
from rnn_core.data.readers.labels import MOST_CLASSES
from rnn_core.data.readers.workbooks import is_workbook
from rnn_core.errors import UserError

ZIP = "an Excel workbook or zip file"
PLAIN = ("", ".txt", ".md", ".names", ".list")  # endings of files with a text a line
RATIO, SMALL = 200, 1_000_000  # a small file that unpacks to more than so many times its size is no text; bytes that do no harm
MOST_FILES = 100_000
EXPECTED = "expected one text file per class with a text a line, named as the class"

Rows = tuple[list[str], list[str], list[str]]  # texts, labels, notes


def is_zip(file: File) -> bool:
    """Whether the file is a zip, and no workbook, document or book, which are zips of another kind."""
    return foreign(file.content) == ZIP and not is_workbook(file)


def unpacked(file: File) -> list[File]:
    """The files of a zip, named with their folders. Raises UserError for a broken one and for too much in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            parts = [part for part in archive.infolist() if not _is_hidden(part)]
            _check(parts, file.name)
            return [File(archive.read(part), part.filename, file.encoding) for part in parts]
    except UserError:
        raise
    except Exception as error:  # a broken zip fails in whatever way the break brings
        raise UserError(f"{file.name} cannot be unpacked: zip the files again, or upload them without.") from error


def of_one_folder(files: Sequence[File]) -> tuple[list[File], list[str]]:
    """Those of the folder that has most of the files, and a note on the others; all of them where no folder has most."""
    folders = Counter(PurePosixPath(file.name).parent for file in files)
    folder, count = folders.most_common(1)[0]
    others = [file.name for file in files if PurePosixPath(file.name).parent != folder]
    if count < 2 or not others or 2 * count <= len(files):
        return [*files], []
    kept = [file for file in files if PurePosixPath(file.name).parent == folder]
    return kept, [f"Files outside of the folder {folder} were left out: {len(others):,}, such as {others[0]}."]


def rows_of(files: Sequence[File], name: str, wanted: Wanted) -> Rows:
    """Texts and labels of all lines, and notes. Raises UserError for files that are something else; ``name``: of them all."""
    _check_number(len(files), name)
    if (size := sum(len(file.content) for file in files)) > MAX_BYTES:
        raise _too_much(size, name)
    counts = Counter(PurePosixPath(file.name).stem for file in files)
    if twice := next((one for one, count in counts.items() if count > 1), ""):
        raise UserError(f"{name} has two files for the class {twice}; {EXPECTED}.")
    texts, labels, notes = [], [], ["Each file is a class, named as the file, and each of its lines a text."]
    for file in files:
        path = PurePosixPath(file.name)
        text, told = decode(file, wanted)
        lines = [line for line in text.split("\n") if line.strip()]
        if path.suffix.lower() not in PLAIN or form_of(lines):
            raise UserError(f"{file.name} seems to hold labels of its own; {EXPECTED}, so upload {file.name} alone.")
        texts += lines
        labels += [path.stem] * len(lines)
        notes += [f"Of {file.name}: {note}" for note in told]
    return texts, labels, notes


def _is_hidden(part: zipfile.ZipInfo) -> bool:
    """Whether it is a folder, or one of the files that computers add."""
    return part.is_dir() or any(one.startswith((".", "__MACOSX")) for one in PurePosixPath(part.filename).parts)


def _check(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    """A small file can unpack to more than the memory holds. Raises UserError."""
    if not parts:
        raise UserError(f"{name} holds no file; {EXPECTED}.")
    if len(parts) > MOST_FILES:
        raise UserError(f"{name} has {len(parts):,} files, more than {MOST_FILES:,}; leave some out.")
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if size > MAX_BYTES:
        raise _too_much(size, name)
    if size > max(SMALL, RATIO * packed):
        raise UserError(f"{name} unpacks to {size / packed:,.0f} times its size, so it holds no texts; {EXPECTED}.")
    if any(part.flag_bits & 1 for part in parts):
        raise UserError(f"{name} has a password: zip the files without one.")


def _check_number(files: int, name: str) -> None:
    if files > MOST_CLASSES:
        raise UserError(f"{name} has {files:,} files, more than {MOST_CLASSES}; {EXPECTED}.")


def _too_much(size: int, name: str) -> UserError:
    return UserError(f"{name} has {size / 1e6:,.0f} MB, more than {MAX_BYTES / 1e6:.0f} MB; leave some texts out.")
