"""Lines over the same rows, the last ones close."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pages.ui.stage.component import component

_lines = component("lines", ("plot.js", "lines.js"), ("plot.css", "lines.css"))


@dataclass(frozen=True)
class Line:
    """``values`` (rows,), None where there is none. ``color`` and ``words``: tokens of look.css; ``short``: for little room."""

    name: str
    values: Sequence[float | None]
    color: str
    words: str
    width: float
    dash: str = ""
    dots: bool = False
    actual: bool = False
    short: str = ""


def lines(key: str, id: str, labels: Sequence[str], drawn: Sequence[Line], **words: Any) -> None:
    """Painted in this order. ``words``: ``title``, ``about``, ``look``, ``unit``, ``row_name``, and ``band``: ``low`` and
    ``high`` (rows,) around the network's line, or None. ``id``: as long as it stays, so does what the reader has zoomed to."""
    shown = [{**vars(line), "short": line.short or line.name} for line in drawn]
    _lines(key=key, data={"id": id, "labels": list(labels), "lines": shown, **words})
