"""The part of a program that trains a network again, as the run did, with callbacks of plain Keras."""

import textwrap
from dataclasses import dataclass

from rnn_core.settings import TrainingSettings

OPTIMIZERS = {"adam": "Adam", "rmsprop": "RMSprop", "sgd": "SGD"}
UNLIMITED_EPOCHS = 1_000_000
STOP_AFTER = '''
class StopAfter(keras.callbacks.Callback):
    """Ends the training when its time is spent."""

    def on_train_begin(self, logs=None):
        self.start = time.monotonic()

    def on_train_batch_end(self, batch, logs=None):
        if time.monotonic() - self.start >= SECONDS:
            self.model.stop_training = True
'''
SLOW_DOWN = '''
class SlowDown(keras.callbacks.Callback):
    """Lets the learning rate fall along half a cosine to nearly nothing."""

    def on_train_begin(self, logs=None):
        self.start, self.batches = time.monotonic(), 0

    def on_train_batch_end(self, batch, logs=None):
        self.batches += 1
        done = {done}
        rate = max(0.02, (1 + math.cos(math.pi * min(1.0, done))) / 2)
        self.model.optimizer.learning_rate = LEARNING_RATE * rate
'''
DONE = {True: "(time.monotonic() - self.start) / SECONDS", False: 'self.batches / (self.params["steps"] * EPOCHS)'}
FORGET = '''
class Forget(keras.callbacks.Callback):
    """The network begins each reading of the text with an empty memory."""

    def on_epoch_begin(self, epoch, logs=None):
        for layer in self.model.layers:
            if hasattr(layer, "reset_states"):
                layer.reset_states()

    def on_test_begin(self, logs=None):
        self.on_epoch_begin(0)
'''
TRAINING = """\
    optimizer = keras.optimizers.{optimizer}(LEARNING_RATE{clip})
    network.compile(optimizer, {loss}, jit_compile=False)
    network.fit(
{data}
        epochs={epochs},
        callbacks=[{callbacks}],
        verbose=2,
    )
"""


@dataclass(frozen=True)
class Fitting:
    """How a network is trained.

    ``data``: the arguments of ``fit`` that bring the examples; ``loss``: Python, more arguments of ``compile`` may follow it;
    ``validated``: there is a validation part; ``keeps_best``: the weights of the best epoch are put back; ``decay``: the
    learning rate falls; ``forgets``: the network carries its state, and must begin each epoch without one.
    """

    settings: TrainingSettings
    data: str
    loss: str
    validated: bool
    keeps_best: bool
    decay: bool = False
    forgets: bool = False

    @property
    def modules(self) -> list[str]:
        """What the callbacks import."""
        timed = self.decay or self.settings.seconds is not None
        return [*(["math"] if self.decay else []), *(["time"] if timed else [])]

    @property
    def constants(self) -> list[str]:
        """The settings that the code names."""
        chosen = self.settings
        limits = ["epochs" if chosen.seconds is None else "seconds", *(["patience"] if chosen.patience else [])]
        return ["learning_rate", *(["clipnorm"] if chosen.clipnorm else []), "batch_size", *limits, "seed"]

    @property
    def callbacks(self) -> str:
        """Definitions of the callbacks."""
        timed = self.settings.seconds is not None
        wanted = ((FORGET, self.forgets), (SLOW_DOWN.replace("{done}", DONE[timed]), self.decay), (STOP_AFTER, timed))
        return "\n\n\n".join(code.strip("\n") for code, used in wanted if used) + "\n"

    @property
    def code(self) -> str:
        """Compile and fit ``network``, for the body of ``if TRAIN:``."""
        chosen = self.settings
        timed = chosen.seconds is not None
        named = (("Forget()", self.forgets), ("SlowDown()", self.decay), ("StopAfter()", timed))
        return self._stopping() + TRAINING.format(
            optimizer=OPTIMIZERS[chosen.optimizer],
            clip=", clipnorm=CLIPNORM" if chosen.clipnorm else "",
            loss=self.loss,
            data=textwrap.indent(self.data.strip("\n"), " " * 8),
            epochs=f"{UNLIMITED_EPOCHS:_}" if timed else "EPOCHS",
            callbacks=", ".join([*(name for name, used in named if used), *(["best"] if self._watched else [])]),
        )

    @property
    def _watched(self) -> bool:
        return self.keeps_best or bool(self.settings.patience)

    def _stopping(self) -> str:
        if not self._watched:
            return ""
        part, monitor = ("validation", "val_loss") if self.validated else ("training", "loss")
        endless = "EPOCHS" if self.settings.seconds is None else f"{UNLIMITED_EPOCHS:_}"
        patience = "PATIENCE" if self.settings.patience else endless
        best = self.keeps_best
        return (
            f"    # Looks at the {part} loss after each epoch; the {'best' if best else 'last'} weights are kept.\n"
            f'    best = keras.callbacks.EarlyStopping("{monitor}", patience={patience}, restore_best_weights={best})\n'
        )
