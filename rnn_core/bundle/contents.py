"""What the files of a bundled run may hold. They can come from anybody: what is not exactly ours is refused.

The aim is that a run that passes can be listed, shown and used like one that was trained here, whatever its maker had in mind.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic.dataclasses import dataclass as validated

from rnn_core.bundle import classes, paths, series
from rnn_core.bundle.classes import CONFUSION, PREDICTIONS, PREPARATION
from rnn_core.bundle.data import DATA, data_in
from rnn_core.bundle.metrics import ClassifyMetrics, Count, ForecastMetrics, Metrics, TextMetrics, TrajectoryMetrics, Words
from rnn_core.bundle.shapes import EXACT, refused, shaped
from rnn_core.bundle.tables import columns
from rnn_core.data import Labelled, Path, Series, Text, store
from rnn_core.data.readers.decoding import to_json
from rnn_core.experiments import experiment
from rnn_core.experiments import text as texts
from rnn_core.features.characters import RARE
from rnn_core.networks.spec import MOST_CHARACTERS, Network
from rnn_core.runs import ACTIVE, LABEL, MOST_NOTE, MOST_TITLE, STATUS, Status
from rnn_core.settings import Settings

Parts = dict[str, bytes]  # files by their names in the run folder; those of the data begin with DATA

SETTINGS, HISTORY, METRICS, SAMPLES = "settings.json", "history.csv", "results/metrics.json", "results/samples.jsonl"
NETWORK, WEIGHTS = "network.json", "model.safetensors"
MODEL = {NETWORK, PREPARATION, WEIGHTS}
TABLES = (*series.TABLES, PREDICTIONS, CONFUSION, *paths.TABLES)
COLUMN = re.compile(r"[a-z_]{1,40}")


def checked(parts: Parts) -> tuple[Parts, Network | None]:
    """The same files, and the network whose weights are to be checked still, if there is one.

    A setting that the program that packed them did not know yet gets its default. Raises UserError for the first mistake.
    """
    if missing := {SETTINGS, STATUS, DATA + store.ABOUT} - parts.keys():
        raise refused(f"{min(missing)} is missing")
    about = shaped(_About, parts[SETTINGS], SETTINGS)
    chosen = experiment(about.experiment)
    settings = _settings(chosen.settings, about.settings)
    data = data_in({name.removeprefix(DATA): part for name, part in parts.items() if name.startswith(DATA)}, about.data)
    form = FORMS[chosen.name]
    if not isinstance(data, form.data):
        raise refused(f"its data are not for the experiment '{chosen.name}'")
    status = shaped(_Status, parts[STATUS], STATUS)
    if status.state in ACTIVE:
        raise refused(f"{STATUS} says that it is {status.state}")
    if LABEL in parts:
        shaped(_Label, parts[LABEL], LABEL)
    network = _network(parts, form, settings, data)
    _check_results(parts, form, form.tables(settings), data, status.state == "finished")
    filled = {**settings.model_dump(mode="json"), **about.settings}
    if filled != about.settings:
        parts = {**parts, SETTINGS: to_json({**about.model_dump(), "settings": filled})}
    return parts, network


# objects

_Status: Any = validated(config=EXACT, frozen=True)(Status)


class _Exact(BaseModel):
    model_config = EXACT


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


class _TextPreparation(_Exact):
    symbols: Annotated[str, Field(min_length=2, max_length=MOST_CHARACTERS)]
    folded: Count
    lowercase: bool
    objective: str


class _Sample(_Exact):
    epoch: Annotated[float, Field(ge=0)]
    temperature: float
    prompt: Words
    text: Words
    longest_copy: Count


def _settings(kind: type[Settings], values: dict[str, Any]) -> Settings:
    settings = kind.parse(values)  # says what is out of bounds
    try:
        kind.model_validate_json(json.dumps(values), strict=True)
    except ValidationError as error:
        raise refused(f"the setting {error.errors()[0]['loc'][0]} is of another type") from error
    return settings


# network and results


@dataclass(frozen=True)
class Form:
    """What the runs of one experiment hold.

    ``network``: the one that settings, preparation and data describe, with no more steps than it is said to have; ``tables``:
    those of the settings; ``check``: whether files, metrics (None without) and data go together.
    """

    data: type[store.Dataset]
    network: Callable[[Any, bytes, Any, int], Network]
    metrics: type[Metrics]
    tables: Callable[[Any], tuple[str, ...]] = lambda settings: ()
    check: Callable[[Parts, Any, Any], None] = lambda parts, metrics, data: None


def _of_text(settings: texts.TextSettings, content: bytes, *_: Any) -> Network:
    found = shaped(_TextPreparation, content, PREPARATION)
    different = len({*found.symbols}) == len(found.symbols) and (RARE in found.symbols or not found.folded)
    if not different or (found.lowercase, found.objective) != (settings.lowercase, settings.objective):
        raise refused(f"{PREPARATION} does not go with its settings")
    return texts.network(settings, len(found.symbols))


FORMS = {
    "forecast": Form(Series, series.network, ForecastMetrics, series.tables, series.check),
    "trajectory": Form(Path, paths.network, TrajectoryMetrics, lambda _: tuple(paths.TABLES), paths.check),
    "text": Form(Text, _of_text, TextMetrics),
    "classify": Form(Labelled, classes.network, ClassifyMetrics, lambda _: (PREDICTIONS, CONFUSION), classes.check),
}


def _network(parts: Parts, form: Form, settings: Settings, data: store.Dataset) -> Network | None:
    if not MODEL & parts.keys():
        return None
    if missing := MODEL - parts.keys():
        raise refused(f"{min(missing)} is missing")
    network: Network = shaped(Network, parts[NETWORK], NETWORK)
    if network != form.network(settings, parts[PREPARATION], data, network.timesteps):
        raise refused(f"{NETWORK} is not the network of its settings, or of another version of RNN Lab")
    return network


def _check_results(parts: Parts, form: Form, tables: tuple[str, ...], data: store.Dataset, finished: bool) -> None:
    needed = {METRICS} if finished else set()
    needed |= {HISTORY, WEIGHTS, *tables} if METRICS in parts else set()
    if missing := needed - parts.keys():
        raise refused(f"{min(missing)} is missing")
    if foreign := parts.keys() & {*TABLES} - {*tables}:
        raise refused(f"{min(foreign)} is a table of another experiment")
    form.check(parts, shaped(form.metrics, parts[METRICS], METRICS) if METRICS in parts else None, data)
    if HISTORY in parts:
        header = columns(parts[HISTORY], HISTORY)
        if not {"epoch", "loss"} <= {*header} or not all(COLUMN.fullmatch(name) for name in header):
            raise refused(f"{HISTORY} has other columns")
    if SAMPLES in parts:
        _check_samples(parts[SAMPLES])


def _check_samples(content: bytes) -> None:
    rows = [shaped(_Sample, line, SAMPLES) for line in content.removesuffix(b"\n").split(b"\n")]
    if len({(row.epoch, row.temperature) for row in rows}) < len(rows):
        raise refused(f"{SAMPLES} has a temperature twice")
