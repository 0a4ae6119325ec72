"""What a trained network can be shown: one input to look at closely, or thousands of steps to look for what its units follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.experiments.classify import encoded
from rnn_core.experiments.classify.predict import Classifier
from rnn_core.experiments.text import Prepared
from rnn_core.experiments.text.generation import TextModel
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain import probe_features
from rnn_core.explain.probing import Property
from rnn_core.features.words import UNKNOWN, words
from rnn_core.networks.spec import Network, Recurrent, operations

Array = NDArray[np.float64]
MOST_CHARACTERS, MOST_WORDS = 300, 200  # of a text that is looked at
MOST_STEPS, FEWEST_STEPS = 4_000, 400
AFFORDED, KEPT = 2e10, 2_500_000  # operations, and numbers of one state, for looking at many steps: about a second
WARM, LENGTH = 100, 250  # characters that a carried memory reads before those that count, and how many of these in a row
CONTEXT = 5_000  # characters before the first one that counts: whether it stands in quotation marks is decided there
MOST_COLUMNS = 3  # of a series whose level and trend are looked for
SEED = 0


@dataclass(frozen=True, eq=False)
class Reading:
    """One input. ``values``: (steps, features) or symbols (steps,); ``names``: what each step is called, as text.

    ``between``: what stands between the steps when they are written one after the other, None where they are no text. ``curves``:
    of a series, what it is in the data's units, (steps,) each. ``note``: what was left out, a sentence.
    """

    values: NDArray
    names: tuple[str, ...]
    between: str | None = None
    curves: Mapping[str, Array] = field(default_factory=dict)
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, eq=False)
class ProbeData:
    """Many inputs side by side, in order of time. ``values``: (rows, steps, features) or symbols (rows, steps).

    ``counted``: (rows, steps), the steps of which ``properties`` tell something, row after row; those before them only fill the
    memory. ``blocks``: (counted steps,), which of them belong together, None where all follow each other.
    """

    values: NDArray
    counted: NDArray[np.bool_]
    properties: Sequence[Property]
    where: str
    blocks: NDArray[np.int64] | None = None


def affordable(network: Network) -> int:
    """How many steps to look at, so that it takes about a second."""
    widest = max((layer.units for layer in network.layers if isinstance(layer, Recurrent)), default=1)
    each = operations(network) / network.timesteps
    return int(np.clip(min(AFFORDED / max(each, 1), KEPT / widest), FEWEST_STEPS, MOST_STEPS))


def of_text(model: TextModel, text: str) -> Reading:
    """A text as the network reads it, at most 300 characters. Raises UserError when it knows none of them."""
    ids = model.ids(text)
    unknown = model.unknown(text)
    notes = [f"The network has never seen these characters and skips them: {' '.join(unknown[:40])}"] if unknown else []
    if len(ids) > MOST_CHARACTERS:
        notes.append(f"The first {MOST_CHARACTERS} characters are read.")
    ids = ids[:MOST_CHARACTERS]
    return Reading(ids, tuple(model.vocabulary.decode(ids)), "", note=" ".join(notes))


def text_probe_data(model: TextModel, prepared: Prepared) -> ProbeData:
    """The text that a run held out; when that is short, the end of what it learned from, too."""
    network = model.stepper.network
    ids = np.concatenate([prepared.ids, prepared.held_out])
    warm, length = (min(WARM, len(ids) // 4), LENGTH) if model.window is None else _half(model.window)
    most = min(affordable(network), len(ids) - warm)
    wanted = min(most, max(len(prepared.held_out), FEWEST_STEPS))
    stop = len(ids) if len(prepared.held_out) < wanted else len(prepared.ids) + wanted
    values, counted, first = _rows(ids.astype(np.int64), stop - wanted, stop, warm, length)
    before = max(0, first - CONTEXT)
    steps = int(counted.sum())
    text = model.vocabulary.decode(ids[before : first + steps])
    held = max(0, min(steps, first + steps - len(prepared.ids)))
    return ProbeData(values, counted, _later(probe_features.of_text(text), first - before), _where(steps, held, "characters"))


def of_window(data: WindowedSeries, origin: int, path: bool = False) -> Reading:
    """The window from which row ``origin`` is forecast. ``path``: the rows are points, whose dates are made up."""
    rows = slice(origin - data.timesteps, origin)
    names = data.columns[: data.targets]
    curves = {name: data.values[rows, place] for place, name in enumerate(names)}
    called = tuple(f"point {place}" for place in range(rows.start, rows.stop)) if path else _dates(data.dates[rows])
    units = {unit for unit in data.units if unit}
    unit = units.pop() if len(units) == 1 else ""
    return Reading(data.past(np.array([origin]))[0], called, None, curves, unit)


def _dates(dates: pd.DatetimeIndex) -> tuple[str, ...]:
    """As short as they stay apart."""
    found = (tuple(dates.strftime(form)) for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S.%f"))
    return next(names for names in found if len({*names}) == len(dates))


def series_probe_data(data: WindowedSeries, network: Network, path: bool = False) -> ProbeData:
    """Rows of the validation and the test part; when those are few, rows before them, too. ``path``: the rows are points."""
    warm, length = _half(data.timesteps)
    rows, held = data.split.rows, data.split.validation + data.split.test
    wanted = min(affordable(network), max(held, FEWEST_STEPS), rows - warm)
    values, counted, first = _rows(data.scaled.astype(np.float32), rows - wanted, rows, warm, length)
    steps = int(counted.sum())
    places = slice(max(0, first - CONTEXT), first + steps)
    shown = data.targets if path else min(data.targets, MOST_COLUMNS)
    own, names = data.scaled[places, :shown], data.columns[:shown]
    found = (
        probe_features.of_path(data.values[places, :shown], names)
        if path
        else probe_features.of_series(own, names, data.dates[places], data.season)
    )
    what = "points" if path else "rows"
    return ProbeData(values, counted, _later(found, first - places.start), _where(steps, min(steps, held), what))


def of_words(model: Classifier, text: str) -> Reading:
    """A text as a classifier reads it, at most 200 words. Raises UserError when it has none."""
    most = min(MOST_WORDS, model.timesteps)
    read = words(text, most)
    if not read:
        raise UserError("The text has no words: type some, of letters or digits.")
    count = len(words(text, model.timesteps))
    note = f"The first {most} of the {count:,} words that the network reads are shown." if count > most else ""
    return Reading(encoded([text], model.vocabulary, len(read))[0], tuple(read), " ", note=note)


def words_probe_data(model: Classifier, texts: Sequence[str], labels: Sequence[str]) -> ProbeData:
    """Texts of the test part, in an order drawn by chance, until there are enough words."""
    most, chosen, total = affordable(model.network.network), [], 0
    for place in np.random.default_rng(SEED).permutation(len(texts)):
        read = words(texts[place], min(most, model.timesteps))
        if read and total < most:
            chosen.append((int(place), read))
            total += len(read)
    if not chosen:
        raise UserError("The test part has no text with words to look for telling units in.")
    lengths = np.array([len(read) for _, read in chosen])
    ids = encoded([texts[place] for place, _ in chosen], model.vocabulary, int(lengths.max()))
    counted = np.arange(ids.shape[1]) < lengths[:, None]
    known = [row[: len(read)] != UNKNOWN for row, (_, read) in zip(ids, chosen, strict=True)]
    found = probe_features.of_words([read for _, read in chosen], known, [labels[place] for place, _ in chosen])
    where = f"{len(chosen):,} texts of the test part, {lengths.sum():,} words"
    return ProbeData(ids, counted, found, where, np.repeat(np.arange(len(chosen)), lengths))


def _half(timesteps: int) -> tuple[int, int]:
    """Of a window the first half fills the memory and the second counts."""
    return timesteps // 2, timesteps - timesteps // 2


def _rows(values: NDArray, first: int, stop: int, warm: int, length: int) -> tuple[NDArray, NDArray[np.bool_], int]:
    """Pieces that together hold the steps from about ``first`` to before ``stop`` once, each after ``warm`` steps before it.

    Returns (rows, warm + length, ...), which of these steps count, and the first of those.
    """
    length = min(length, stop - max(first, warm))
    count = max(1, (stop - max(first, warm)) // length)
    begin = stop - count * length
    places = begin - warm + np.arange(count)[:, None] * length + np.arange(warm + length)
    counted = np.tile(np.arange(warm + length) >= warm, (count, 1))
    return values[places], counted, begin


def _later(properties: Sequence[Property], first: int) -> list[Property]:
    """From that step on."""
    return [Property(one.name, one.values[first:]) for one in properties]


def _where(steps: int, held: int, what: str) -> str:
    if held >= steps:
        return f"{steps:,} {what} that the network did not learn from"
    return f"{steps:,} {what}, {held:,} of which it did not learn from"
