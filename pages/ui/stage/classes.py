"""What is taken for what: a matrix that fills while it learns, and the one that came of it."""

from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import NDArray

from pages.ui.stage.component import component
from pages.ui.train.live_words import LiveWords
from rnn_core.runs import Run

_LEARNING = ("plot.js", "scrubber.js", "beside.js", "matrix.js", "classes.js")
_learning = component("classes", _LEARNING, ("plot.css", "scrubber.css", "learning.css", "matrix.css", "classes.css"))
_confusion = component("confusion", ("plot.js", "matrix.js", "confusion.js"), ("plot.css", "matrix.css"))


def learning_classes(key: str, run: Run | None, words: LiveWords, **picture: Any) -> None:
    """``picture``: ``classes``, ``answers``, ``texts``, ``examples``, ``epochs``, ``guess``, ``badge``, ``look``.

    Without a run it is the picture to come.
    """
    data = {"id": run.id if run else "", "total": words.epochs, **picture}
    _learning(key=key, data={**data, "title": words.title, "then": words.then, "live": words.live})


def confusion(
    key: str,
    classes: Sequence[str],
    counts: NDArray[Any],
    picked: tuple[int, int] | None = None,
    on_cell: Callable[[], None] = lambda: None,
    **words: str,
) -> None:
    """``counts`` (classes, classes): texts of each class, a row, by answer. ``words``: ``title``, ``about``, ``look``.

    A click on a cell puts its row and column into ``st.session_state[key].cell`` and calls ``on_cell``.
    """
    data = {"classes": list(classes), "counts": counts.tolist(), "picked": picked, **words}
    _confusion(key=key, data=data, on_cell_change=on_cell)
