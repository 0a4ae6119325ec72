"""Three parts of labelled examples: to learn from, to choose on, to measure on once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """Places of the examples, (examples,) each, in random order; no place is in two parts."""

    train: Places
    validation: Places
    test: Places


def stratified(labels: Sequence[str], validation: float, test: float, seed: int) -> Parts:
    """Draw the parts so that every class has its share in each of them, and at least one example.

    ``validation``, ``test``: shares of all; a share of 0 gives an empty part. Raises UserError when a class is too small.
    """
    rng, names = np.random.default_rng(seed), np.asarray(labels)
    drawn: list[list[Places]] = [[], [], []]
    for name in np.unique(names):
        places = rng.permutation(np.flatnonzero(names == name))
        counts = [max(1, round(share * len(places))) if share else 0 for share in (validation, test)]
        if len(places) <= sum(counts):
            raise UserError(
                f"The class {name} has {len(places)} texts, too few to learn from, to choose on and to measure on: give it "
                "more texts, or keep less for validation and test."
            )
        for part, chosen in zip(drawn, np.split(places, np.cumsum(counts)), strict=True):
            part.append(chosen)
    held, tested, learned = (rng.permutation(np.concatenate(part)) for part in drawn)
    return Parts(learned, held, tested)
