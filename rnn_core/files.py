"""Where RNN Lab keeps its files, and how it writes them so that a reader always sees a whole one."""

import contextlib
import errno
import json
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from rnn_core.config import config
from rnn_core.errors import UserError

T = TypeVar("T")
Written = tuple[int, int]  # nanoseconds and bytes

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
RETRY_SECONDS = 1.0  # on Windows a replace can meet a reader, and a reader a replace


def home() -> Path:
    """The folder of runs and datasets (see :func:`rnn_core.config.config`). Created when missing.

    Raises UserError when it cannot be created.
    """
    folder = config().home.expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {folder} cannot be created ({error.strerror}): "
            "set RNN_LAB_HOME to a folder where this account may write."
        ) from error
    return folder


def keep_private() -> None:
    """What this process and its children write is read by this account alone; so is a home that an earlier version left open.

    A home in which a group may write was shared on purpose and stays so.
    """
    os.umask(0o077)
    folder = home()
    mode = folder.stat().st_mode
    if mode & 0o055 and not mode & 0o022:
        with contextlib.suppress(OSError):  # another account's
            folder.chmod(0o700)


def open_many() -> None:
    """Let this process have as many files open as the system grants: each browser's tab takes several."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has such a limit
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``path`` whole or not at all, for this account alone: a temporary file beside it, then a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        _retry(lambda: os.replace(name, path))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """As :func:`write_bytes`, in UTF-8."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> None:
    """Write JSON in UTF-8; NaN and infinities, which JSON does not know, become null."""
    write_text(path, json.dumps(without_nan(value), indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: Path) -> Any:
    """Read a JSON file. Raises FileNotFoundError when it is not there."""
    return json.loads(read_text(path))


def read_text(path: Path) -> str:
    """Read a UTF-8 file, trying again for a second while another process replaces it."""
    return _retry(lambda: path.read_text(encoding="utf-8"))


def written(path: Path) -> Written:
    """When a file was last written, and its size, zeros when it is not there: as long as they stay, what was read is kept."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def without_nan(value: Any) -> Any:
    """A copy of nested dicts, lists and numbers with None for every number that is not finite."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(item) for item in value]
    if hasattr(value, "item"):  # a NumPy scalar
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


@contextlib.contextmanager
def later_when_full() -> Iterator[None]:
    """On a full disk what is written within is left out: for what is written again soon."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise


def cannot_write(error: OSError) -> str:
    """A sentence for a full disk, a read-only folder and the like."""
    return f"A file could not be written ({error.strerror or error}): {check_disk()}."


def check_disk() -> str:
    """What to do when a file cannot be written."""
    return f"check the disk and the rights of the folder {config().home}"


def _retry(action: Callable[[], T]) -> T:
    deadline = time.monotonic() + RETRY_SECONDS
    while True:
        try:
            return action()
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
