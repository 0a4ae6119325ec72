"""Invented DNA, computed from chance: three classes of sequences that differ only in the order of their letters."""

import numpy as np

from rnn_core.data.catalogue import Entry, at_hand, never_missing
from rnn_core.data.labelled import Labelled
from rnn_core.data.readers.labels import clean

LETTERS = "ACGT"
MOTIF = "TATAAT"
FAVOURED = (2, 0, 3)  # the letter that each of three neighbouring places favours: G, A, T
STRENGTH = 0.6  # of a place's letters are the favoured one, the others are any of the four
SHORTEST, LONGEST = 30, 60
WITH_MOTIF, IN_THREES, SHUFFLED = "with a motif", "in threes", "shuffled"
TITLE = "Invented DNA"
SOURCE = "Computed by RNN Lab"
LICENCE = "Free of rights: computed from chance"


def dna(each: int = 600, seed: int = 0) -> Labelled:
    """``each`` sequences of every class, as letters with a space between them. Equal arguments give equal sequences.

    Of every set of letters three sequences are made: one where the letters follow a pattern of three places (as codons
    do), one in any order that has :data:`MOTIF` somewhere, and one in any order that has not. So the letters themselves, as a
    bag of words counts them, say nothing about the class.
    """
    rng = np.random.default_rng(seed)
    made = [_three(rng) for _ in range(each)]
    labels = (IN_THREES, WITH_MOTIF, SHUFFLED)
    texts = tuple(" ".join(letters) for three in made for letters in three)
    return clean(Labelled(texts, labels * each, TITLE, SOURCE, LICENCE))


def _three(rng: np.random.Generator) -> tuple[str, str, str]:
    """The same letters in threes, with the motif and shuffled."""
    while True:
        letters = _in_threes(rng)
        if MOTIF not in letters and all(letters.count(one) >= MOTIF.count(one) for one in MOTIF):
            return letters, _with_motif(letters, rng), _without_motif(letters, rng)


def _in_threes(rng: np.random.Generator) -> str:
    length, start = rng.integers(SHORTEST, LONGEST + 1), rng.integers(3)
    favoured = np.array(FAVOURED)[(start + np.arange(length)) % 3]
    numbers = np.where(rng.random(length) < STRENGTH, favoured, rng.integers(4, size=length))
    return "".join(LETTERS[number] for number in numbers)


def _with_motif(letters: str, rng: np.random.Generator) -> str:
    for one in MOTIF:
        letters = letters.replace(one, "", 1)
    rest = _shuffled(letters, rng)
    place = rng.integers(len(rest) + 1)
    return rest[:place] + MOTIF + rest[place:]


def _without_motif(letters: str, rng: np.random.Generator) -> str:
    while MOTIF in (found := _shuffled(letters, rng)):
        continue
    return found


def _shuffled(letters: str, rng: np.random.Generator) -> str:
    return "".join(rng.permutation([*letters]))


ENTRIES = (
    Entry(
        id="dna",
        title=TITLE,
        sentence="Sequences need not be words: three classes have the very same letters, and only their order tells them apart.",
        source=SOURCE,
        licence=LICENCE,
        size="1,800 texts, 3 classes",
        period="",
        load=at_hand(dna),
        missing=never_missing,
        kind="labelled",
    ),
)
