"""What pages, the coach and the lists count on in the ``metrics.json`` of a bundled run."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rnn_core.data.readers.labels import MOST_CLASSES
from rnn_core.experiments.forecast import MOST_AHEAD, MOST_TARGETS
from rnn_core.experiments.trajectory import MOST_AHEAD as MOST_STEPS
from rnn_core.networks.spec import MOST_CHARACTERS

HIGHEST_LOSS = 700  # nats: e to the power of more is no number

Count = Annotated[int, Field(ge=0, le=10**15)]
Words = Annotated[str, Field(max_length=10_000)]
Share = Annotated[float, Field(ge=0, le=1)]
_Distance = Annotated[float, Field(ge=0)]


class _Measured(BaseModel):
    """Of objects that hold more."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class _Losses(_Measured):
    first: float
    last: float
    best: float


class Metrics(_Measured):
    """Those of every experiment."""

    loss: _Losses
    epochs: Annotated[float, Field(ge=0)]
    seconds: float
    checkpoint: Words
    parameters: Count
    device: Words
    kernel: Words


class _Errors(_Measured):
    mae: float
    rmse: float
    smape: float
    mase: float | None
    direction: float | None


class _Band(_Measured):
    nominal: float
    coverage: float
    samples: Count
    starts: Count
    rows: Count


class _Next(_Measured):
    date: Annotated[str, Field(max_length=30)]
    value: float


NAIVE = Literal["last_value", "drift", "moving_average", "seasonal_last_value", "same_hour_yesterday", "climatology"]


class _Step(_Errors):
    """So many rows ahead."""

    step: Annotated[int, Field(ge=1, le=MOST_AHEAD)]
    free_running: _Errors | None
    baselines: dict[NAIVE, _Errors]


class _Target(_Measured):
    """Of one column that is forecast."""

    one_step: _Errors
    baselines: dict[NAIVE, _Errors]
    by_horizon: Annotated[list[_Step], Field(max_length=MOST_AHEAD)] = []
    free_running: _Errors | None
    free_running_why: Words = ""
    free_running_baselines: dict[Literal["last_value"], _Errors] = {}
    skill: float | None
    lag: Count
    repeats: bool
    verdict: Words
    verdict_sentence: Words
    p_value: float
    band: _Band | None
    next: _Next
    target: str
    unit: Words

    @model_validator(mode="after")
    def _compared(self) -> Self:
        why = self.free_running_why if self.free_running is None else self.free_running_baselines
        rivals = [self.baselines, *(one.baselines for one in self.by_horizon)]
        if not why or any("last_value" not in one for one in rivals):
            raise ValueError("each forecast stands beside the naive one")
        if [one.step for one in self.by_horizon] != [*range(1, len(self.by_horizon) + 1)]:
            raise ValueError("one step comes after the other")
        return self


class ForecastMetrics(Metrics, _Target):
    """Of a forecast: of its first column, and with several in ``targets`` of each."""

    free_rows: Count | None
    horizon: Annotated[int, Field(ge=1, le=MOST_AHEAD)] = 1
    row_seconds: Annotated[float, Field(gt=0)] | None = None
    targets: Annotated[dict[str, _Target], Field(max_length=MOST_TARGETS)] = {}

    @model_validator(mode="after")
    def _run_freely(self) -> Self:
        if self.free_running is not None and not self.free_rows:
            raise ValueError("a free run has rows")
        counts = {len(self.by_horizon), *(len(one.by_horizon) for one in self.targets.values())}
        if not counts <= {0, self.horizon}:
            raise ValueError("there are as many steps as are forecast")
        return self


class _Distances(_Measured):
    """Means: one step ahead, and for each step of the free runs."""

    one_step: _Distance
    free_running: Annotated[list[_Distance], Field(min_length=1, max_length=MOST_STEPS)]


class TrajectoryMetrics(Metrics):
    """Of a followed path."""

    distance: _Distances
    constant_velocity: _Distances
    standing_still: _Distances
    starts: Annotated[int, Field(ge=1)]
    step_seconds: Annotated[float, Field(gt=0)]
    skill: float | None
    p_value: float
    verdict: Literal["better", "no better"]
    verdict_sentence: Words
    coordinates: Annotated[list[str], Field(min_length=2, max_length=3)]

    @model_validator(mode="after")
    def _compared(self) -> Self:
        if len({len(one.free_running) for one in (self.distance, self.constant_velocity, self.standing_still)}) > 1:
            raise ValueError("all go on for as many steps")
        return self


class _HeldOut(_Measured):
    nats: Annotated[float, Field(le=HIGHEST_LOSS)]


class TextMetrics(Metrics):
    """Of a text."""

    validation: _HeldOut | None
    vocabulary: Annotated[int, Field(ge=1, le=MOST_CHARACTERS)]

    @model_validator(mode="after")
    def _of_symbols(self) -> Self:
        if self.loss.best > HIGHEST_LOSS:
            raise ValueError("the loss of symbols is not so high")
        return self


class _Scores(_Measured):
    accuracy: Share
    macro_f1: Share


class _Class(_Measured):
    name: Annotated[str, Field(alias="class")]
    texts: Count
    precision: Share
    recall: Share
    f1: Share


class _Confidence(_Measured):
    confidence: Share
    accuracy: Share
    texts: Count


class ClassifyMetrics(Metrics):
    """Of a classifier: its lists go by the classes, in their order."""

    classes: Annotated[list[str], Field(min_length=2, max_length=MOST_CLASSES)]
    counts: dict[Literal["train", "validation", "test"], list[Count]]
    validation: _Scores
    test: _Scores
    baselines: dict[Literal["tfidf_logistic_regression", "naive_bayes"], _Scores]
    most_frequent: Share
    per_class: list[_Class]
    calibration: Annotated[list[_Confidence], Field(max_length=10)]
    calibration_error: Share
    unknown_words: Share
    cut_texts: Share | None = None
    vector_seconds: Annotated[float, Field(ge=0)] | None = None
    verdict: Words

    @model_validator(mode="after")
    def _by_class(self) -> Self:
        sizes = {len(self.classes), *map(len, self.counts.values())}
        if len(sizes) > 1 or [row.name for row in self.per_class] != self.classes:
            raise ValueError("what is measured goes by the classes")
        if len(self.counts) < 3 or len(self.baselines) < 2:
            raise ValueError("each classifier has three parts and stands beside two others")
        return self
