"""What came out of the arena, in sentences computed from its numbers."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from rnn_core.teaching.arena.far import LENGTHS, SOLVED
from rnn_core.teaching.arena.rivals import title
from rnn_core.wording import percent

Rival = Mapping[str, Any]  # as the study gives it


def error(rival: Rival) -> float:
    """Of its middle seed."""
    return median(rival["errors"])


def ranked(rivals: Sequence[Rival]) -> list[Rival]:
    """The smallest error first."""
    return sorted(rivals, key=error)


def remembered(rival: Rival) -> int:
    """The longest sequence that it solved, 0 where none."""
    return max((one["length"] for one in rival["lengths"] if one["accuracy"] >= SOLVED), default=0)


def verdict(result: Mapping[str, Any]) -> str:
    """Who was best on the data, beside the simplest guess, and who remembered farthest."""
    return f"{_on_the_data(result)} {_back(result['rivals'])}"


def _on_the_data(result: Mapping[str, Any]) -> str:
    best, *others = ranked(result["rivals"])
    found, guess = error(best), result["guess"]
    beside = f"{guess['error']:.3g}, from {guess['who']}"
    if found >= guess["error"]:
        return f"{result['ground']}: none beats the simplest guess ({beside}); {title(best['name'])} comes nearest, {found:.3g}."
    fewer = percent(1 - found / guess["error"])
    level = [title(one["name"]) for one in others if min(one["errors"]) <= max(best["errors"])]
    near = f" Its seeds overlap with {_listed(level)}: between them chance decides." if level else ""
    return (
        f"{result['ground']}: {title(best['name'])} has the smallest error, {found:.3g}, {fewer} below the simplest guess "
        f"({beside}).{near}"
    )


def _back(rivals: Sequence[Rival]) -> str:
    farthest = max(map(remembered, rivals))
    if not farthest:
        return f"None learned to name a sign from {LENGTHS[0]} steps before in the time."
    names = _listed([title(one["name"]) for one in rivals if remembered(one) == farthest])
    more = (
        "the longest asked" if farthest == LENGTHS[-1] else f"none learned {LENGTHS[LENGTHS.index(farthest) + 1]:,} in the time"
    )
    return f"Farthest back looks {names}: {farthest:,} steps; {more}."


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
