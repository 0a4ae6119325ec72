"""The copy of a dataset that a run uses, named by the hash of its content."""

import contextlib
import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from rnn_core.data.kinds import KINDS, Dataset
from rnn_core.errors import UserError
from rnn_core.files import home, write_bytes

ABOUT = "about.json"
IDLE_SECONDS = 3600.0
FILES = (*(name for kind in KINDS.values() for name in kind.files), ABOUT)  # in this order: a folder with ABOUT is whole


def keep(data: Dataset, place: Path | None = None) -> str:
    """Keep a copy in the folder ``place`` (:func:`folder` when None) and return its name: the SHA-256 of its files, 64 hex
    digits.
    """
    return keep_files(data.files(), place)


def keep_files(content: dict[str, bytes], place: Path | None = None) -> str:
    """As :func:`keep`, of a dataset's files."""
    sha = sha_of_files(content)
    copy = (place or folder()) / sha
    if sha_of_files(files_in(copy)) != sha:
        for name, file in content.items():
            write_bytes(copy / name, file)
    (copy / ABOUT).touch()  # in use now, so that nobody takes it for forgotten
    return sha


def sha_of(data: Dataset) -> str:
    """The name that :func:`keep` gives it."""
    return sha_of_files(data.files())


def load_dataset(sha: str, place: Path | None = None) -> Dataset:
    """The copy in ``place`` (:func:`folder` when None) named ``sha``, the same to the last digit or letter.

    Raises UserError when the name is wrong or the copy is damaged.
    """
    copy = (place or folder()) / sha
    if not _is_sha(sha):
        raise UserError(f"{sha!r} does not name a kept dataset; a name has 64 digits from 0-9 and a-f.")
    content = files_in(copy)
    if ABOUT not in content:
        raise UserError(f"The kept dataset {sha[:12]} is no longer on this machine; load or upload the data again.")
    if sha_of_files(content) != sha:
        raise UserError(f"The kept dataset {sha[:12]} was changed or damaged; load or upload the data again.")
    return kind_of(content).of_files(content)


def kind_of(content: Collection[str]) -> type[Dataset]:
    """What a copy with files of these names holds. Raises UserError when it is no kind of data."""
    for kind in KINDS.values():
        if kind.files[0] in content:
            return kind.document
    known = ", ".join(kind.files[0] for kind in KINDS.values())
    raise UserError(f"These files hold no data: expected one of {known}.")


def forget_unused(used: set[str], idle_seconds: float = IDLE_SECONDS) -> list[str]:
    """Delete the copies whose name is not in ``used``; return the names deleted, in order.

    Those that were kept in the last hour stay: a run that is about to be made may want them.
    """
    unused = sorted(copy for copy in folder().glob("*") if _is_sha(copy.name) and copy.name not in used)
    unused = [copy for copy in unused if time.time() - _kept_at(copy) >= idle_seconds]
    for copy in unused:
        (copy / ABOUT).unlink(missing_ok=True)  # first, so that a half-deleted copy counts as gone
        shutil.rmtree(copy, ignore_errors=True)
    return [copy.name for copy in unused if not copy.exists()]


@contextlib.contextmanager
def temporary_copy(data: Dataset) -> Iterator[tuple[str, Path]]:
    """For data that are only tried out: a copy's name and the folder it lies in, both gone after the block.

    The folder is apart from the kept copies, so no run can come to depend on it. Raises OSError when it cannot be written.
    """
    with tempfile.TemporaryDirectory(dir=trials(), ignore_cleanup_errors=True) as name:
        yield keep(data, Path(name)), Path(name)


def trials() -> Path:
    """The folder of what is only tried out; what a crash left there goes an hour later."""
    place = home() / "probes"
    place.mkdir(exist_ok=True)
    for one in place.iterdir():
        with contextlib.suppress(OSError):  # somebody else was faster
            if time.time() - one.stat().st_mtime >= IDLE_SECONDS:
                shutil.rmtree(one) if one.is_dir() else one.unlink()
    return place


def _kept_at(copy: Path) -> float:
    about = copy / ABOUT
    return about.stat().st_mtime if about.exists() else 0.0


def folder() -> Path:
    """Where the copies lie."""
    return home() / "datasets"


def _is_sha(name: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", name) is not None


def files_in(copy: Path) -> dict[str, bytes]:
    """The files of the copy in a folder, none when there is none."""
    return {name: (copy / name).read_bytes() for name in FILES if (copy / name).is_file()}


def sha_of_files(content: dict[str, bytes]) -> str:
    """The name of a copy with these files."""
    digest = hashlib.sha256()
    for name, data in content.items():
        digest.update(f"{name} {len(data)}\n".encode())  # so that no two contents run together alike
        digest.update(data)
    return digest.hexdigest()
