"""What is measured of a classifier: the form of ``metrics.json``, and of what turns texts into its input."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, computed_field, model_validator

from rnn_core.documents import Count, Document, Share, Verdict
from rnn_core.experiments.classify import sentences
from rnn_core.features.words import Unit
from rnn_core.runs import Headline, TrainingFacts


class Preparation(Document):
    """``preparation.json``: the words in their order, the names of the classes in theirs."""

    words: tuple[str, ...]
    tokens: Unit = "words"  # what they are
    classes: tuple[str, ...]


class Scores(Document):
    """Share of right answers; mean over the classes of 2 precision recall / (precision + recall)."""

    accuracy: Share
    macro_f1: Share


class ClassScores(Document):
    """Of one class: how often the answer is right (``precision``), how many of its texts are found (``recall``)."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    name: Annotated[str, Field(alias="class")]
    texts: Count
    precision: Share
    recall: Share
    f1: Share


class Confidence(Document):
    """How often the network is right when it is so sure."""

    confidence: Share
    accuracy: Share
    texts: Count


class ClassifyMeasures(Document):
    """Of a classifier on a test part: its lists go by the classes, in their order.

    On other data nothing was held out, and nothing stands beside it. ``most_frequent``: the share that always naming the most
    frequent class would get right; ``unknown_words`` and ``cut_texts``: what the network does not see.
    """

    classes: tuple[str, ...]
    tokens: Unit = "words"  # what the texts were cut into
    counts: dict[str, tuple[Count, ...]]
    validation: Scores | None = None
    test: Scores
    baselines: dict[str, Scores] = Field(default_factory=dict)
    most_frequent: Share | None = None
    per_class: tuple[ClassScores, ...]
    calibration: tuple[Confidence, ...]
    calibration_error: Share
    unknown_words: Share
    cut_texts: Share | None = None
    judgement: Verdict

    @model_validator(mode="before")
    @classmethod
    def _of_an_earlier_version(cls, values: Any) -> Any:
        """Runs made before had the verdict's sentence, not its code and numbers."""
        if not isinstance(values, dict) or "judgement" in values or not isinstance(values.get("verdict"), str):
            return values
        begins = ((words, kind) for kind, words in sentences.BEGINNINGS.items())
        kind = next((kind for words, kind in begins if values["verdict"].startswith(words)), "measured")
        numbers = sentences.numbers_of(values["test"]["accuracy"], {k: v["accuracy"] for k, v in values["baselines"].items()})
        return {**values, "judgement": {"kind": kind, "numbers": numbers}}

    @computed_field  # type: ignore[prop-decorator]
    @property
    def verdict(self) -> str:
        """In a word or two."""
        return sentences.VERDICTS[self.judgement.kind]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def verdict_sentence(self) -> str:
        """As a page shows it."""
        return sentences.verdict(self.judgement)

    @property
    def headline(self) -> Headline:
        """As the top of a page shows it."""
        return sentences.headline(self.judgement)


class ClassifyMetrics(ClassifyMeasures, TrainingFacts):
    """``metrics.json`` of a classifier: the network was chosen on validation and stands beside classical methods."""

    validation: Scores
    most_frequent: Share
