"""A path in the plane or in space, as the trajectory experiment takes it."""

import io
import json
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.data.readers.decoding import to_json
from rnn_core.data.series import Series
from rnn_core.errors import UserError

DATA, ABOUT = "path.csv", "about.json"
START = pd.Timestamp(0)


@dataclass(frozen=True, eq=False)  # arrays have no single truth value, so two paths are equal only when identical
class Path:
    """Points in the order in which they were passed, evenly spaced in time.

    ``points``: (points, 2 or 3), float64, finite; ``columns``: a name for each coordinate; ``step``: seconds between two.
    """

    points: NDArray[np.float64]
    step: float
    title: str
    columns: tuple[str, ...] = ("x", "y")
    source: str = ""
    licence: str = ""
    notes: tuple[str, ...] = ()  # sentences the page must show

    def files(self) -> dict[str, bytes]:
        """The files of a copy, from which :meth:`of_files` makes the same path, number for number."""
        table = pd.DataFrame(self.points, columns=list(self.columns)).to_csv(index=False, lineterminator="\n")
        about = {name: getattr(self, name) for name in ("title", "source", "licence", "step")}
        return {DATA: table.encode("utf-8"), ABOUT: to_json({**about, "columns": [*self.columns], "notes": [*self.notes]})}

    @classmethod
    def of_files(cls, files: dict[str, bytes]) -> Self:
        """The path that :meth:`files` wrote."""
        about = json.loads(files[ABOUT])
        columns = tuple(about.pop("columns"))
        names = list(range(len(columns)))  # the real ones may be any text
        table = pd.read_csv(io.BytesIO(files[DATA]), header=0, names=names, dtype=str)  # text gives exact floats
        return cls(points=table.to_numpy(dtype=float), columns=columns, **{**about, "notes": tuple(about["notes"])})

    def renamed(self, columns: tuple[str, ...]) -> "Path":
        """The same points, their coordinates called like those of another path. Raises UserError when they are more or fewer."""
        if len(columns) != len(self.columns):
            raise UserError(
                f"{self.title} has {len(self.columns)} coordinates, but this network follows paths of {len(columns)}: choose "
                "another path."
            )
        return replace(self, columns=columns)

    def as_series(self) -> Series:
        """The same points as rows in time, from the beginning of 1970 on, so that windows are cut as of any series."""
        dates = pd.DatetimeIndex(START + pd.to_timedelta(np.arange(len(self.points)) * self.step, unit="s"), name="date")
        frame = pd.DataFrame(self.points, index=dates, columns=list(self.columns))
        return Series(frame, self.columns[0], self.title)
