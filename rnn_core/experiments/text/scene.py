"""What stands still while samples change: where they begin, how the text goes on there, and what the simplest guess is worth."""

from typing import Literal

import numpy as np
from pydantic import Field

from rnn_core.documents import Document, Measure, Words
from rnn_core.experiments.text.data import Prepared
from rnn_core.experiments.text.evaluate import passage
from rnn_core.networks.spec import MOST_CHARACTERS

SHOWN = 120  # characters


class Scene(Document):
    """``prompt``: what all samples begin after; ``goes_on``: what follows it in the training part, as far as that reaches.

    ``part``: what the losses beside the samples are of. ``symbols``: the network's characters, the most frequent first.
    ``guess``: characters drawn by how frequent each is, what comes before them unseen; ``guess_nats``: their cross-entropy,
    None where the text is gone.
    """

    part: Literal["validation", "training"]
    prompt: Words
    goes_on: Words
    symbols: str = Field(max_length=MOST_CHARACTERS)
    guess: Words
    guess_nats: Measure


def scene(prepared: Prepared) -> Scene:
    """Of a text made ready, always the same one."""
    symbols, counts, place = prepared.vocabulary.symbols, prepared.counts, passage(prepared)
    drawn = np.random.default_rng(prepared.settings.seed).choice(len(symbols), SHOWN, p=counts / counts.sum())
    known = np.log((counts + 1) / (counts + 1).sum())  # as if each had been seen once more: none is impossible
    asked = prepared.held_out if len(prepared.held_out) else prepared.ids
    return Scene(
        part="validation" if len(prepared.held_out) else "training",
        prompt=prepared.text[place],
        goes_on=prepared.text[place.stop : min(place.stop + SHOWN, prepared.train)],
        symbols="".join(symbols[at] for at in np.argsort(-counts, kind="stable")),
        guess=prepared.vocabulary.decode(drawn),
        guess_nats=-float(known[asked].mean()),
    )
