"""Files fetched once from the web, checked and kept under the home folder; one that was broken off goes on where it ended."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from filelock import AcquireReturnProxy, FileLock, Timeout

from rnn_core.data.readers.decoding import Wanted, decode
from rnn_core.data.readers.file import File
from rnn_core.errors import UserError
from rnn_core.files import home

TIMEOUT_SECONDS = (15, 60)  # to connect, and between two parts
PART = 1 << 18  # bytes; fewer are lost when a connection breaks
ATTEMPTS = 20
WAIT_SECONDS = 0.5
NOTHING_MISSING = 416  # what a server answers when it is asked for more than there is
MAX_UNCHECKED = 5_000_000
TEXT = Wanted(expected="expected plain text", convert="fetch another file", smaller="fetch another file")
INSTEAD = "every dataset that is not a download works without a network, or you can upload its files yourself"
Progress = Callable[[float], object]


@dataclass(frozen=True)
class Download:
    """A file on the web that must have the given SHA-256 (64 hex digits), kept under the home folder.

    With None, for a file that its publisher may improve, it must be a text of at most ``limit`` bytes, and no web page.
    What came of an unfinished download lies beside it, with the ending ``.part``, until it is whole and checked.
    """

    url: str
    sha256: str | None
    size: int = 0  # bytes, when known; such a file is checked when it comes, any other one whenever it is asked for
    called: str = ""  # the name to keep it under when the one in the address says too little
    limit: int = MAX_UNCHECKED
    instead: str = INSTEAD  # what to do without it, the end of a message

    @property
    def name(self) -> str:
        """The file name on this machine: by default the one at the end of the address."""
        return self.called or Path(urlsplit(self.url).path).name

    @property
    def path(self) -> Path:
        """Where the file is kept on this machine."""
        return home() / "downloads" / self.name

    def is_here(self) -> bool:
        """Whether the right file is already on this machine."""
        if self.size:
            return _bytes(self.path) == self.size
        return self.path.is_file() and not self._wrong(self.path)

    def arrived(self) -> float:
        """How much of it is on this machine, 0 to 1, as far as its size is known."""
        if self.is_here():
            return 1.0
        return min(1.0, _bytes(self._part) / self.size) if self.size else 0.0

    def fetch(self, progress: Progress | None = None) -> Path:
        """Where it is, after downloading what is missing of it; one process at a time, others wait for it.

        An exception that ``progress`` raises ends the download or the waiting; what has come stays. Raises UserError when the
        file cannot be had as it should be.
        """
        tell: Progress = progress or (lambda fraction: None)
        try:
            self.path.parent.mkdir(exist_ok=True)
            with self._turn(tell):
                if not self.is_here():
                    self.path.unlink(missing_ok=True)
                    self._complete(tell)
                    self._check()
        except OSError as error:  # requests raises OSErrors too
            if isinstance(error, _Unfit):
                self._part.unlink(missing_ok=True)
            raise UserError(f"{self._trouble(error)}; {self.instead}.") from error
        tell(1.0)
        return self.path

    def read(self, progress: Progress | None = None) -> File:
        """The file itself, as :func:`fetch` brings it."""
        return File(self.fetch(progress).read_bytes(), self.name)

    @property
    def _part(self) -> Path:
        return self.path.with_name(f"{self.name}.part")

    def _turn(self, tell: Progress) -> AcquireReturnProxy:
        """The lock, held until its block ends; while another process has it, its progress is told."""
        lock = FileLock(self.path.with_name(f"{self.name}.lock"))
        while True:
            try:
                return lock.acquire(timeout=WAIT_SECONDS)
            except Timeout:
                tell(self.arrived())

    def _complete(self, tell: Progress) -> None:
        """Ask for the missing bytes until they are here, again after a break as long as each answer brings some.

        Without a hash nothing would tell whether parts belong together, so each answer begins the file anew.
        """
        for _ in range(ATTEMPTS):
            before = _bytes(self._part) if self.sha256 else 0
            if 0 < self.size <= before:
                return
            try:
                self._receive(before, tell)
            except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError):
                if _bytes(self._part) <= before or not self.sha256:
                    raise
                continue
            if not self.size:
                return
        raise requests.ConnectionError

    def _receive(self, start: int, tell: Progress) -> None:
        """One answer of the server, added to what is here when it goes on from ``start``, else instead of it."""
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
        with requests.get(self.url, headers=headers, stream=True, timeout=TIMEOUT_SECONDS) as answer:
            if start and answer.status_code == NOTHING_MISSING:
                return
            answer.raise_for_status()
            goes_on = answer.headers.get("Content-Range", "").startswith(f"bytes {start}-")
            before = start if goes_on else 0
            coming = int(answer.headers.get("Content-Length") or 0)
            if self.size and coming and before + coming != self.size:
                raise _Unfit("its size differs")
            with self._part.open("ab" if goes_on else "wb") as file:
                for part in answer.iter_content(PART):
                    file.write(part)
                    self._refuse_too_much(max(file.tell(), before + coming))
                    if coming:
                        tell(min(1.0, file.tell() / (before + coming)))

    def _refuse_too_much(self, size: int) -> None:
        if self.sha256 is None and size > self.limit:
            raise _Unfit(f"it is larger than {self.limit / 1e6:.0f} MB")

    def _check(self) -> None:
        """Give the whole file its name. Raises _Unfit when it is not the expected one.

        So parts of two versions of a file, should the server change it meanwhile, are never taken for one.
        """
        if wrong := self._wrong(self._part):
            raise _Unfit(wrong)
        self._part.replace(self.path)

    def _wrong(self, path: Path) -> str:
        """Why this is not the expected file, "" when it is. Raises OSError."""
        if self.sha256 is not None:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            return "" if found == self.sha256 else "its checksum differs"
        try:
            decode(File(path.read_bytes(), self.name), TEXT)
        except UserError:
            return "it is not plain text"
        return ""

    def _trouble(self, error: OSError) -> str:
        site = urlsplit(self.url).netloc
        come = _bytes(self._part) if self.size else 0
        kept = f" ({come / 1e6:,.0f} of {self.size / 1e6:,.0f} MB are here, and the next try goes on from there)" if come else ""
        if isinstance(error, _Unfit):
            return f"The file {self.name} at {site} is not the expected one, as {error}"
        if isinstance(error, requests.HTTPError) and error.response is not None:
            return f"{site} answered {error.response.status_code} when asked for {self.name}"
        if isinstance(error, requests.RequestException):
            return f"{site} could not be reached to download {self.name}{kept}"
        return f"{self.name} could not be saved in {self.path.parent} ({error.strerror})"


class _Unfit(OSError):
    """What came is not what was asked for; the message says why."""


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
