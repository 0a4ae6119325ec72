"""How well a trained network knows its language: the held-out part, and samples."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.experiments.base import Results
from rnn_core.experiments.text import copies
from rnn_core.experiments.text.data import Prepared, preparation
from rnn_core.experiments.text.generation import TextModel, Writer
from rnn_core.experiments.text.metrics import HeldOut, Sample, Sizes, TextMeasures
from rnn_core.features.characters import Ids
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.stepping import Stepper
from rnn_core.networks.numpy.told import Told, silent
from rnn_core.networks.spec import Network, operations

TEMPERATURES = (0.2, 0.5, 1.0, 1.2)  # those of the article
SAMPLE_CHARACTERS = 400
GLIMPSE = (40, 120)  # characters of a sample while the network trains: fewest, most
TOGETHER = 5e9  # operations that one may take, some 0.2 seconds
PROMPT_CHARACTERS = 40
ROWS = 64  # streams or windows computed at once
WARM_UP = 1_000  # characters that a stream reads before those it is measured on
MOST_WINDOWS = 200_000
CROP, MOST_CROPS = 256, 1_000


def evaluate(prepared: Prepared, trained: NumpyNetwork, told: Told = silent) -> Results:
    """Sizes, and the loss over every held-out character."""
    held_out = len(prepared.held_out)
    return Results(
        TextMeasures(
            characters=Sizes(train=len(prepared.ids), validation=held_out, unseen=prepared.unseen),
            vocabulary=len(prepared.vocabulary.symbols),
            folded=prepared.vocabulary.folded,
            objective=prepared.settings.objective,
            validation=held_out_loss(prepared, trained, told) if held_out else None,
        )
    )


def held_out_loss(prepared: Prepared, trained: NumpyNetwork, told: Told = silent) -> HeldOut:
    """Mean cross-entropy of the held-out characters."""
    stepper, crops = Stepper(trained.network, trained.weights), None
    if prepared.settings.objective == "every-character":
        nats = carried_loss(stepper, prepared.ids, prepared.held_out, lambda share: told(share / 2))
        crops = crops_loss(stepper, prepared.held_out, lambda share: told((1 + share) / 2))
    else:
        nats = window_loss(stepper, prepared.ids, prepared.held_out, prepared.settings.timesteps, told)
    return HeldOut(nats=nats, bits_per_character=nats / math.log(2), perplexity=math.exp(nats), crops_256=crops)


def carried_loss(stepper: Stepper, before: Ids, ids: Ids, told: Told = silent) -> float:
    """Nats a character of ``ids``, which follow ``before``, the state carried.

    The text is read as up to 64 streams side by side. Each first reads the 1,000 characters before its own, so that its
    state is, to rounding, the one that a single reading from the beginning would have.
    """
    rows = max(1, min(ROWS, len(ids) // WARM_UP))
    length = -(-len(ids) // rows)
    whole = np.concatenate([before[-WARM_UP - 1 :], ids])
    first = len(whole) - len(ids) + length * np.arange(rows)  # of each stream's own characters
    last = np.minimum(first + length, len(whole))
    states, total = stepper.start(rows), 0.0
    for offset in range(-WARM_UP - 1, length - 1):
        place = first + offset
        output, states = stepper.step(whole[np.clip(place, 0, len(whole) - 1)], states)
        if (place < 0).any():  # the text begins here
            states = [tuple(part * (place >= 0)[:, None] for part in state) for state in states]
        if offset >= -1:
            own = place + 1 < last
            total += _nats(stepper.logits(output[own]), whole[place[own] + 1])
        told((offset + WARM_UP + 2) / (length + WARM_UP))
    return total / len(ids)


def crops_loss(stepper: Stepper, ids: Ids, told: Told = silent, crop: int = CROP) -> float | None:
    """Nats a character of pieces of ``crop`` characters, each read from a state of nothing; of very long texts 1,000
    pieces, evenly spread. None where there is no whole one.
    """
    starts = np.arange(0, len(ids) - crop, crop)
    if not len(starts):
        return None
    if len(starts) > MOST_CROPS:
        starts = starts[np.linspace(0, len(starts) - 1, MOST_CROPS).astype(int)]
    total, done = 0.0, 0
    for part in np.array_split(starts, -(-len(starts) // ROWS)):
        states = stepper.start(len(part))
        for offset in range(crop):
            output, states = stepper.step(ids[part + offset], states)
            total += _nats(stepper.logits(output), ids[part + offset + 1])
        done += len(part)
        told(done / len(starts))
    return total / (len(starts) * crop)


def window_loss(stepper: Stepper, before: Ids, ids: Ids, window: int, told: Told = silent) -> float:
    """Nats a character of ``ids``, each seen after its window only; of very long texts 200,000 characters, evenly spread."""
    whole = np.concatenate([before[-window:], ids])
    targets = np.arange(window, len(whole))
    if len(targets) > MOST_WINDOWS:
        targets = targets[np.linspace(0, len(targets) - 1, MOST_WINDOWS).astype(int)]
    total, done = 0.0, 0
    for part in np.array_split(targets, -(-len(targets) // (8 * ROWS))):
        logits, _ = stepper.read(whole[part[:, None] + np.arange(-window, 0)], stepper.start(len(part)))
        total += _nats(logits, whole[part])
        done += len(part)
        told(done / len(targets))
    return total / len(targets)


def _nats(logits: NDArray[np.float32], targets: Ids) -> float:
    """Sum of -log softmax at the targets."""
    high = logits.max(-1, keepdims=True)
    parts = np.log(np.exp(logits - high).sum(-1)) + high[:, 0] - logits[np.arange(len(targets)), targets]
    return float(parts.sum(dtype=np.float64))


def samples(prepared: Prepared, trained: NumpyNetwork, characters: int = SAMPLE_CHARACTERS) -> list[dict[str, Any]]:
    """One text of so many characters a temperature, all from one random passage of the training part, always the same one."""
    model = TextModel.made(trained.network, dict(trained.weights), preparation(prepared))
    source, prompt = prepared.text[: prepared.train], prepared.text[passage(prepared)]
    writer = Writer(model, prompt, rows=len(TEMPERATURES), seed=prepared.settings.seed)
    heat = np.asarray(TEMPERATURES, np.float32)
    ids = np.stack([writer.next(heat) for _ in range(characters)], axis=1)
    texts = [model.vocabulary.decode(row) for row in ids]
    return [
        {"temperature": temperature, "prompt": prompt, "text": text, "longest_copy": copies.longest_copy(text, source)}
        for temperature, text in zip(TEMPERATURES, texts, strict=True)
    ]


def passage(prepared: Prepared) -> slice:
    """Where samples begin: characters of the training part, chosen by chance, always the same ones."""
    settings = prepared.settings
    size = max(PROMPT_CHARACTERS, settings.timesteps)
    begin = int(np.random.default_rng(settings.seed).integers(max(1, prepared.train - size)))
    return slice(begin, min(begin + size, prepared.train))


def glimpse(prepared: Prepared, network: Network) -> int:
    """How many characters a sample has while the network trains, which it shall not hold up."""
    each = operations(network) / (1 if prepared.settings.objective == "next-character" else network.timesteps)
    return int(np.clip(TOGETHER / (each * len(TEMPERATURES)), *GLIMPSE))


def recounted(prepared: Prepared, sample: Sample) -> Sample:
    """A sample from elsewhere, its copies counted again. Raises UserError when it is not of this text."""
    source = prepared.text[: prepared.train]
    if sample.prompt not in source or not {*sample.text} <= {*prepared.vocabulary.symbols}:
        raise UserError("The samples of this run are not of its text: it was changed on its way. Train it again.")
    return sample.model_copy(update={"longest_copy": copies.longest_copy(sample.text, source)})
