"""See it write: what a network wrote after each epoch, and among how many characters it was as good as guessing."""

from collections.abc import Sequence
from typing import Any

from pages.ui.stage.component import component
from pages.ui.train.live_words import LiveWords

_written = component(
    "written",
    ("plot.js", "scrubber.js", "beside.js", "unsure.js", "written.js"),
    ("plot.css", "scrubber.css", "learning.css", "written.css"),
)


def written(key: str, id: str, words: LiveWords, epochs: Sequence[dict[str, Any]], **picture: Any) -> None:
    """``epochs``: each with ``epoch`` and ``texts``, one a temperature: ``pieces``, some of ``mark`` "copy", and a ``note``.

    ``picture``: ``measured``, pairs of an epoch and among how many characters it guessed then (None: no number); ``prompt``,
    ``goes_on``, ``guess``, ``guess_among``, ``symbols`` (the most frequent first) and the ``size`` of all, ``part``, ``badge``,
    ``temperatures``, ``usual`` (the place of the one that is shown first), ``look``.
    """
    data = {"id": id, "epochs": epochs, "title": words.title, "then": words.then, "live": words.live, "total": words.epochs}
    _written(key=key, data={**data, **picture})
