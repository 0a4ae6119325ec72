"""What is measured of a followed path: the form of ``metrics.json``."""

from typing import Any

from pydantic import computed_field, model_validator

from rnn_core.documents import Document, Measure, Verdict, Words
from rnn_core.experiments.trajectory import sentences
from rnn_core.experiments.windowed_series import WindowCounts
from rnn_core.runs import Headline, TrainingFacts


class Distances(Document):
    """Means, in the path's own units: one step ahead, and for each step of the free runs."""

    one_step: float
    free_running: tuple[float, ...]


class TrajectoryMeasures(Document):
    """The network beside going straight on and standing still. ``starts``: of free runs; ``step_seconds``: between points."""

    windows: WindowCounts
    distance: Distances
    constant_velocity: Distances
    standing_still: Distances
    starts: int
    step_seconds: float
    skill: Measure
    p_value: float
    judgement: Verdict
    spread: Measure = None
    coordinates: tuple[str, ...]
    parts: dict[str, tuple[int, int]]  # first and last point, counted from 1
    notes: tuple[Words, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _of_an_earlier_version(cls, values: Any) -> Any:
        """Runs made before had a verdict's words and sentence, not its numbers."""
        if not isinstance(values, dict) or "judgement" in values:
            return values
        kind = next((kind for kind, words in sentences.VERDICTS.items() if words == values.get("verdict")), "")
        return {**values, "judgement": {"kind": kind, "numbers": {"skill": values.get("skill")}}}

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
        return sentences.headline(self.judgement, self.p_value)


class TrajectoryMetrics(TrajectoryMeasures, TrainingFacts):
    """``metrics.json`` of a followed path."""
