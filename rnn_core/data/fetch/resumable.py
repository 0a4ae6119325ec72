"""Large files from the web: a download that was broken off goes on where it ended (pooch would begin again)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from filelock import AcquireReturnProxy, FileLock, Timeout

from rnn_core.errors import UserError
from rnn_core.files import home

TIMEOUT_SECONDS = (15, 60)  # to connect, and between two parts
PART = 1 << 18  # bytes; fewer are lost when a connection breaks
ATTEMPTS = 20
WAIT_SECONDS = 0.5
Progress = Callable[[float], object]


@dataclass(frozen=True)
class LargeDownload:
    """A file on the web of a known size in bytes and SHA-256 (64 hex digits), kept under the home folder.

    What came of an unfinished download lies beside it, with the ending ``.part``, until it is whole.
    """

    url: str
    size: int
    sha256: str
    instead: str  # what to do without it, the end of a message

    @property
    def name(self) -> str:
        """The file name, the one at the end of the address."""
        return Path(urlsplit(self.url).path).name

    @property
    def path(self) -> Path:
        """Where the file is kept on this machine once it is whole and checked."""
        return home() / "downloads" / self.name

    def is_here(self) -> bool:
        """Whether it is already on this machine."""
        return self.path.is_file() and self.path.stat().st_size == self.size

    def arrived(self) -> float:
        """How much of it is on this machine, 0 to 1."""
        return 1.0 if self.is_here() else min(1.0, _bytes(self._part) / self.size)

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
                    self._complete(tell)
                    self._check()
        except OSError as error:  # requests raises OSErrors too
            raise UserError(f"{self._trouble(error)}; {self.instead}.") from error
        tell(1.0)
        return self.path

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
        """Ask for the missing bytes until they are here, again after a break as long as each answer brings some."""
        for _ in range(ATTEMPTS):
            before = _bytes(self._part)
            if before >= self.size:
                return
            try:
                self._receive(before, tell)
            except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError):
                if _bytes(self._part) <= before:
                    raise
        raise requests.ConnectionError

    def _receive(self, start: int, tell: Progress) -> None:
        """One answer of the server, added to what is here when it goes on from ``start``, else instead of it."""
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
        with requests.get(self.url, headers=headers, stream=True, timeout=TIMEOUT_SECONDS) as answer:
            answer.raise_for_status()
            goes_on = answer.headers.get("Content-Range", "").startswith(f"bytes {start}-")
            coming = int(answer.headers.get("Content-Length") or self.size)
            if coming != self.size - (start if goes_on else 0):
                raise self._unfit("its size differs")
            with self._part.open("ab" if goes_on else "wb") as file:
                for part in answer.iter_content(PART):
                    file.write(part)
                    tell(min(1.0, file.tell() / self.size))

    def _check(self) -> None:
        """Give the whole file its name. Raises _Unfit, and forgets it, when it is not the expected one.

        So parts of two versions of a file, should the server change it meanwhile, are never taken for one.
        """
        with self._part.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != self.sha256:
            raise self._unfit("its checksum differs")
        self._part.replace(self.path)

    def _unfit(self, reason: str) -> "_Unfit":
        self._part.unlink(missing_ok=True)
        return _Unfit(reason)

    def _trouble(self, error: OSError) -> str:
        site = urlsplit(self.url).netloc
        come = f" ({_bytes(self._part) / 1e6:,.0f} of {self.size / 1e6:,.0f} MB are here, and the next try goes on from there)"
        if isinstance(error, _Unfit):
            return f"The file {self.name} at {site} is not the expected one, as {error}"
        if isinstance(error, requests.HTTPError) and error.response is not None:
            return f"{site} answered {error.response.status_code} when asked for {self.name}"
        if isinstance(error, requests.RequestException):
            return f"{site} could not be reached to download {self.name}{come if _bytes(self._part) else ''}"
        return f"{self.name} could not be saved in {self.path.parent} ({error.strerror})"


class _Unfit(OSError):
    """What came is not what was asked for; the message says why."""


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
