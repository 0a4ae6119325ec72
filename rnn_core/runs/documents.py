"""The documents that every run has: what it is of, and what its training took."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from rnn_core.documents import Count, Document, Measure, Words


class About(Document):
    """``settings.json``: what a run is of. ``data``: content hash of its dataset's copy; ``title``: what lists show."""

    experiment: Annotated[str, Field(max_length=40)]
    dataset: Words
    data: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    title: Words
    settings: Annotated[dict[str, Any], Field(min_length=1)]
    versions: dict[str, Words]
    created: str

    @model_validator(mode="after")
    def _made_at_a_time(self) -> Self:
        when = datetime.fromisoformat(self.created)
        if when.tzinfo is None or not 2000 <= when.year < 2200:
            raise ValueError("created is a date with its zone")
        return self

    @property
    def started(self) -> datetime:
        """When the run was made."""
        return datetime.fromisoformat(self.created)


class Snapshot(Document):
    """A row of ``samples.jsonl``: what the network made after so many epochs."""

    epoch: Annotated[float, Field(ge=0)]


class Losses(Document):
    """Training loss: after the first epoch, after the last, and the lowest."""

    first: Measure
    last: Measure
    best: Measure


@dataclass(frozen=True)
class Headline:
    """What came of a run, as the top of a page shows it: plain text.

    ``state``: beside the simplest guess, "none" where nothing is judged; ``title`` begins with it. ``sentence`` says what the
    title does not. ``number``: "−7 %"; ``meaning``: what it is, "error against the simplest guess".
    """

    state: Literal["better", "even", "worse", "none"]
    title: str
    sentence: str
    number: str
    meaning: str


class TrainingFacts(Document):
    """The part of ``metrics.json`` that is the same for every experiment.

    ``seconds``: of fitting; ``prepare_seconds``: before it, compiling included; ``measure_seconds``: after it. Those two are not
    known of a run from elsewhere. ``ridge``: of a readout that least squares fitted at once, how strongly its weights were held
    small.
    """

    loss: Losses
    epochs: Annotated[float, Field(ge=0)]
    seconds: float
    checkpoint: Words
    parameters: Count
    device: Words
    kernel: Words
    prepare_seconds: Annotated[float, Field(ge=0)] | None = None
    measure_seconds: Annotated[float, Field(ge=0)] | None = None
    sampling_seconds: float | None = None
    vector_seconds: Annotated[float, Field(ge=0)] | None = None
    ridge: Annotated[float, Field(ge=0)] | None = None
    notes: tuple[Words, ...] = ()  # what was done to the data

    @property
    def verdict(self) -> str:
        """In a word or two, as lists show it; nothing where nothing is judged."""
        return ""

    @property
    def verdict_sentence(self) -> str:
        """As a page shows it."""
        return self.verdict

    @property
    def headline(self) -> Headline | None:
        """What came of it, for the top of a page; None where the experiment has nothing to say."""
        return None
