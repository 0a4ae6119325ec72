"""What readers are given: a file that is whole in memory, or one on the disk, however large."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

HEAD = 1 << 18  # bytes of a large file that are looked at first


@dataclass(frozen=True)
class File:
    """A file that somebody brought. ``encoding`` is the one chosen for it, as Python calls it, "" to have it found out."""

    content: bytes
    name: str  # for messages
    encoding: str = ""

    def head(self) -> tuple[bytes, bool]:
        """All of it, and that it is all."""
        return self.content, True

    def opened(self) -> BinaryIO:
        """It from its beginning."""
        return io.BytesIO(self.content)


@dataclass(frozen=True)
class LargeFile:
    """A file on the disk; a change of it changes ``size`` or ``changed``, so that what was read can be kept by it."""

    path: Path
    size: int  # bytes
    changed: int  # nanoseconds since 1970
    encoding: str = ""  # as that of File

    @classmethod
    def at(cls, path: Path) -> Self:
        """The file as it is now. Raises OSError."""
        about = path.stat()
        return cls(path, about.st_size, about.st_mtime_ns)

    @property
    def name(self) -> str:
        """For messages."""
        return self.path.name

    def head(self) -> tuple[bytes, bool]:
        """Its first bytes, and whether they are all. Raises OSError."""
        with self.opened() as file:
            found = file.read(HEAD)
        return found, len(found) < HEAD

    def opened(self) -> BinaryIO:
        """It from its beginning. Raises OSError."""
        return self.path.open("rb")
