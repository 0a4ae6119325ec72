"""Large files read from their beginning to their end: plain ones, and what a zip or gzip file holds without unpacking it."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from rnn_core.errors import UserError

MOST_BYTES = 20_000_000_000  # of a file on the server, and of what a packed one holds
BUFFER = 1 << 20
MOST_MEMBERS = 100
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile)


class Stream:
    """An open file. Every method raises UserError when the file turns out to be damaged or too large."""

    def __init__(self, name: str, file: BinaryIO, size: int, position: Callable[[], int]) -> None:
        """``size`` and ``position`` in bytes, before or after unpacking."""
        self.name, self._file, self._size, self._position = name, file, size, position

    def line(self, most: int) -> bytes:
        """The next line with its end, or ``most`` bytes of it; nothing at the end of the file."""
        try:
            return self._file.readline(most)
        except BROKEN as error:
            raise _damaged(self.name, error) from error

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes, or fewer at the end of the file."""
        try:
            return self._file.read(size)
        except BROKEN as error:
            raise _damaged(self.name, error) from error

    def fraction(self) -> float:
        """How much of the file was read, 0 to 1."""
        if self._file.tell() > MOST_BYTES:
            raise _too_large(self.name, self._file.tell(), MOST_BYTES)
        return min(1.0, self._position() / max(1, self._size))


def members(path: Path) -> list[str]:
    """The names of the files in a zip file, the empty name alone for any other file. Raises UserError for a broken one."""
    if _begin(path) != ZIP:
        return [""]
    try:
        with zipfile.ZipFile(path) as archive:
            names = [one.filename for one in archive.infolist() if not one.is_dir() and not _hidden(one.filename)]
    except BROKEN as error:
        raise _damaged(path.name, error) from error
    if len(names) > MOST_MEMBERS:
        raise UserError(f"{path.name} holds {len(names):,} files, more than {MOST_MEMBERS}; pack fewer into it.")
    return names


@contextmanager
def opened(path: Path, member: str = "", most: int = MOST_BYTES) -> Iterator[Stream]:
    """A file, or that ``member`` of a zip file, ready to be read. ``most``: the bytes that the file itself may have.

    Raises UserError when it cannot be opened or is too large.
    """
    begin = _begin(path)
    if (size := path.stat().st_size) > most:
        raise _too_large(path.name, size, most)
    with ExitStack() as stack:
        try:
            if member:
                stream = _packed(path, member, stack)
            else:
                raw = stack.enter_context(path.open("rb", buffering=BUFFER))
                unpacked = stack.enter_context(gzip.open(raw)) if begin[:2] == GZIP else raw
                stream = Stream(path.name, cast(BinaryIO, unpacked), size, raw.tell)
        except BROKEN as error:
            raise _damaged(path.name, error) from error
        yield stream


def _packed(path: Path, member: str, stack: ExitStack) -> Stream:
    archive = stack.enter_context(zipfile.ZipFile(path))
    size = archive.getinfo(member).file_size  # more than that is never read
    name = f"{path.name} ({member})"
    if size > MOST_BYTES:
        raise _too_large(name, size, MOST_BYTES)
    try:
        packed = stack.enter_context(archive.open(member))
    except RuntimeError as error:  # of zipfile: a password is needed, or the method is unknown
        raise UserError(
            f"{name} is packed with a password or in an unusual way; pack it again as a plain zip file, or choose the file in it."
        ) from error
    file = cast(BinaryIO, stack.enter_context(io.BufferedReader(cast(io.RawIOBase, packed), BUFFER)))
    return Stream(name, file, size, file.tell)


def _begin(path: Path) -> bytes:
    """The first four bytes. Raises UserError for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise _damaged(path.name, error) from error


def _hidden(member: str) -> bool:
    """Whether this is a file that an operating system added."""
    return member.startswith("__MACOSX/") or member.rpartition("/")[2].startswith(".")


def _damaged(name: str, error: Exception) -> UserError:
    reason = getattr(error, "strerror", None) or error
    return UserError(f"{name} cannot be read to its end ({reason}); fetch or copy it again.")


def _too_large(name: str, size: int, most: int) -> UserError:
    shelf = "" if most == MOST_BYTES else ", or have the file put into the folder data of the server"
    return UserError(
        f"{name} has {size / 1e6:,.0f} MB, more than {most / 1e6:,.0f} MB; choose vectors of fewer words or dimensions{shelf}."
    )
