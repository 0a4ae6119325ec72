"""Several paths in one table of points: told apart, and one of them taken."""

import pandas as pd

from rnn_core.data.questions import Answers, Question, ask
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.paths.names import tells_tracks_apart

TRACK = "track"  # the question
FEWEST_EACH = 3  # points of a track, on average: else a column numbers the points
LISTED = 10
NAMELESS = "(no name)"


def tracks(cells: Cells) -> tuple[str, pd.Series] | None:
    """The columns that tell tracks apart, in words, and for each row the name of its track. None when there is one."""
    names = [name for name in cells.header if tells_tracks_apart(name)]
    kept = [(name, column) for name in names if _divides(column := cells.rows[cells.header.index(name)], name)]
    if not kept:
        return None
    keys = kept[0][1]
    for _, column in kept[1:]:
        keys = keys + "/" + column
    return " and ".join(name for name, _ in kept), keys


def one_of(
    found: tuple[str, pd.Series], whole: pd.Index, answers: Answers
) -> tuple[pd.Index, tuple[str, ...], tuple[Question, ...]]:
    """The rows of a track, the one with most points unless another is asked for; ``whole`` are the rows that can be used."""
    by, keys = found[0], found[1].replace("", NAMELESS)
    counts = keys[whole].value_counts(sort=False)
    words = {str(name): f"{name} ({count:,} points)" for name, count in counts.items()}
    question = ask(TRACK, f"The file holds {len(counts):,} tracks by {by}: which one?", words, answers, str(counts.idxmax()))
    listed = ", ".join(counts.index[:LISTED]) + (" …" if len(counts) > LISTED else "")
    which = f"the longest one, {question.taken}," if question.taken == counts.idxmax() else question.taken
    note = f"The file holds {len(counts):,} tracks by {by} ({listed}); {which} was taken."
    return whole[keys[whole] == question.taken], (note,), (question,)


def _divides(column: pd.Series, name: str) -> bool:
    """Whether it holds several names that come again. A column track of only that name may as well be a direction."""
    count = column.nunique()
    if not 1 < count <= len(column) / FEWEST_EACH:
        return False
    return name.strip().casefold() != "track" or int((column != column.shift()).sum()) == count
