"""Honesty of generated text: what was copied from the training text, and what goes round in circles."""

import numpy as np
from numpy.typing import NDArray

LOOP_CHARACTERS = 60  # that the end of a text must repeat to be called a loop
LONGEST_PERIOD = 60
SPAN = 30  # characters: shorter agreement is no copy
CHUNK = 1 << 20  # characters looked at together
HASH_BITS = 16
MULTIPLIER = 2654435761  # odd, so that multiplying loses nothing; its bits are well mixed (Knuth)
BETWEEN = "\U0010ffff"  # no character of any text


def longest_copy(text: str, source: str) -> int:
    """Length of the longest piece of ``text`` that stands in ``source``, in characters."""
    for size in (16, 8, 4):
        if (longest := _longest(text, shared(text, source, size))) >= size:
            return longest
    return _longest(text, source)


def _longest(text: str, source: str) -> int:
    """Two positions move through ``text``; a piece is only looked for when it would be longer than the longest so far."""
    longest = begin = 0
    while begin + longest < len(text):
        if text[begin : begin + longest + 1] in source:
            longest += 1
        else:
            begin += 1
    return longest


def copied_spans(text: str, source: str, shortest: int = SPAN) -> list[tuple[int, int]]:
    """Where ``text`` has pieces of at least ``shortest`` characters that stand in ``source``: (begin, end), in order."""
    source = shared(text, source, 16) if shortest >= 16 else source
    spans: list[tuple[int, int]] = []
    begin = 0
    while begin + shortest <= len(text):
        end = begin + shortest
        if text[begin:end] in source:
            while end < len(text) and text[begin : end + 1] in source:
                end += 1
            if spans and begin <= spans[-1][1]:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((begin, end))
            begin = end - shortest + 1
        else:
            begin += 1
    return spans


def loops(text: str) -> str:
    """The piece that the end of ``text`` repeats again and again, or "": at least three times and 60 characters."""
    for period in range(1, LONGEST_PERIOD + 1):
        size = max(LOOP_CHARACTERS, 3 * period)
        tail = text[-size:]
        if len(tail) == size and tail[period:] == tail[:-period]:
            return tail[-period:]
    return ""


def shared(text: str, source: str, size: int) -> str:
    """The parts of ``source`` in which copies of ``size`` or more characters of ``text`` must lie; "" when there are none.

    ``size`` is a power of two. A search in these few parts spares hundreds of searches in all of a long source.
    """
    known = np.zeros(1 << HASH_BITS, bool)
    known[_hashes(text, size)] = True
    parts = []
    for first in range(0, len(source), CHUNK):
        chunk = source[first : first + CHUNK + len(text)]  # a copy is not longer than the text
        edges = np.flatnonzero(np.diff(known[_hashes(chunk, size)], prepend=False, append=False))
        parts += [chunk[begin : end + size - 1] for begin, end in edges.reshape(-1, 2).tolist()]
    return BETWEEN.join(parts)


def _hashes(text: str, size: int) -> NDArray[np.uint32]:
    """A number below 2^16 of each piece of ``size`` characters, the same for the same pieces."""
    values = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    width = 1
    while width < size:
        values = values[:-width] * np.uint32(pow(MULTIPLIER, width, 1 << 32)) + values[width:]
        width *= 2
    return values >> np.uint32(32 - HASH_BITS)
