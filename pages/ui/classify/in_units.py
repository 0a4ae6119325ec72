"""Sentences about words, said of characters where a network reads these."""

import re

from rnn_core.features.words import Unit


def in_units(sentence: str, unit: Unit) -> str:
    """ "Each word in turn" is "Each character in turn"."""
    if unit == "words":
        return sentence
    return re.sub(r"\b([Ww])ord(s?)\b", lambda found: ("C" if found[1] == "W" else "c") + "haracter" + found[2], sentence)
