"""Reading in a process apart, with limits of time and memory, so that no file can hold up the server.

A file of a browser's goes there with what is to be read; one on the disk, however large, is opened there.
"""

import atexit
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import IO, TypeVar, cast

from rnn_core.errors import UserError

T = TypeVar("T")

SECONDS = 60.0
MEMORY = 4_000_000_000  # bytes of address space, where the system can limit it
SLOWEST = 4_000_000  # bytes of a large file that are read in a second, at least
AT_ONCE, LARGE_AT_ONCE = 2, 1  # files that are read; the next one waits, a large one for the large ones only
HERE = "127.0.0.1"
ROOT = Path(__file__).parents[2]


class TooMuch(UserError):
    """Reading a file took too long, or too much memory."""


def apart(name: str, read: Callable[[], T], large: int = 0) -> T:
    """What ``read``, made of functions of modules and of data, gives for the file of this name.

    ``large``: the bytes of a file on the disk, which has the more time the larger it is. Raises whatever ``read`` raises, TooMuch
    where it takes too long or too much memory, UserError where no process can be started.
    """
    seconds = SECONDS + large / SLOWEST
    with _large_places if large else _places:
        reader, whole = _taken(), False
        try:
            found = reader.answer(read, seconds)
            whole = True
        except TimeoutError as error:
            raise _too_much(name, f"more than {seconds:.0f} seconds") from error
        except (EOFError, OSError) as error:
            raise _too_much(name, "more memory than there is for one") from error
        finally:
            _give_back(reader, whole)
    if isinstance(found, Exception):
        raise found
    return cast("T", found)


def attempt(name: str, read: Callable[[], T], large: int = 0) -> T | UserError:
    """As :func:`apart`, but a UserError is returned, so that it can be kept as what a file gives."""
    try:
        return apart(name, read, large)
    except UserError as error:
        return error.with_traceback(None)


def _too_much(name: str, what: str) -> TooMuch:
    return TooMuch(f"Reading {name} takes {what}: take a part of it, or save it as plain CSV (UTF-8).")


class _Reader:
    """A process that reads one file after the other. Raises OSError or EOFError when it does not start."""

    def __init__(self) -> None:
        key = secrets.token_bytes(32)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rnn_core.data.apart"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        late = threading.Timer(SECONDS, self._process.kill)
        late.start()
        try:
            said, heard = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
            said.write(f"{key.hex()}\n")
            said.flush()
            port = heard.readline().strip()
            if not port:
                raise EOFError
            self._asked = Client((HERE, int(port)), authkey=key)
        except BaseException:
            self._process.kill()
            self._process.communicate()
            raise
        finally:
            late.cancel()

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def answer(self, read: Callable[[], T], seconds: float) -> T | Exception:
        """What it gives or raises. Raises TimeoutError, and EOFError where the process did not live to say it."""
        self._asked.send((read, seconds))
        if not self._asked.poll(seconds):
            raise TimeoutError
        return cast("T | Exception", self._asked.recv())

    def close(self) -> None:
        """End the process."""
        self._asked.close()
        self._process.kill()
        self._process.communicate()


_places, _large_places = threading.BoundedSemaphore(AT_ONCE), threading.BoundedSemaphore(LARGE_AT_ONCE)
_hands = threading.Lock()
_idle: list[_Reader] = []  # one at most, ready for the next file


def _taken() -> _Reader:
    with _hands:
        ready = _idle.pop() if _idle else None
    if ready and ready.alive:
        return ready
    if ready:
        ready.close()
    try:
        return _Reader()
    except (OSError, EOFError, ValueError) as error:
        raise UserError("The process that reads files does not start: try again, and restart RNN Lab if it stays so.") from error


def _give_back(reader: _Reader, whole: bool) -> None:
    with _hands:
        kept = whole and not _idle
        if kept:
            _idle.append(reader)
    if not kept:
        reader.close()


@atexit.register
def close() -> None:
    """End the process that waits."""
    while _idle:
        _idle.pop().close()


def _serve() -> None:
    """Read what is asked for until nobody asks any more."""
    key = bytes.fromhex(sys.stdin.readline())
    if hasattr(os, "nice"):
        os.nice(5)  # the pages come first
    _limit_memory()
    with Listener((HERE, 0), authkey=key) as listener:
        print(listener.address[1], flush=True)
        with listener.accept() as asked, contextlib.suppress(EOFError):
            while True:
                _answer(asked)


def _answer(asked: Connection) -> None:
    read, seconds = asked.recv()
    _limit_time(seconds + 5)  # should whoever asked be gone by then
    try:
        found = read()
    except MemoryError:
        sys.exit(1)  # what is left of the memory may not do for an answer
    except Exception as error:
        found = error
    try:
        asked.send(found)
    except (TypeError, AttributeError, ValueError) as error:  # what cannot be sent; nothing was
        asked.send(RuntimeError(f"{found!r}: {error}"))
    _limit_time(0)


def _limit_time(seconds: float) -> None:
    """The system ends this process then, whatever it does; not on Windows."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds))


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has such a limit
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    _serve()
