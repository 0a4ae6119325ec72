"""What pages, the coach and the lists count on in the ``metrics.json`` of a bundled run."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rnn_core.architecture import MOST_CHARACTERS
from rnn_core.datasets.labels import MOST_CLASSES

HIGHEST_LOSS = 700  # nats: e to the power of more is no number

Count = Annotated[int, Field(ge=0, le=10**15)]
Words = Annotated[str, Field(max_length=10_000)]
Share = Annotated[float, Field(ge=0, le=1)]


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


class ForecastMetrics(Metrics):
    """Of a forecast."""

    one_step: _Errors
    baselines: dict[Literal["last_value", "drift", "moving_average", "seasonal_last_value"], _Errors]
    free_running: _Errors | None
    free_running_why: Words = ""
    free_running_baselines: dict[Literal["last_value"], _Errors] = {}
    free_rows: Count | None
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
        why = self.free_running_why if self.free_running is None else self.free_running_baselines and self.free_rows
        if not why or "last_value" not in self.baselines:
            raise ValueError("each forecast stands beside the naive one")
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
    verdict: Words

    @model_validator(mode="after")
    def _by_class(self) -> Self:
        sizes = {len(self.classes), *map(len, self.counts.values())}
        if len(sizes) > 1 or [row.name for row in self.per_class] != self.classes:
            raise ValueError("what is measured goes by the classes")
        if len(self.counts) < 3 or len(self.baselines) < 2:
            raise ValueError("each classifier has three parts and stands beside two others")
        return self
