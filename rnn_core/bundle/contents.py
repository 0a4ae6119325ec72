"""What the files of a bundled run may hold. They can come from anybody: what is not exactly ours is refused.

Only what cannot be computed here is taken from a zip: settings, data, weights, and how the training went. What the network is
worth is measured again, by the worker, as if it had been trained here.
"""

import csv
import io
import json
import math
import re
from typing import Any

from pydantic import ValidationError

from rnn_core.bundle.data import DATA, data_in
from rnn_core.bundle.schema import refused, shaped
from rnn_core.data import store
from rnn_core.data.kinds import kind_of
from rnn_core.data.readers.decoding import to_json
from rnn_core.documents import Document
from rnn_core.experiments import experiment
from rnn_core.networks.spec import Network
from rnn_core.runs import (
    ACTIVE,
    BEING_MEASURED,
    BROUGHT,
    CHECKPOINT,
    HISTORY,
    LABEL,
    METRICS,
    NETWORK,
    SAMPLES,
    SETTINGS,
    STATUS,
    UNFINISHED,
    WEIGHTS,
    About,
    Brought,
    Label,
    Status,
    TrainingFacts,
    changed,
)
from rnn_core.settings import Settings

Parts = dict[str, bytes]  # files by their names in the run folder; those of the data begin with DATA

MODEL = {NETWORK, WEIGHTS}
COLUMN = re.compile(r"[a-z_]{1,40}")
NO_CHECKPOINT = "It cannot go on here, as its zip holds no checkpoint."
MOST_EPOCHS = 20_000  # rows of a history
MOST_SAMPLES = 10_000


def checked(parts: Parts) -> tuple[Parts, Network | None]:
    """The files of a run to be made here, and the network whose weights are to be checked still, if there is one.

    A run with a network waits to be measured. A setting that the program that packed it did not know yet gets its default.
    Raises UserError for the first mistake.
    """
    if missing := {SETTINGS, STATUS, DATA + store.ABOUT} - parts.keys():
        raise refused(f"{min(missing)} is missing")
    about: About = shaped(About, parts[SETTINGS], SETTINGS)
    chosen = experiment(about.experiment)
    settings = _settings(chosen.settings, about.settings)
    data = data_in({name.removeprefix(DATA): part for name, part in parts.items() if name.startswith(DATA)}, about.data)
    if kind_of(data).name != chosen.data:
        raise refused(f"its data are not for the experiment '{chosen.name}'")
    status: Status = shaped(Status, parts[STATUS], STATUS)
    if status.state in ACTIVE:
        raise refused(f"{STATUS} says that it is {status.state}")
    own = {SETTINGS: to_json(about.model_copy(update={"settings": settings.model_dump(mode="json")}).model_dump())}
    if LABEL in parts:
        own[LABEL] = to_json(shaped(Label, parts[LABEL], LABEL).model_dump())
    if HISTORY in parts:
        _check_history(parts[HISTORY])
    if SAMPLES in parts:
        _check_samples(parts[SAMPLES], chosen.sample)
    network = _network(parts)
    goes_on = network is not None and CHECKPOINT in parts and (status.state in UNFINISHED or status.more_seconds is not None)
    if network is not None and not goes_on:
        status = _ended_here(status)
    taken = {HISTORY, SAMPLES, *(MODEL if network else ()), *([CHECKPOINT] if goes_on else ())}
    own |= {name: parts[name] for name in parts if name in taken or name.startswith(DATA)}
    return own | _state(parts, status, network), network


def _settings(kind: type[Settings], values: dict[str, Any]) -> Settings:
    settings = kind.parse(values)  # says what is out of bounds
    try:
        kind.model_validate_json(json.dumps(kind.today(values)), strict=True)
    except ValidationError as error:
        raise refused(f"the setting {error.errors()[0]['loc'][0]} is of another type") from error
    return settings


def _network(parts: Parts) -> Network | None:
    if not MODEL & parts.keys():
        return None
    if missing := MODEL - parts.keys():
        raise refused(f"{min(missing)} is missing")
    network: Network = shaped(Network, parts[NETWORK], NETWORK)
    return network


def _ended_here(status: Status) -> Status:
    """Of a run that could go on where it was trained: it says why it cannot here."""
    if status.more_seconds is None and status.state not in ("stopped", "interrupted"):
        return status
    message = status.message if status.message.endswith(NO_CHECKPOINT) else f"{status.message} {NO_CHECKPOINT}".strip()
    return changed(status, more_seconds=None, message=message)


def _state(parts: Parts, status: Status, network: Network | None) -> Parts:
    """The run as it stands here: measured with its network it is again what it was there."""
    if METRICS not in parts or network is None:
        if status.state == "finished":
            raise refused(f"{METRICS if METRICS not in parts else NETWORK} is missing")
        return {STATUS: to_json(status.model_dump())}
    brought = Brought(status=status, training=shaped(TrainingFacts, parts[METRICS], METRICS))
    waiting = changed(status, state="queued", phase="waiting", message=BEING_MEASURED)
    return {STATUS: to_json(waiting.model_dump()), BROUGHT: to_json(brought.model_dump())}


def _check_history(content: bytes) -> None:
    if content.count(b"\n") > MOST_EPOCHS + 1:  # before it is taken apart
        raise refused(f"{HISTORY} has more than {MOST_EPOCHS:,} epochs")
    header, *rows = csv.reader(io.StringIO(content.decode("ascii")))
    if not {"epoch", "loss"} <= {*header} or len({*header}) < len(header) or not all(map(COLUMN.fullmatch, header)):
        raise refused(f"{HISTORY} has other columns")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header) or not all(cell == "" or not math.isinf(float(cell)) for cell in row):
            raise refused(f"line {number} of {HISTORY} does not hold the numbers that it should")


def _check_samples(content: bytes, form: type[Document] | None) -> None:
    if form is None:
        raise refused(f"{SAMPLES} is of another experiment")
    if content.count(b"\n") > MOST_SAMPLES:
        raise refused(f"{SAMPLES} has more than {MOST_SAMPLES:,} lines")
    for line in content.removesuffix(b"\n").split(b"\n"):
        shaped(form, line, SAMPLES)
