"""See it learn: what the network takes the same few texts for after each epoch, and how sure it is of six of them."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from rnn_core.documents import Count, Document, Share, Words
from rnn_core.errors import UserError
from rnn_core.experiments.base import Weights
from rnn_core.experiments.classify.data import Prepared, encoded
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Network, Recurrent, operations
from rnn_core.runs import Snapshot

EXAMPLES = 6
MOST_CLASSES = 20  # that a picture tells apart
OTHERS = "other classes"
MOST_TEXTS, FEWEST_TEXTS = 150, 30  # that are counted
TOGETHER = 2e8  # operations that all of them may take, some 10 ms
LONGEST = 160  # characters of an example
DIGITS = 3
NEARLY_ONE = 0.02  # how far rounded shares of one text may be from 1 together

Columns = Annotated[tuple[Count, ...], Field(max_length=MOST_CLASSES + 1)]
Chances = Annotated[tuple[Share | None, ...], Field(max_length=MOST_CLASSES + 1)]


class Said(Snapshot):
    """A row of ``samples.jsonl``. ``counts`` (classes, answers): how many texts of each class get which answer.

    ``chances`` (examples, answers): the probabilities of the answers, to three digits; None where there is no number.
    """

    counts: Annotated[tuple[Columns, ...], Field(max_length=MOST_CLASSES)]
    chances: Annotated[tuple[Chances, ...], Field(max_length=EXAMPLES)]


class Example(Document):
    """A text, cut, and which of the scene's classes it is of, counted from 0."""

    text: Words
    label: Count


class Scene(Document):
    """What stands still: the classes, how many texts of each are counted, and the examples, which are among them.

    ``classes``: all, or of many the most frequent ones. ``answers``: the same, and then :data:`OTHERS` where there are more.
    """

    part: Literal["validation"] = "validation"
    classes: tuple[Words, ...]
    answers: tuple[Words, ...]
    texts: tuple[Count, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Chosen:
    """The texts of a scene. ``places`` (texts,): in the validation part, the examples first; ``labels`` (texts,): their rows.

    ``shown``: numbers of the classes that are told apart; ``columns`` (all classes,): the answer that each counts as.
    """

    places: NDArray[np.int64]
    labels: NDArray[np.int64]
    shown: NDArray[np.int64]
    columns: NDArray[np.int64]

    @property
    def answers(self) -> int:
        """How many different ones."""
        return int(self.columns.max()) + 1


def chosen(prepared: Prepared, network: Network) -> Chosen:
    """By the seed of the settings; of each class as many examples as of the others, as far as there are."""
    names, classes = len(prepared.names), prepared.validation.classes
    frequent = np.argsort(-np.bincount(prepared.train.classes, minlength=names), kind="stable")[:MOST_CLASSES]
    shown = np.sort(frequent)
    columns = np.full(names, len(shown))
    columns[shown] = np.arange(len(shown))
    order = np.random.default_rng(prepared.settings.seed).permutation(np.flatnonzero(columns[classes] < len(shown)))
    labels = columns[classes[order]]
    nth = np.empty(len(labels), np.int64)  # of its class
    for label in range(len(shown)):
        nth[labels == label] = np.arange(np.count_nonzero(labels == label))
    first = np.argsort(nth, kind="stable")[:EXAMPLES]
    kept = np.concatenate([first, np.setdiff1d(np.arange(len(order)), first)])[: _affordable(network)]
    return Chosen(order[kept], labels[kept], shown, columns)


def scene(prepared: Prepared, network: Network) -> Scene:
    """What the snapshots of this network on these texts have in common."""
    found = chosen(prepared, network)
    classes = tuple(prepared.names[number] for number in found.shown)
    return Scene(
        classes=classes,
        answers=(*classes, OTHERS)[: found.answers],
        texts=tuple(np.bincount(found.labels, minlength=len(classes)).tolist()),
        examples=tuple(
            Example(text=_short(prepared.validation.texts[place]), label=int(label))
            for place, label in zip(found.places[:EXAMPLES], found.labels, strict=False)
        ),
    )


class Camera:
    """Takes the snapshots of one training."""

    def __init__(self, prepared: Prepared, network: Network):
        self.network, self.chosen = network, chosen(prepared, network)
        texts = [prepared.validation.texts[place] for place in self.chosen.places]
        ids = encoded(texts, prepared.vocabulary, network.timesteps)
        longest = int(np.count_nonzero(ids, axis=1).max())
        self.ids = ids[:, :longest] if network.masked else ids  # what is passed over need not be computed

    def __call__(self, weights: Weights) -> list[dict[str, Any]]:
        """One row, without its epoch."""
        from scipy.special import softmax

        found = self.chosen
        chances = softmax(NumpyNetwork(self.network, weights).predict(self.ids), axis=1)
        counts = np.zeros((len(found.shown), found.answers), int)
        np.add.at(counts, (found.labels, found.columns[chances.argmax(1)]), 1)
        joined = chances[:EXAMPLES].astype(float) @ np.eye(found.answers)[found.columns]
        shares = [[_share(value) for value in row] for row in joined.tolist()]
        return [{"counts": counts.tolist(), "chances": shares}]


def checked(still: Scene, said: Said) -> Said:
    """A snapshot from elsewhere: its network is gone, so only its form can be looked at. Raises UserError."""
    wide = len(still.answers)
    counted = tuple(map(sum, said.counts)) == still.texts and all(len(row) == wide for row in said.counts)
    sure = [len(row) for row in said.chances] == [wide] * len(still.examples) and all(map(_whole, said.chances))
    if not (counted and sure):
        raise UserError("The snapshots of this run are not of its texts: it was changed on its way. Train it again.")
    return said


def _affordable(network: Network) -> int:
    """How many texts are counted: fewer where each of their words costs much."""
    if not any(isinstance(layer, Recurrent) for layer in network.layers):
        return MOST_TEXTS
    return int(np.clip(TOGETHER / operations(network), FEWEST_TEXTS, MOST_TEXTS))


def _whole(chances: tuple[float | None, ...]) -> bool:
    """Whether these are all the chances of a text."""
    known = [chance for chance in chances if chance is not None]
    return not known or (len(known) == len(chances) and abs(sum(known) - 1) < NEARLY_ONE)


def _share(value: float) -> float | None:
    return min(1.0, round(value, DIGITS)) if np.isfinite(value) else None


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
