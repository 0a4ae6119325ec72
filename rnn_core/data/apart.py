"""Reading in a process apart, with limits of time and memory, so that no file can hold up the server."""

import atexit
import contextlib
import secrets
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
AT_ONCE = 2  # files that are read; the next one waits
ROOT = Path(__file__).parents[2]


def apart(name: str, read: Callable[[], T]) -> T:
    """What ``read``, made of functions of modules and of data, gives for the file of this name.

    Raises whatever it raises, and UserError where it takes too long or too much memory.
    """
    with _places:
        reader = _idle.pop() if _idle else _Reader()
        try:
            found = reader.answer(read, SECONDS)
        except (TimeoutError, EOFError, OSError) as error:
            reader.close()
            why = f"more than {SECONDS:.0f} seconds" if isinstance(error, TimeoutError) else "more memory than there is for one"
            raise UserError(f"Reading {name} takes {why}: take a part of it, or save it as plain CSV (UTF-8).") from error
        if len(_idle) < 1:
            _idle.append(reader)
        else:
            reader.close()
    if isinstance(found, Exception):
        raise found
    return cast("T", found)


class _Reader:
    """A process that reads one file after the other."""

    def __init__(self) -> None:
        key = secrets.token_bytes(32)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rnn_core.data.apart"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        said, heard = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        said.write(f"{key.hex()}\n")
        said.flush()
        self._asked = Client(heard.readline().strip(), authkey=key)

    def answer(self, read: Callable[[], T], seconds: float) -> T | Exception:
        """What it gives or raises. Raises TimeoutError, and EOFError where the process did not live to say it."""
        self._asked.send(read)
        if not self._asked.poll(seconds):
            raise TimeoutError
        return cast("T | Exception", self._asked.recv())

    def close(self) -> None:
        """End the process."""
        self._asked.close()
        self._process.kill()
        self._process.communicate()


_places = threading.BoundedSemaphore(AT_ONCE)
_idle: list[_Reader] = []  # one at most, ready for the next file


@atexit.register
def close() -> None:
    """End the process that waits."""
    while _idle:
        _idle.pop().close()


def _serve() -> None:
    """Read what is asked for until nobody asks any more."""
    key = bytes.fromhex(sys.stdin.readline())
    _limit_memory()
    with Listener(authkey=key) as listener:
        print(listener.address, flush=True)
        with listener.accept() as asked, contextlib.suppress(EOFError):
            while True:
                asked.send(_outcome(asked))


def _outcome(asked: Connection) -> object:
    read = asked.recv()
    try:
        return read()
    except MemoryError:
        sys.exit(1)  # what is left of the memory may not do for an answer
    except Exception as error:
        return error


def _limit_memory() -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _serve()
