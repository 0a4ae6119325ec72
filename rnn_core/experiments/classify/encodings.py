"""The ways in which words become numbers, side by side: same data, same split, same budget."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rnn_core.access import NOBODY, Person
from rnn_core.data import labelled, store
from rnn_core.experiments.classify.metrics import ClassifyMetrics
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.experiments.listing import rows
from rnn_core.networks.cells import CELLS
from rnn_core.runs import ACTIVE, Run
from rnn_core.settings import idle, shown
from rnn_core.wording import percent

SPLIT = ("seed", "validation", "test")  # settings that decide which texts are in which part
TOLD = ("encoding", "cell", "bidirectional", "tune")  # by a row's title, and by where its vectors were learned
MOST_TOLD = 3  # settings of a row that differ
ENCODINGS = {"onehot": "One-hot", "embedding": "Embedding", "glove": "GloVe", "word2vec": "word2vec"}
POOLING = "pooling"  # in the cell's place
CHANGES: tuple[dict[str, Any], ...] = (
    {"encoding": "onehot", "cell": "none"},
    {"encoding": "embedding", "cell": "none"},
    {"encoding": "embedding", "cell": "simple_rnn"},
    {"encoding": "embedding", "cell": "lstm"},
    {"encoding": "embedding", "cell": "gru"},
    {"encoding": "word2vec", "cell": "none", "tune": False},
    {"encoding": "glove", "cell": "none", "tune": False},
)


@dataclass(frozen=True)
class Compared:
    """A run in the comparison; ``metrics`` is None as long as it has not been measured."""

    run: Run
    state: str
    settings: Mapping[str, Any]
    metrics: ClassifyMetrics | None


def title(settings: Mapping[str, Any]) -> str:
    """What the words become and what reads them."""
    name, cell = ENCODINGS[settings["encoding"]], CELLS.get(settings["cell"])
    reader = cell.title if cell else POOLING
    if settings["encoding"] == "onehot":
        return f"{name} + dense"
    return (
        f"{name} + {reader}, both directions"
        if settings["bidirectional"] and settings["cell"] != "none"
        else f"{name} + {reader}"
    )


def learned_where(settings: Mapping[str, Any]) -> str:
    """Whether the words' numbers are contextual or global: learned on the task, or before it."""
    if settings["encoding"] == "onehot":
        return "none: a bag of words"
    if settings["encoding"] == "embedding":
        return "contextual: learned on this task"
    where = "from these texts" if settings["encoding"] == "word2vec" else "from other texts"
    return f"global: {where}, {'then fine-tuned' if settings['tune'] else 'frozen'}"


def variants(settings: ClassifySettings) -> list[ClassifySettings]:
    """The present settings with every encoding in turn; all else, and so the budget, stays."""
    return [ClassifySettings.parse({**settings.model_dump(), **change}) for change in CHANGES]


def essence(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that have an effect beside the others: two runs with the same ones give the same network."""
    known = {name: value for name, value in settings.items() if name in ClassifySettings.model_fields and name != "device"}
    return {name: value for name, value in known.items() if not idle(ClassifySettings, name, settings)}


def has_test_file(data: str) -> bool:
    """Whether the kept texts of this content hash come with a test file; False when they are gone."""
    return (store.folder() / data / labelled.TEST).is_file()


def parts_in_words(settings: Mapping[str, Any], test_file: bool) -> str:
    """How the texts are parted: what the runs of one table have in common."""
    held = f"seed {settings['seed']}, {percent(settings['validation'])} of the texts kept for validation"
    return f"{held}, and the test file for the test" if test_file else f"{held} and {percent(settings['test'])} for the test"


def otherwise(settings: Mapping[str, Any], present: Mapping[str, Any]) -> str:
    """What a run has beside its encoding other than the ``present`` settings, in words: then the comparison is not quite fair."""
    fields = ClassifySettings.model_fields
    words = [
        f"{fields[name].title} {shown(name, value)}"
        for name, value in essence(settings).items()
        if name not in (*SPLIT, *TOLD) and value != present.get(name, fields[name].default)
    ]
    more = f" and {len(words) - MOST_TOLD} more" if len(words) > MOST_TOLD else ""
    return f"{', '.join(words[:MOST_TOLD])}{more}"


def compared(person: Person, data: str, settings: Mapping[str, Any], test_file: bool) -> list[Compared]:
    """A person's own classifying runs on the data of this content hash with the same split, and nobody's.

    Those that were measured, the best on validation first; then those that are under way or went wrong. Beside a test file
    the share for the test has no effect on the split.
    """
    same = SPLIT[:-1] if test_file else SPLIT
    found = [
        Compared(row.run, row.state, row.settings, None if row.state in ACTIVE else row.run.metrics(ClassifyMetrics))
        for row in rows(person)
        if row.experiment == "classify" and row.access.owner in (NOBODY, person.id) and _like(row.settings, settings, same)
    ]
    chosen = [one for one in found if one.run.about().data == data and (one.metrics or one.state != "stopped")]
    return sorted(chosen, key=lambda one: -one.metrics.validation.accuracy if one.metrics else 1)


def _like(one: Mapping[str, Any], other: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return all(one.get(name) == other.get(name) for name in names)


def missing(wanted: list[ClassifySettings], there: list[Compared]) -> list[ClassifySettings]:
    """Those of ``wanted`` for which no run of ``there`` (all with the same split) is under way or measured."""
    known = [_without_split(one.settings) for one in there if one.metrics or one.state in ACTIVE]
    return [one for one in wanted if _without_split(one.model_dump(mode="json")) not in known]


def _without_split(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in essence(settings).items() if name not in SPLIT}
