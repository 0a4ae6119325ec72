"""A classified text, each word coloured by what it does to the answer."""

from collections.abc import Sequence

from pages.ui.common.colored_text import Piece, colored_text
from rnn_core.experiments.classify.predict import Moved

STRONG = 0.02  # a change of probability that is coloured lightly even where no word moves more


def moved_words(key: str, moved: Sequence[Moved]) -> None:
    """One colour for and one against the answer, the deeper the more a word moves it; unknown words are crossed out."""
    largest = max([STRONG, *(abs(one.change) for one in moved)])
    pieces = [
        Piece(one.word, one.change / largest, f"{100 * one.change:+.1f} percentage points")
        if one.known
        else Piece(one.word, title="unknown to the network", mark="unknown")
        for one in moved
    ]
    colored_text(key, pieces, between=" ")
