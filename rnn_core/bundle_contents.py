"""What the files of a bundled run may hold. They can come from anybody: what is not exactly ours is refused.

The aim is that a run that passes can be listed, shown and used like one that was trained here, whatever its maker had in mind.
"""

import json
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from textwrap import shorten
from typing import Annotated, Any, Literal, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model, model_validator
from pydantic.dataclasses import dataclass as validated

from rnn_core.architecture import MOST_SYMBOLS, Network
from rnn_core.datasets import MAX_COLUMNS, MAX_ROWS, Series, Text, series, store, text
from rnn_core.datasets.cells import NUMBERS
from rnn_core.datasets.encoding import to_json
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments import forecast as forecasts
from rnn_core.experiments import text as texts
from rnn_core.runs import ACTIVE, LABEL, MOST_NOTE, MOST_TITLE, STATUS, Status
from rnn_core.settings import Settings
from rnn_core.vocabulary import RARE

Parts = dict[str, bytes]  # files by their names in the run folder; those of the data begin with DATA

SETTINGS, HISTORY, METRICS, SAMPLES = "settings.json", "history.csv", "results/metrics.json", "results/samples.jsonl"
NETWORK, PREPARATION, WEIGHTS = "network.json", "preparation.json", "model.safetensors"
MODEL = {NETWORK, PREPARATION, WEIGHTS}
COLUMNS = {
    "results/forecast.csv": ["date", "actual", "one_step", "free_running", "last_value"],
    "results/future.csv": ["date", "forecast", "low", "high"],
}
DATA = "data/"
MOST_CELLS = 2 * NUMBERS.max_cells  # of a series, its dates and filled gaps counted
LARGEST = 1e100  # value of a series
HIGHEST_LOSS = 700  # nats: e to the power of more is no number
LONGEST_LINE = 1_000  # of a table
MOST_DIGITS = 18  # of a whole number
FIGURE = re.compile(r"(-?[0-9]{1,17}(\.[0-9]{1,25})?(e[+-]?[0-9]{1,3})?|-?inf|nan)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?")
COLUMN = re.compile(r"[a-z_]{1,40}")


def refused(what: str) -> UserError:
    """The sentence for all that is not a bundle of ours."""
    return UserError(f"This is not a run as RNN Lab packs it ({what}): download the run again and bring that file unchanged.")


def checked(parts: Parts) -> tuple[Parts, Network | None]:
    """The same files, and the network whose weights are to be checked still, if there is one.

    A setting that the program that packed them did not know yet gets its default. Raises UserError for the first mistake.
    """
    if missing := {SETTINGS, STATUS, DATA + store.ABOUT} - parts.keys():
        raise refused(f"{min(missing)} is missing")
    about = _shaped(_About, parts[SETTINGS], SETTINGS)
    chosen = experiment(about.experiment)
    settings = _settings(chosen.settings, about.settings)
    data = _data({name.removeprefix(DATA): part for name, part in parts.items() if name.startswith(DATA)}, about.data)
    form = FORMS[chosen.name]
    if not isinstance(data, form.data):
        raise refused(f"its data are not for the experiment '{chosen.name}'")
    status = _shaped(_Status, parts[STATUS], STATUS)
    if status.state in ACTIVE:
        raise refused(f"{STATUS} says that it is {status.state}")
    if LABEL in parts:
        _shaped(_Label, parts[LABEL], LABEL)
    network = _network(parts, form, settings, data)
    _check_results(parts, form, data, status.state == "finished")
    filled = {**settings.model_dump(mode="json"), **about.settings}
    if filled != about.settings:
        parts = {**parts, SETTINGS: to_json({**about.model_dump(), "settings": filled})}
    return parts, network


# objects

EXACT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
MISTAKES = dict.fromkeys(("extra_forbidden", "unexpected_keyword_argument"), "has the unknown entry") | {"missing": "lacks"}
Count = Annotated[int, Field(ge=0, le=10**15)]
Words = Annotated[str, Field(max_length=10_000)]
_Status: Any = validated(config=EXACT, frozen=True)(Status)


class _Exact(BaseModel):
    model_config = EXACT


class _Measured(BaseModel):
    """What pages count on, of objects that hold more."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class _About(_Exact):
    experiment: Annotated[str, Field(max_length=40)]
    dataset: Words
    data: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    title: Words
    settings: dict[str, Any]
    versions: dict[str, Words]
    created: str

    @model_validator(mode="after")
    def _made_at_a_time(self) -> Self:
        when = datetime.fromisoformat(self.created)
        if when.tzinfo is None or not 2000 <= when.year < 2200:
            raise ValueError("created is a date with its zone")
        return self


class _Label(_Exact):
    title: Annotated[str, Field(max_length=MOST_TITLE)] = ""
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""


class _Scaler(_Exact):
    offset: list[float]
    scale: list[Annotated[float, Field(gt=0)]]


class _SeriesPreparation(_Exact):
    columns: list[str]
    scaling: str
    scaler: _Scaler


class _TextPreparation(_Exact):
    symbols: Annotated[str, Field(min_length=2, max_length=MOST_SYMBOLS)]
    folded: Count
    lowercase: bool
    objective: str


class _Sample(_Exact):
    epoch: Annotated[float, Field(ge=0)]
    temperature: float
    prompt: Words
    text: Words
    longest_copy: Count


class _Losses(_Measured):
    first: float
    last: float
    best: float


class _Metrics(_Measured):
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


class _ForecastMetrics(_Metrics):
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


class _TextMetrics(_Metrics):
    validation: _HeldOut | None
    vocabulary: Annotated[int, Field(ge=1, le=MOST_SYMBOLS)]

    @model_validator(mode="after")
    def _of_symbols(self) -> Self:
        if self.loss.best > HIGHEST_LOSS:
            raise ValueError("the loss of symbols is not so high")
        return self


def _shaped(kind: Any, content: bytes, name: str) -> Any:
    """The JSON of a file as a ``kind``: a model, or what else pydantic knows."""
    try:
        value = json.loads(content.decode("utf-8"), parse_int=_whole)
        plain = json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")  # refuses NaN and halves of characters
    except (ValueError, RecursionError) as error:
        raise refused(f"{name} is not JSON") from error
    try:
        return TypeAdapter(kind).validate_json(plain)
    except ValidationError as error:
        first = error.errors()[0]
        where = shorten(".".join(map(str, first["loc"])), 60)
        raise refused(f"{name} {MISTAKES.get(first['type'], 'has something else than expected in')} '{where}'") from error


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:  # no table could show it
        raise ValueError("a number of endless digits")
    return int(digits)


def _settings(kind: type[Settings], values: dict[str, Any]) -> Settings:
    settings = kind.parse(values)  # says what is out of bounds
    try:
        kind.model_validate_json(json.dumps(values), strict=True)
    except ValidationError as error:
        raise refused(f"the setting {error.errors()[0]['loc'][0]} is of another type") from error
    return settings


# data


def _data(content: Parts, sha: str) -> Series | Text:
    """The dataset in these files, whose name ``sha`` is."""
    if store.sha_of_files(content) != sha:
        raise refused("its data are not those that its settings name")
    known = ({text.DATA, text.OTHERS, store.ABOUT}, {series.DATA, store.ABOUT}, {series.DATA, series.TEST, store.ABOUT})
    if content.keys() not in known:
        raise refused("its data are neither a series nor a text")
    of_text = text.DATA in content
    _shaped(_about_data(Text) if of_text else _about_data(Series, columns=list[str]), content[store.ABOUT], DATA + store.ABOUT)
    if of_text:
        _shaped(list[tuple[str, str]], content[text.OTHERS], DATA + text.OTHERS)
        return Text.of_files(content)
    for name in content.keys() - {store.ABOUT}:
        if content[name].count(b",") + content[name].count(b"\n") > MOST_CELLS:  # before they are taken apart
            raise refused(f"{DATA}{name} has more than {MOST_CELLS:,} cells")
    found = Series.of_files(content)
    _check_series(found)
    return found


def _about_data(kind: type[Series] | type[Text], **more: Any) -> Any:
    """``about.json`` of a dataset: its fields but those that lie in files of their own."""
    apart = {"frame", "test", "text", "others"}
    known: dict[str, Any] = {one.name: (one.type, ... if one.default is MISSING else one.default) for one in fields(kind)}
    known |= {name: (form, ...) for name, form in more.items()}
    return create_model("About", __config__=EXACT, **{name: form for name, form in known.items() if name not in apart})


def _check_series(found: Series) -> None:
    frames = [found.frame] if found.test is None else [found.frame, found.test]
    columns = [str(name) for name in found.frame.columns]
    if not 1 <= len(columns) <= MAX_COLUMNS or len({*columns}) < len(columns) or found.target not in columns:
        raise refused("the columns of its data are not as they are kept")
    dates = pd.concat(frames).index
    if min(map(len, frames)) < 1 or dates.hasnans or not (dates.is_monotonic_increasing and dates.is_unique):
        raise refused("the dates of its data are not in order")
    if any((frame.abs() > LARGEST).to_numpy().any() for frame in frames):
        raise refused("a number of its data is too large")
    if found.season is not None and not 1 <= found.season <= MAX_ROWS:
        raise refused("the season of its data is of no use")


# network and results


@dataclass(frozen=True)
class Form:
    """What the runs of one experiment hold. ``network``: the one that settings, preparation and data describe."""

    data: type[Series] | type[Text]
    network: Callable[[Any, bytes, Any], Network]
    metrics: type[_Metrics]
    tables: tuple[str, ...] = ()


def _of_series(settings: forecasts.ForecastSettings, content: bytes, data: Series) -> Network:
    found = _shaped(_SeriesPreparation, content, PREPARATION)
    columns = [settings.target or data.target, *settings.features]
    same = found.columns == columns and found.scaling == settings.scaling and {*columns} <= {*data.frame.columns}
    if not same or not len(found.scaler.offset) == len(found.scaler.scale) == len(columns):
        raise refused(f"{PREPARATION} does not go with its settings")
    return forecasts.network(settings)


def _of_text(settings: texts.TextSettings, content: bytes, _: Text) -> Network:
    found = _shaped(_TextPreparation, content, PREPARATION)
    different = len({*found.symbols}) == len(found.symbols) and (RARE in found.symbols or not found.folded)
    if not different or (found.lowercase, found.objective) != (settings.lowercase, settings.objective):
        raise refused(f"{PREPARATION} does not go with its settings")
    return texts.network(settings, len(found.symbols))


FORMS = {
    "forecast": Form(Series, _of_series, _ForecastMetrics, tuple(COLUMNS)),
    "text": Form(Text, _of_text, _TextMetrics),
}


def _network(parts: Parts, form: Form, settings: Settings, data: Series | Text) -> Network | None:
    if not MODEL & parts.keys():
        return None
    if missing := MODEL - parts.keys():
        raise refused(f"{min(missing)} is missing")
    network: Network = _shaped(Network, parts[NETWORK], NETWORK)
    if network != form.network(settings, parts[PREPARATION], data):
        raise refused(f"{NETWORK} is not the network of its settings, or of another version of RNN Lab")
    return network


def _check_results(parts: Parts, form: Form, data: Series | Text, finished: bool) -> None:
    needed = {METRICS} if finished else set()
    needed |= {HISTORY, WEIGHTS, *form.tables} if METRICS in parts else set()
    if missing := needed - parts.keys():
        raise refused(f"{min(missing)} is missing")
    if METRICS in parts:
        metrics = _shaped(form.metrics, parts[METRICS], METRICS)
        if isinstance(data, Series) and metrics.target not in data.frame.columns:
            raise refused(f"{METRICS} is about another column")
    for name in parts.keys() & COLUMNS.keys():
        if _table(parts[name], name) != COLUMNS[name]:
            raise refused(f"{name} has other columns")
    if HISTORY in parts:
        header = _table(parts[HISTORY], HISTORY)
        if not {"epoch", "loss"} <= {*header} or not all(COLUMN.fullmatch(name) for name in header):
            raise refused(f"{HISTORY} has other columns")
    if SAMPLES in parts:
        _check_samples(parts[SAMPLES])


def _table(content: bytes, name: str) -> list[str]:
    """The columns of a table of numbers, the first of which may be dates."""
    lines = content.decode("ascii").removesuffix("\n").split("\n")
    header = lines[0].split(",")
    dated = header[0] == "date"
    forms = [DATE if dated else FIGURE, *[FIGURE] * (len(header) - 1)]
    if len(lines) < 2 or len({*header}) < len(header) or len(lines[0]) > LONGEST_LINE:
        raise refused(f"{name} is no table")
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split(",") if len(line) <= LONGEST_LINE else []
        if len(cells) != len(forms) or not all(form.fullmatch(cell) for form, cell in zip(forms, cells, strict=True)):
            raise refused(f"line {number} of {name} does not hold the numbers that it should")
    if dated:
        pd.to_datetime(pd.Series([line.partition(",")[0] for line in lines[1:]]))  # as the pictures do
    return header


def _check_samples(content: bytes) -> None:
    rows = [_shaped(_Sample, line, SAMPLES) for line in content.removesuffix(b"\n").split(b"\n")]
    if len({(row.epoch, row.temperature) for row in rows}) < len(rows):
        raise refused(f"{SAMPLES} has a temperature twice")
