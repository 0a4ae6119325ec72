"""Looking inside a network that writes: a text as it reads it, and which of the characters before it the next one rests on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.base import Explain
from rnn_core.experiments.text.data import Prepared
from rnn_core.experiments.text.generation import TextModel
from rnn_core.explain import inputs, probe_features
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.features.characters import Ids
from rnn_core.networks.numpy.stepping import State
from rnn_core.networks.spec import Network, operations

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

MOST_CHARACTERS = 300  # of a text that is looked at
PIECE = 160  # characters, one example
FILLING, COUNTED = 100, 250  # characters that a carried memory reads before those that count, and how many of these in a row
WARM_UP = 1_000  # characters that a network with a carried state reads before those that are tried
SHOWN = 60  # characters before the prediction that are tried then
DRAWS, FEW_DRAWS = 8, 2  # other characters that take the place of one; for the average over many places
TOGETHER = 5e10  # operations that an average may take, a few seconds: of so small steps, few a second
MOST_PLACES, FEWEST_PLACES = 100, 5


def of_text(model: TextModel, text: str) -> Reading:
    """A text as the network reads it, at most 300 characters. Raises UserError when it knows none of them."""
    ids = model.ids(text)
    unknown = model.unknown(text)
    notes = [f"The network has never seen these characters and skips them: {' '.join(unknown[:40])}"] if unknown else []
    if len(ids) > MOST_CHARACTERS:
        notes.append(f"The first {MOST_CHARACTERS} characters are read.")
    ids = ids[:MOST_CHARACTERS]
    return Reading(ids, tuple(model.vocabulary.decode(ids)), "", note=" ".join(notes))


def examples(prepared: Prepared) -> int:
    """The pieces of what is held out, or of all where nothing is."""
    return -(-len(_shown(prepared)) // PIECE)


def reading(prepared: Prepared, network: Network, place: int) -> Reading:
    """One of them."""
    ids = _shown(prepared)[place * PIECE : (place + 1) * PIECE].astype(np.int64)
    return Reading(ids, tuple(prepared.vocabulary.decode(ids)), "")


def _shown(prepared: Prepared) -> Ids:
    return prepared.held_out if len(prepared.held_out) else prepared.ids


def probe_data(prepared: Prepared, network: Network) -> ProbeData:
    """The text that a run held out; when that is short, the end of what it learned from, too."""
    ids, held_out = np.concatenate([prepared.ids, prepared.held_out]), len(prepared.held_out)
    carried = prepared.settings.objective == "every-character"
    warm, length = (min(FILLING, len(ids) // 4), COUNTED) if carried else inputs.halves(network.timesteps)
    wanted = min(inputs.affordable(network), len(ids) - warm, max(held_out, inputs.FEWEST_STEPS))
    stop = len(ids) if held_out < wanted else len(prepared.ids) + wanted
    values, counted, first = inputs.pieces(ids.astype(np.int64), stop - wanted, stop, warm, length)
    before, steps = max(0, first - inputs.CONTEXT), int(counted.sum())
    properties = probe_features.of_text(prepared.vocabulary.decode(ids[before : first + steps]))
    held = max(0, min(steps, first + steps - len(prepared.ids)))
    where = inputs.where(steps, held, "characters")
    return ProbeData(values, counted, inputs.later(properties, first - before), where)


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
    return int(np.clip(TOGETHER / each, FEW_DRAWS, DRAWS))


def average_places(model: TextModel, first: int, count: int) -> NDArray[np.int64]:
    """Places of a text of ``count`` characters from ``first`` on, evenly spaced, as many as a few seconds allow."""
    steps = model.window or SHOWN
    network = model.stepper.network
    each = operations(network) / network.timesteps * (FEW_DRAWS * steps * (steps + 1) / 2 + WARM_UP * (model.window is None))
    affordable = int(np.clip(TOGETHER / each, FEWEST_PLACES, MOST_PLACES))
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


EXPLAIN = Explain(examples, reading, probe_data)
