"""What is measured of a network that writes: the form of ``metrics.json``, and of what turns a text into its input."""

from typing import Annotated

from pydantic import Field

from rnn_core.documents import Count, Document, Words
from rnn_core.experiments.text import sentences
from rnn_core.networks.spec import MOST_CHARACTERS
from rnn_core.runs import Headline, Snapshot, TrainingFacts


class Preparation(Document):
    """``preparation.json`` of a text: its different characters in their order, how many rare ones share a symbol."""

    symbols: Annotated[str, Field(min_length=2, max_length=MOST_CHARACTERS)]
    folded: Count
    lowercase: bool
    objective: str


class Sizes(Document):
    """Characters learned from, held out, and held out but left out, because the training part does not have them."""

    train: Count
    validation: Count
    unseen: Count


class HeldOut(Document):
    """Mean cross-entropy of the held-out characters, in three units; ``perplexity`` = e^nats.

    ``crops_256``: nats when each piece of 256 characters is read for itself, nothing known of what stands before it, as
    networks without a memory beyond their window are measured (nanoGPT's protocol). None where it was not measured.
    """

    nats: float
    bits_per_character: float
    perplexity: float
    crops_256: float | None = None


class TextMeasures(Document):
    """``vocabulary``: different characters; ``validation`` is None when nothing was held out."""

    characters: Sizes
    vocabulary: Annotated[int, Field(ge=1, le=MOST_CHARACTERS)]
    folded: Count
    objective: str
    validation: HeldOut | None

    @property
    def headline(self) -> Headline | None:
        """As the top of a page shows it; None where nothing was measured."""
        return sentences.headline(self.validation.nats, self.vocabulary) if self.validation else None


class Sample(Snapshot):
    """What the network wrote. ``longest_copy``: characters in a row that stand in the text it learned from."""

    temperature: Annotated[float, Field(ge=0)]
    prompt: Words
    text: Words
    longest_copy: Count


class TextMetrics(TextMeasures, TrainingFacts):
    """``metrics.json`` of a text."""

    @property
    def nats(self) -> float | None:
        """On text that the network has never seen, where there is any."""
        return self.validation.nats if self.validation else None

    @property
    def headline(self) -> Headline | None:
        """Where nothing was held out, on the text that it learned from."""
        if self.validation or self.loss.best is None:
            return super().headline
        return sentences.headline(self.loss.best, self.vocabulary, seen=True)
