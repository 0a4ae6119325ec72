"""What is measured of a forecast: the form of ``metrics.json``."""

from typing import Any

from pydantic import Field, computed_field, model_validator

from rnn_core.documents import Count, Document, Measure, Verdict, Words
from rnn_core.experiments.forecast import sentences
from rnn_core.experiments.windowed_series import WindowCounts
from rnn_core.runs import Headline, TrainingFacts


class Errors(Document):
    """Of a forecast, in the data's units; see :func:`rnn_core.metrics.errors.measures`."""

    mae: float
    rmse: float
    smape: float
    mase: Measure
    direction: Measure


class Step(Errors):
    """Of the direct forecast so many rows ahead, and from the same rows of the free run and the rivals that there are.

    ``half_width`` of its band (data units), the ``coverage`` of that, and the mean ``pinball`` loss of its two edges.
    """

    step: int
    free_running: Errors | None
    baselines: dict[str, Errors]
    half_width: Measure = None
    coverage: Measure = None
    pinball: Measure = None


class Band(Document):
    """How often a band held the actual value, and how often it should.

    ``method``: "conformal", or "dropout" (Monte Carlo), of ``samples`` answers. ``starts``: rows from which free runs were
    followed, for ``rows`` each. Of a band around the forecast one step ahead ``half_width`` (data units), learned from
    ``calibrated`` rows of the validation part; ``ratio``: the usual error of the test part over that of those rows; ``learning``:
    how often the band that learns from its misses held.
    """

    method: Words = "dropout"
    nominal: float
    coverage: float
    samples: Count = 0
    starts: Count = 0
    rows: Count
    half_width: Measure = None
    calibrated: Count = 0
    ratio: Measure = None
    learning: Measure = None


class Next(Document):
    """The first value beyond the data."""

    date: str
    value: float


class TargetMeasures(Document):
    """Of one column that is forecast.

    ``baselines``: the naive forecasts, and the fitted rivals, None for one that could not be fitted: ``baselines_why`` says it.
    ``best_baseline``: the one with the smallest RMSE. ``skill`` is that beside the last value, the judgement that beside the best
    naive one. ``linear``: skill of a straight rule from its own past, beside the last value.
    """

    one_step: Errors
    free_running: Errors | None
    free_running_why: Words = ""  # why there is none
    baselines: dict[str, Errors | None]
    baselines_why: dict[str, Words] = Field(default_factory=dict)
    best_baseline: str = ""  # runs made before the fitted rivals name none
    free_running_baselines: dict[str, Errors] = Field(default_factory=dict)
    skill: Measure
    linear: Measure = None
    lag: Count
    repeats: bool
    p_value: float
    judgement: Verdict
    by_horizon: tuple[Step, ...] = ()
    spread: Measure = None
    band: Band | None
    band_why: Words = ""  # why there is none
    free_band: Band | None = None
    dropout_band: Band | None = None
    next: Next
    target: str
    unit: Words

    @model_validator(mode="before")
    @classmethod
    def _of_dropout_alone(cls, values: Any) -> Any:
        """Runs made before had the band of dropout only, without its method."""
        band = values.get("band") if isinstance(values, dict) else None
        return {**values, "band": None, "dropout_band": band} if isinstance(band, dict) and "method" not in band else values

    @property
    def rivals(self) -> dict[str, Errors]:
        """The baselines that could be measured."""
        return {name: errors for name, errors in self.baselines.items() if errors is not None}

    @computed_field  # type: ignore[prop-decorator]
    @property
    def verdict(self) -> str:
        """In a word or two."""
        return sentences.in_short(self.judgement)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def verdict_sentence(self) -> str:
        """As a page shows it."""
        return sentences.verdict(self.judgement)

    @property
    def headline(self) -> Headline:
        """As the top of a page shows it."""
        return sentences.headline(self.judgement, self.p_value)


class ForecastMeasures(TargetMeasures):
    """Of a forecast: of its first column, and with several in ``targets`` of each."""

    windows: WindowCounts
    horizon: int = 1
    row_seconds: Measure = None
    numbered: bool = False  # the rows have numbers, not dates
    free_rows: Count | None
    parts: dict[str, tuple[str, str]]  # first and last date, or row
    notes: tuple[Words, ...] = ()
    targets: dict[str, TargetMeasures] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _of_an_earlier_version(cls, values: Any) -> Any:
        """Runs made before had a verdict's words and sentence, not its numbers."""
        if not isinstance(values, dict) or "judgement" in values or not isinstance(values.get("windows"), dict):
            return values
        shared = {"rows": values["windows"].get("test"), "row_seconds": values.get("row_seconds")}
        several = values.get("targets") or {}
        return {**_judged(values, shared), "targets": {name: _judged(one, shared) for name, one in several.items()}}


def _judged(values: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    kind = next((kind for kind, words in sentences.VERDICTS.items() if words == values.get("verdict")), "")
    return {**values, "judgement": {"kind": kind, "numbers": {"skill": values.get("skill"), **shared}}}


class ForecastMetrics(ForecastMeasures, TrainingFacts):
    """``metrics.json`` of a forecast."""
