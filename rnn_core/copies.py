"""Honesty of generated text: what was copied from the training text, and what goes round in circles."""

LOOP_CHARACTERS = 60  # that the end of a text must repeat to be called a loop
LONGEST_PERIOD = 60
SPAN = 30  # characters: shorter agreement is no copy


def longest_copy(text: str, source: str) -> int:
    """Length of the longest piece of ``text`` that stands in ``source``, in characters.

    Two positions move through ``text``; a piece is only looked for when it would be longer than the longest so far.
    """
    longest = begin = 0
    while begin + longest < len(text):
        if text[begin : begin + longest + 1] in source:
            longest += 1
        else:
            begin += 1
    return longest


def copied_spans(text: str, source: str, shortest: int = SPAN) -> list[tuple[int, int]]:
    """Where ``text`` has pieces of at least ``shortest`` characters that stand in ``source``: (begin, end), in order."""
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
