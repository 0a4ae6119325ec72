"""Paths computed from a formula. Equal arguments give equal points."""

from collections.abc import Callable

import numpy as np

from rnn_core.data.catalogue import Entry, at_hand, never_missing
from rnn_core.data.path import Path

SOURCE = "Computed by RNN Lab"
LICENCE = "Free of rights: computed from a formula"
LADYBUG, DRUNKARD = "Ladybug", "Drunkard's walk"
STEP = 0.01  # seconds
SLOWEST, FASTEST = 5.0, 20.0  # angular frequencies, radians a second


def ladybug(points: int = 12_000, waves: int = 4, speed: float = 1.0, noise: float = 0.0, seed: int = 1) -> Path:
    """A smooth path in the plane that never quite repeats itself: each coordinate is a sum of ``waves`` sines.

    Their angular frequencies lie between 5 and 20 radians a second, times ``speed``; they, amplitudes and phases are drawn with
    ``seed``. ``noise``: standard deviation of what is added to each point, where the path's own deviation is about 1.
    """
    rng = np.random.default_rng(seed)
    time = np.arange(points) * STEP
    frequencies = speed * rng.uniform(SLOWEST, FASTEST, (2, waves, 1))
    phases = rng.uniform(0, 2 * np.pi, (2, waves, 1))
    sizes = rng.uniform(0.5, 1.5, (2, waves, 1))
    sizes *= np.sqrt(2 / np.sum(sizes**2, axis=1, keepdims=True))  # a sine of amplitude a has variance a² / 2
    path = np.sum(sizes * np.sin(frequencies * time + phases), axis=1).T
    return Path(path + rng.normal(0, noise, path.shape), STEP, LADYBUG, source=SOURCE, licence=LICENCE)


def drunkard(points: int = 3_000, seed: int = 1) -> Path:
    """Every step is drawn anew in any direction, so nothing that went before says where the next one leads."""
    steps = np.random.default_rng(seed).normal(0, STEP, (points, 2))
    return Path(np.cumsum(steps, axis=0), STEP, DRUNKARD, source=SOURCE, licence=LICENCE)


def _entry(id: str, title: str, sentence: str, size: str, read: Callable[[], Path]) -> Entry:
    return Entry(
        id=id,
        title=title,
        sentence=sentence,
        source=SOURCE,
        licence=LICENCE,
        size=size,
        period="",
        load=at_hand(read),
        missing=never_missing,
        kind="path",
    )


ENTRIES = (
    _entry(
        "ladybug",
        LADYBUG,
        "A smooth path in the plane, a sum of waves that never quite repeats itself. Its sliders stand under Path.",
        "12,000 points",
        ladybug,
    ),
    _entry("drunkard", DRUNKARD, "Every step is pure chance, so no network can know the next one.", "3,000 points", drunkard),
)
