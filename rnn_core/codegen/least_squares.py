"""The part of a program that fits a readout at once, by regularised least squares, as the run did."""

from dataclasses import dataclass

from rnn_core.networks.numpy.ridge import STRENGTHS, USUAL_STRENGTH
from rnn_core.settings import TrainingSettings

CODE = """\
    # Only the last layer learns. Its weights are those of least squares, held small as strongly as a ridge says.
    before = keras.Sequential(network.layers[:-1])
    echoes = before.predict(inputs, batch_size=512, verbose=0).astype(float)
    mean, wanted = echoes.mean(axis=0), targets.mean(axis=0, dtype=float)
    products = (echoes - mean).T @ (echoes - mean) / len(echoes)
    answers = (echoes - mean).T @ (targets - wanted) / len(echoes)
{loop}"""
CHOSEN = """\
    checked, best = before.predict(validation_inputs, batch_size=512, verbose=0), np.inf
    for ridge in {strengths}:
        weights = np.linalg.solve(products + ridge * np.eye(len(products)), answers)
        bias = wanted - mean @ weights
        loss = np.mean((checked @ weights + bias - validation_targets) ** 2)
        if loss < best:  # the validation part chooses
            best = loss
            network.layers[-1].set_weights([weights, bias])
    print(f"Validation loss {best:.6g}.")
"""
USUAL = """\
    weights = np.linalg.solve(products + {strength} * np.eye(len(products)), answers)
    network.layers[-1].set_weights([weights, wanted - mean @ weights])
"""


@dataclass(frozen=True)
class LeastSquares:
    """As :class:`Fitting`, of a network of which only the last layer learns."""

    settings: TrainingSettings
    validated: bool
    modules: tuple[str, ...] = ()
    constants: tuple[str, ...] = ("seed",)
    callbacks: str = ""

    @property
    def code(self) -> str:
        """Fit the last layer of ``network``, for the body of ``if TRAIN:``."""
        loop = CHOSEN.replace("{strengths}", repr(STRENGTHS)) if self.validated else USUAL.format(strength=USUAL_STRENGTH)
        return CODE.replace("{loop}", loop)
