"""The copy of a dataset that a run uses, named by the hash of its content."""

import hashlib
import io
import json
import re
import shutil
from pathlib import Path

import pandas as pd

from rnn_core.datasets.series import Series
from rnn_core.errors import UserError
from rnn_core.files import home, write_bytes

DATA, TEST, ABOUT = "data.csv", "test.csv", "about.json"  # in the order of writing: a folder with ABOUT is whole


def keep(series: Series) -> str:
    """Keep a copy under ``home()/datasets`` and return its name, the SHA-256 of its files (64 hex digits)."""
    content = {DATA: _csv(series.frame)}
    if series.test is not None:
        content[TEST] = _csv(series.test)
    content[ABOUT] = _about(series)
    sha = _sha(content)
    folder = _folder() / sha
    if _sha(_read(folder)) != sha:
        for name, data in content.items():
            write_bytes(folder / name, data)
    return sha


def kept(sha: str) -> Series:
    """The copy named ``sha``, number for number. Raises UserError when the name is wrong or the copy is damaged."""
    folder = _folder() / sha
    if not _is_sha(sha):
        raise UserError(f"{sha!r} does not name a kept dataset; a name has 64 digits from 0-9 and a-f.")
    content = _read(folder)
    if ABOUT not in content:
        raise UserError(f"The kept dataset {sha[:12]} is no longer on this machine; load or upload the data again.")
    if _sha(content) != sha:
        raise UserError(f"The kept dataset {sha[:12]} was changed or damaged; load or upload the data again.")
    about = json.loads(content[ABOUT])
    columns = about.pop("columns")
    about["notes"] = tuple(about["notes"])
    test = _frame(content[TEST], columns) if TEST in content else None
    return Series(frame=_frame(content[DATA], columns), test=test, **about)


def forget_unused(used: set[str]) -> list[str]:
    """Delete the copies whose name is not in ``used``; return the names deleted, in order."""
    unused = sorted(path for path in _folder().glob("*") if _is_sha(path.name) and path.name not in used)
    for path in unused:
        (path / ABOUT).unlink(missing_ok=True)  # first, so that a half-deleted copy counts as gone
        shutil.rmtree(path, ignore_errors=True)
    return [path.name for path in unused if not path.exists()]


def _folder() -> Path:
    return home() / "datasets"


def _is_sha(name: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", name) is not None


def _read(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (DATA, TEST, ABOUT) if (folder / name).is_file()}


def _sha(content: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in content.items():
        digest.update(f"{name} {len(data)}\n".encode())  # so that no two contents run together alike
        digest.update(data)
    return digest.hexdigest()


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index_label="date", lineterminator="\n").encode("utf-8")  # floats in full, times when any


def _frame(data: bytes, columns: list[str]) -> pd.DataFrame:
    names = [*range(len(columns) + 1)]  # the real ones may be any text, even one twice the same as "date"
    table = pd.read_csv(io.BytesIO(data), header=0, names=names, index_col=0, dtype=str)  # text gives exact floats
    dates = pd.DatetimeIndex(pd.to_datetime(table.index, format="ISO8601"), name="date").as_unit("us")
    return table.set_axis(dates).set_axis(columns, axis="columns").astype("float64")


def _about(series: Series) -> bytes:
    about = {
        "title": series.title,
        "source": series.source,
        "licence": series.licence,
        "target": series.target,
        "unit": series.unit,
        "season": series.season,
        "notes": list(series.notes),
        "columns": [str(name) for name in series.frame.columns],
    }
    return (json.dumps(about, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
