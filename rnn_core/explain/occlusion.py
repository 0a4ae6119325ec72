"""Which past matters: how much each earlier input moved one prediction of a trained network.

Each input in turn is replaced by something that says nothing new, and the change of the prediction is taken (occlusion, after
Zeiler and Fergus 2014); or it is pushed a little, and the slope is taken (gradient, after Simonyan and others 2013).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.text.generation import TextModel
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.features.characters import Ids
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.stepping import State
from rnn_core.networks.spec import operations

Array = NDArray[np.float64]
Floats = NDArray[np.float32]
Says = Callable[[Floats], Array]  # windows (windows, timesteps, columns) to the one number asked about, (windows,)

NINE_TENTHS = 0.9
WHOLE_WINDOW = 0.75  # of the steps: who needs more of them for nine tenths of the influence looks back through all
WARM_UP = 1_000  # characters that a network with a carried state reads before those that are tried
SHOWN = 60  # characters before the prediction that are tried then
PUSH = 0.01  # standard deviations
DRAWS, FEW_DRAWS = 8, 2  # other characters that take the place of one; for the average over many places
TOGETHER, TEXT_TOGETHER = 1e11, 5e10  # operations that an average may take, a few seconds: of small steps, fewer a second
MOST_WINDOWS, FEWEST_WINDOWS = 100, 5


@dataclass(frozen=True)
class Influence:
    """What one prediction rests on: ``said``, and ``changes`` (timesteps,), what each step did to it, oldest step first."""

    said: float
    changes: Array


def says(data: WindowedSeries, network: NumpyNetwork, row: int, target: int = 0, ahead: int = 0) -> Says:
    """What a network forecasts from the window before ``row`` on: column ``target``, ``ahead`` rows later, in the data's units.

    Of a network that says a change only the change is asked: it always starts from the window's own last value.
    """
    start = data.past(np.array([row]))

    def said(windows: Floats) -> Array:
        return data.forecasts(network.predict(windows), np.repeat(start, len(windows), axis=0))[:, ahead, target]

    return said


@dataclass(frozen=True)
class Trial:
    """What each step of a window is replaced by, one after the other, (timesteps, columns).

    Its influence is what the prediction is with ``up`` (None: the window as it is) less that with ``down``, times ``factor``.
    """

    down: Floats
    up: Floats | None = None
    factor: float = 1.0


def value_before(data: WindowedSeries, row: int) -> Trial:
    """Instead of each step of the window before ``row`` stand the values of the step before it.

    The first step takes those of the row before the window, where there is one.
    """
    rows = np.arange(row - data.timesteps, row) - 1
    return Trial(data.scaled[np.maximum(rows, 0)].astype(np.float32))


def training_mean(data: WindowedSeries, row: int) -> Trial:
    """Instead of each step stands each column's mean over the training part."""
    mean = data.scaled[: data.split.train].mean(axis=0)
    return Trial(np.tile(mean, (data.timesteps, 1)).astype(np.float32))


def push(data: WindowedSeries, row: int) -> Trial:
    """Each step pushed up and down by a little: the slope, times one standard deviation of each column's training part."""
    little = PUSH * data.scaled[: data.split.train].std(axis=0)
    window = data.past(np.array([row]))[0]
    return Trial((window - little).astype(np.float32), (window + little).astype(np.float32), 0.5 / PUSH)


TRIALS: dict[str, Callable[[WindowedSeries, int], Trial]] = {"before": value_before, "mean": training_mean, "push": push}


def influence(said: Says, window: Floats, trial: Trial) -> Influence:
    """Try each step of ``window`` (timesteps, columns), all its columns together."""
    every = np.ones(window.shape[1], bool)
    return Influence(float(said(window[None])[0]), _changes(said, window, trial, every))


def of_columns(said: Says, window: Floats, trial: Trial) -> Array:
    """Try each column of each step alone: what it did to the prediction, (timesteps, columns)."""
    single = np.eye(window.shape[1], dtype=bool)
    return np.stack([_changes(said, window, trial, one) for one in single], axis=1)


def _changes(said: Says, window: Floats, trial: Trial, columns: NDArray[np.bool_]) -> Array:
    """Of each step, (timesteps,), where only these columns are replaced."""
    place = np.eye(len(window), dtype=bool)[:, :, None] & columns
    up = said(window[None] if trial.up is None else np.where(place, trial.up, window))
    return np.asarray(trial.factor * (up - said(np.where(place, trial.down, window))))


def average(
    data: WindowedSeries, network: NumpyNetwork, rows: NDArray[np.int64], way: str, target: int = 0, ahead: int = 0
) -> Array:
    """The mean size of each step's influence over the windows before many rows, tried as ``TRIALS[way]`` says: (timesteps,)."""
    found = []
    for row, window in zip(rows.tolist(), data.past(rows), strict=True):
        said = says(data, network, row, target, ahead)
        found.append(_changes(said, window, TRIALS[way](data, row), np.ones(window.shape[1], bool)))
    return np.asarray(np.abs(found).mean(axis=0))


def average_rows(data: WindowedSeries, network: NumpyNetwork) -> NDArray[np.int64]:
    """Rows of the test part, evenly spaced, as many as :func:`average` can look at in a few seconds; none of a huge network."""
    first, last = data.split.validation_stop, data.split.rows - data.choice.horizon
    affordable = int(TOGETHER / operations(network.network) / data.timesteps)
    if affordable < FEWEST_WINDOWS:
        return np.arange(0)
    return np.unique(np.linspace(first, last, min(affordable, MOST_WINDOWS, last - first + 1)).astype(int))


def columns_affordable(data: WindowedSeries, network: NumpyNetwork) -> bool:
    """Whether :func:`of_columns` takes a few seconds at most."""
    return operations(network.network) * data.timesteps * len(data.columns) <= TOGETHER


@dataclass(frozen=True)
class Passage:
    """A place in a text: ``before`` is read first, ``ids`` (timesteps,) are tried one by one, ``target`` came after them."""

    before: Ids
    ids: Ids
    target: int


def passage(model: TextModel, whole: Ids, place: int) -> Passage:
    """What a network sees before ``whole[place]``: its window, or the last characters of a text that it reads on and on."""
    begin = max(0, place - (model.window or SHOWN))
    before = whole[max(0, begin - WARM_UP) : begin] if model.window is None else whole[:0]
    return Passage(before, whole[begin:place], int(whole[place]))


@dataclass(frozen=True)
class CharacterInfluence:
    """``chances`` (symbols,): of each next character. ``changes`` (timesteps,): in nats, see :func:`of_characters`."""

    chances: Floats
    symbol: int
    changes: Array


def of_characters(
    model: TextModel, passage: Passage, counts: NDArray[np.integer], likeliest: bool = False, seed: int = 0, draws: int = DRAWS
) -> CharacterInfluence:
    """How much each character of a passage moved the natural logarithm of the next one's probability.

    The next one is the character that came or, with ``likeliest``, the one that the network holds likeliest. Each character is
    replaced by several others, drawn by how often they occur (``counts``, (symbols,)), and the logarithm is averaged over them.
    """
    rng = np.random.default_rng(seed)
    states = _read(model, passage.before)
    output = states[-1][0]
    for one in passage.ids:  # the first row reads the passage as it is; from each step on there are some that read others
        states = [tuple(np.concatenate([part, np.repeat(part[:1], draws, axis=0)]) for part in state) for state in states]
        rows = np.full(len(states[0][0]), one, np.int64)
        rows[-draws:] = _others(int(one), counts, rng, draws)
        output, states = model.stepper.step(rows, states)
    chances = _log_softmax(model.stepper.logits(output))
    symbol = int(chances[0].argmax()) if likeliest else passage.target
    without = chances[1:, symbol].reshape(-1, draws).mean(axis=1)
    return CharacterInfluence(np.exp(chances[0]).astype(np.float32), symbol, chances[0, symbol] - without)


def draws_affordable(model: TextModel) -> int:
    """How many others take the place of each character, so that :func:`of_characters` takes a few seconds at most."""
    steps = model.window or SHOWN
    each = operations(model.stepper.network) / model.stepper.network.timesteps * steps * (steps + 1) / 2
    return int(np.clip(TEXT_TOGETHER / each, FEW_DRAWS, DRAWS))


def average_places(model: TextModel, first: int, count: int) -> NDArray[np.int64]:
    """Places of a text of ``count`` characters from ``first`` on, evenly spaced, as many as a few seconds allow."""
    steps = model.window or SHOWN
    network = model.stepper.network
    each = operations(network) / network.timesteps * (FEW_DRAWS * steps * (steps + 1) / 2 + WARM_UP * (model.window is None))
    affordable = int(np.clip(TEXT_TOGETHER / each, FEWEST_WINDOWS, MOST_WINDOWS))
    begin = max(first, min(steps, count - 1))  # so that all have a past of one length
    return np.unique(np.linspace(begin, count - 1, min(affordable, count - begin)).astype(int))


def average_of_characters(model: TextModel, whole: Ids, places: NDArray[np.int64], counts: NDArray[np.integer]) -> Array:
    """The mean size of each character's influence on the next one that came, over many places: (timesteps,)."""
    passages = [(place, passage(model, whole, place)) for place in places.tolist()]
    found = [of_characters(model, one, counts, seed=place, draws=FEW_DRAWS).changes for place, one in passages]
    return np.asarray(np.abs(found).mean(axis=0))


def _read(model: TextModel, before: Ids) -> list[State]:
    states = model.stepper.start(1)
    return model.stepper.read(before[None].astype(np.int64), states)[1] if len(before) else states


def _others(symbol: int, counts: NDArray[np.integer], rng: np.random.Generator, draws: int) -> NDArray[np.int64]:
    weights = np.where(np.arange(len(counts)) == symbol, 0, counts).astype(float)
    return rng.choice(len(counts), draws, p=weights / weights.sum())


def _log_softmax(logits: Floats) -> Array:
    shifted = logits.astype(float) - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def last_steps(changes: Array, share: float = NINE_TENTHS) -> int:
    """How many of the last steps it takes for this share of all influence; 0 where there is none at all."""
    return _enough(np.abs(changes)[::-1], share)


def strongest(changes: Array, share: float = NINE_TENTHS) -> int:
    """How many steps it takes, the strongest first, for this share of all influence; 0 where there is none at all."""
    return _enough(np.sort(np.abs(changes))[::-1], share)


def _enough(sizes: Array, share: float) -> int:
    total = sizes.sum()
    if total <= 0:
        return 0
    return int(np.argmax(sizes.cumsum() >= share * total * (1 - 1e-9))) + 1


def reach_sentence(changes: Array, what: str = "steps") -> str:
    """How far back the influence reaches, in words: "Nine tenths of the influence come from the last 3 of 40 steps."."""
    steps, last = len(changes), last_steps(changes)
    if not last:
        return f"None of the {steps} {what} moves this prediction."
    if last == 1:
        return f"Nine tenths of the influence come from the last of {steps} {what} alone."
    sentence = f"Nine tenths of the influence come from the last {last} of {steps} {what}"
    return f"{sentence}: it reaches back through the whole window." if last > WHOLE_WINDOW * steps else f"{sentence}."


def strongest_sentence(names: Sequence[str], changes: Array) -> str:
    """How few words carry an answer: "Nine tenths of the influence come from 4 of 30 words, most from awful."."""
    count = strongest(changes)
    if not count:
        return f"None of the {len(names)} words moves this answer."
    most = names[int(np.abs(changes).argmax())]
    return f"Nine tenths of the influence come from {count} of {len(names)} words, most from the word {most}."
