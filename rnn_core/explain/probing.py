"""Units that follow something we have a word for: found on one half of the data, measured on the other.

Which property of the input a single unit follows was first looked for in text by Karpathy, Johnson and Fei-Fei (2015).

Strength is a number from -1 to 1, 0 for none. For a property with numbers it is the correlation (Pearson) of the unit with it.
For one that is there or not it is the rank-biserial correlation (Cureton 1956), 2 * AUC - 1 with the area under the ROC curve: of
all pairs of one step with it and one without, the share in which the unit is higher at the former, less the share in which it is
lower. For a property that goes round, such as the hour, its highest point is found on the first half, too, and then the
correlation with the wave that has it there is taken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnn_core.wording import percent

Array = NDArray[np.float64]
Kind = Literal["there", "number", "round"]
WEAK = 0.3  # below it nobody would see the property in the unit's colours
SHUFFLES = 99
FEWEST = 20  # steps with the property, and without it, in each half
MOST_PIECES, FEWEST_PIECES = 20, 6  # of the second half, when nothing says where the data may be cut
REACH = 3  # a piece is so many times as long as a property resembles itself
ALIKE = 0.2  # correlation of a property with itself some steps later, below which it no longer does


@dataclass(frozen=True, eq=False)
class Property:
    """Something true of each step. ``values``: (steps,) of bool or numbers, or (steps, 2), sine and cosine of what goes round."""

    name: str
    values: NDArray

    @property
    def kind(self) -> Kind:
        """There or not, a number, or a place on a circle."""
        return "there" if self.values.dtype == bool else "round" if self.values.ndim == 2 else "number"


@dataclass(frozen=True)
class UnitProbe:
    """The unit that follows a property best. ``strength``: on the second half; ``found``: on the half where it was chosen.

    ``chance``: the largest size of the strength in so many shufflings of the second half.
    """

    name: str
    kind: Kind
    unit: int
    strength: float
    found: float
    chance: float

    @property
    def stands_out(self) -> bool:
        """Strong enough to be seen, the same way round in both halves, and stronger than in all shufflings."""
        return abs(self.strength) >= WEAK and self.strength * self.found > 0 and abs(self.strength) > self.chance

    @property
    def words(self) -> str:
        """The strength as a sentence."""
        if self.kind == "there":
            way = "higher" if self.strength > 0 else "lower"
            return f"{way} there in {percent((1 + abs(self.strength)) / 2)} of all pairs"
        if self.kind == "round":
            return f"goes round with it, correlation {self.strength:.2f}"
        return f"{'rises' if self.strength > 0 else 'falls'} with it, correlation {self.strength:.2f}"


def probe_units(
    states: NDArray[np.floating], properties: Sequence[Property], blocks: NDArray[np.int64] | None = None, seed: int = 0
) -> list[UnitProbe]:
    """For each property the unit that follows it best, the strongest first; properties that hardly vary are left out.

    ``states``: (steps, units) in the order of time. ``blocks``: (steps,), ascending numbers of the pieces that may be shuffled,
    such as texts; without them they are equal and the longer, the longer a property stays as it is. Shuffling pieces, not
    steps, keeps what neighbours have in common.
    """
    steps = len(states)
    if not steps:
        return []
    middle = steps // 2 if blocks is None else int(np.searchsorted(blocks, blocks[steps // 2]))
    pieces = None if blocks is None else np.asarray(blocks)[middle:]
    halves = slice(middle), slice(middle, steps)
    ranked = _Halves(*(_standardised(states[half]) for half in halves), *(_ranks(states[half]) for half in halves))
    rng = np.random.default_rng(seed)
    found = [_best(ranked, one, halves, pieces, rng) for one in properties if all(_varies(one.values[half]) for half in halves)]
    return sorted(found, key=lambda one: -abs(one.strength))


@dataclass(frozen=True, eq=False)
class _Halves:
    """Units of both halves, (steps, units): with mean 0 and length 1, and as ranks."""

    first: Array
    second: Array
    first_ranks: Array
    second_ranks: Array


def _varies(values: NDArray) -> bool:
    if values.dtype == bool:
        return bool(min(np.count_nonzero(values), np.count_nonzero(~values)) >= FEWEST)
    return len(values) >= 2 * FEWEST and bool((np.ptp(values, axis=0) > 0).all())


def _best(
    units: _Halves, one: Property, halves: tuple[slice, slice], pieces: NDArray[np.int64] | None, rng: np.random.Generator
) -> UnitProbe:
    first, second = (one.values[half] for half in halves)
    measure: Callable[[Array, Array], Array] = _correlations
    if one.kind == "there":
        strengths = rank_biserial(units.first_ranks, first)
        measure, later, columns = _biserials, second.astype(float), units.second_ranks
    else:
        directions, strengths = _directions(units.first, first)
        later, columns = second, units.second
    unit = int(np.abs(strengths).argmax())
    if one.kind == "round":
        later = second @ directions[:, unit]
    cuts = _cuts(later) if pieces is None else np.flatnonzero(np.diff(pieces)) + 1
    shuffled = np.stack([_shuffled(later, cuts, rng) for _ in range(SHUFFLES)])
    strength, chance = (measure(columns[:, unit], values) for values in (later[None], shuffled))
    return UnitProbe(one.name, one.kind, unit, float(strength[0]), float(strengths[unit]), float(np.abs(chance).max()))


def rank_biserial(ranks: Array, there: NDArray[np.bool_]) -> Array:
    """2 * AUC - 1 of each unit, (units,), for ``ranks`` (steps, units) that begin with 1, ties sharing their mean."""
    count, steps = np.count_nonzero(there), len(there)
    higher = ranks[there].sum(axis=0) - count * (count + 1) / 2  # Mann and Whitney's U
    return 2 * higher / (count * (steps - count)) - 1


def _biserials(ranks: Array, values: Array) -> Array:
    """Of one unit's ranks (steps,) with each row of ``values`` (rows, steps), 0 or 1."""
    return np.array([rank_biserial(ranks[:, None], row > 0)[0] for row in values])


def _correlations(unit: Array, values: Array) -> Array:
    """Of a standardised unit (steps,) with each row of ``values`` (rows, steps)."""
    return _standardised(values.T).T @ unit


def _directions(units: Array, values: NDArray) -> tuple[Array, Array]:
    """Where a property with columns lies best along each unit, (columns, units), and how well, (units,)."""
    if values.ndim == 1:
        return np.ones((1, units.shape[1])), _standardised(values[:, None])[:, 0] @ units
    centred = values - values.mean(axis=0)
    directions = np.linalg.lstsq(centred, units, rcond=None)[0]
    fitted = _standardised(centred @ directions)
    return directions, (fitted * units).sum(axis=0)


def _standardised(values: NDArray) -> Array:
    """Columns with mean 0 and length 1; constant ones are 0."""
    centred = np.asarray(values, float) - np.mean(values, axis=0, dtype=float)
    lengths = np.linalg.norm(centred, axis=0)
    return centred / np.where(lengths > 1e-9, lengths, np.inf)


def _ranks(values: NDArray) -> Array:
    """Of each column, from 1 on; equal values share the mean of their ranks."""
    ranks = np.empty(values.shape)
    for column, own in enumerate(np.asarray(values).T):
        ordered = np.sort(own)
        ranks[:, column] = (np.searchsorted(ordered, own) + np.searchsorted(ordered, own, side="right") + 1) / 2
    return ranks


def _cuts(values: NDArray) -> NDArray[np.int64]:
    """Where to cut (steps,) into equal pieces, so long that those beside each other have little in common."""
    steps, own = len(values), _standardised(values[:, None])[:, 0]
    alike = np.correlate(own, own, "full")[steps - 1 :]  # with itself 0, 1, ... steps later
    reach = int((alike < ALIKE).argmax()) or steps
    count = int(np.clip(steps // (REACH * reach), FEWEST_PIECES, MOST_PIECES))
    return np.arange(1, count) * steps // count


def _shuffled(values: Array, cuts: NDArray[np.int64], rng: np.random.Generator) -> Array:
    """The pieces in another order."""
    parts = np.split(values, cuts)
    return np.concatenate([parts[place] for place in rng.permutation(len(parts))])
