"""What is measured of a network that writes, in words: the one place of its sentences."""

import math

from rnn_core.runs import Headline
from rnn_core.wording import times

MOST_NATS = 50.0  # beyond it a number says nothing


def headline(nats: float, symbols: int, seen: bool = False) -> Headline:
    """How unsure it is, as a number of characters to guess among, for the top of a page.

    ``nats``: mean surprise a character; ``symbols``: different characters; ``seen``: measured on the text that it learned from.
    """
    among = times(math.exp(nats)) if nats < MOST_NATS else f"more than {symbols}"
    where = "on the text that it learned from, which it may know by heart" if seen else "on text that it has never seen"
    sentence = f"Measured {where}; one that knows nothing guesses among all {symbols}."
    return Headline("none", f"As unsure as guessing among {among} characters", sentence, among, f"of {symbols} characters")
