"""Text from a trained network, one character at a time, in NumPy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.experiments.apply import trained
from rnn_core.experiments.text.metrics import Preparation
from rnn_core.features.characters import Vocabulary
from rnn_core.networks.numpy.sliding import SlidingWindows
from rnn_core.networks.numpy.stepping import State, Stepper
from rnn_core.networks.spec import Network
from rnn_core.runs import Run

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class TextModel:
    """What a finished text run knows: its network, its characters, and how it reads."""

    stepper: Stepper
    vocabulary: Vocabulary
    window: int | None  # characters it sees at once; None: all before, by its carried state
    lowercase: bool

    @classmethod
    def of(cls, run: Run) -> Self:
        """Load a run's best model. Raises UserError when there is none, or the run is of another kind."""
        if run.about().experiment != "text":
            raise UserError(f"The run {run.id} did not learn a text: choose a run of the experiment 'text'.")
        found = trained(run)
        return cls.made(found.network, dict(found.weights), run.preparation(Preparation))

    @classmethod
    def made(cls, network: Network, weights: dict[str, Floats], prepared: Preparation) -> Self:
        """From the parts of a run folder."""
        return cls(
            stepper=Stepper(network, weights),
            vocabulary=Vocabulary(prepared.symbols, prepared.folded),
            window=network.timesteps if prepared.objective == "next-character" else None,
            lowercase=prepared.lowercase,
        )

    def unknown(self, prompt: str) -> str:
        """The prompt's characters that the network does not know."""
        return self.vocabulary.unknown(prompt.lower() if self.lowercase else prompt)

    def ids(self, prompt: str) -> NDArray[np.int64]:
        """A prompt's known characters. Raises UserError when there are none."""
        ids = self.vocabulary.encode(prompt.lower() if self.lowercase else prompt).astype(np.int64)
        if not len(ids):
            if not prompt:
                raise UserError("The beginning is empty: write at least one character.")
            known = " ".join(one for one in self.vocabulary.symbols if one.isalnum())
            raise UserError(f"The network has never seen any of these characters: begin with some of {known[:160]}.")
        return ids


class Writer:
    """Continues ``rows`` texts at once from one prompt; temperatures may change with every character.

    A model of the objective 'next character' sees the last window alone, exactly as it was trained; the other carries its
    state on.
    """

    def __init__(self, model: TextModel, prompt: str, rows: int = 1, seed: int | None = None):
        self.model = model
        self.rng = np.random.default_rng(seed)
        ids = np.tile(model.ids(prompt), (rows, 1))
        self._sliding = SlidingWindows(model.stepper, rows) if model.window else None
        self._states: list[State] = model.stepper.start(rows)
        self._read(ids[:, -model.window :] if model.window else ids)

    def _read(self, ids: NDArray[np.int64]) -> None:
        stepper = self.model.stepper
        if self._sliding is None:
            self.logits, self._states = stepper.read(ids, self._states)
        else:
            for column in ids.T:
                self.logits = self._sliding.read(stepper.symbols(column))

    def probabilities(self, temperature: float = 1.0) -> Floats:
        """Of each next character, ``(rows, symbols)``."""
        return probabilities(self.logits, temperature)

    def next(self, temperatures: Floats | float) -> NDArray[np.int64]:
        """Choose and read one character a row; their numbers, ``(rows,)``."""
        chosen = sample(self.logits, temperatures, self.rng.random(len(self.logits)))
        self._read(chosen[:, None])
        return chosen

    def take(self, symbol: str) -> None:
        """Read a character that somebody chose."""
        self._read(np.full((len(self.logits), 1), self.model.vocabulary.symbols.index(symbol)))

    def write(self, temperature: float) -> Iterator[str]:
        """Characters without end, of the first row."""
        symbols = self.model.vocabulary.symbols
        while True:
            yield symbols[self.next(temperature)[0]]


def probabilities(logits: Floats, temperature: float) -> Floats:
    """softmax(logits / temperature) over the last axis; temperature 0 gives the likeliest all of it."""
    if temperature <= 0:
        return (np.arange(logits.shape[-1]) == logits.argmax(-1)[..., None]).astype(np.float32)
    scaled = (logits - logits.max(-1, keepdims=True)) / np.float32(temperature)
    values = np.exp(scaled)
    return values / values.sum(-1, keepdims=True)


def sample(logits: Floats, temperatures: Floats | float, chances: NDArray[np.float64]) -> NDArray[np.int64]:
    """A symbol a row of ``(rows, symbols)``, by softmax(logits / temperature); ``chances`` (rows,) lie in [0, 1).

    Temperature 0, one for all or one a row, takes the likeliest.
    """
    heat = np.maximum(np.float32(temperatures), np.float32(1e-6)).reshape(-1, 1)
    heaps = np.exp((logits - logits.max(-1, keepdims=True)) / heat).cumsum(-1)
    return (heaps <= chances[:, None] * heaps[:, -1:]).sum(-1)
