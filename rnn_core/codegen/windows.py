"""The parts of a program that scale a table in time order, cut windows of it and bring outputs back to the data's units."""

from typing import Literal

from rnn_core.codegen.fit import Fitting
from rnn_core.codegen.least_squares import LeastSquares
from rnn_core.codegen.program import LOAD, Section
from rnn_core.settings import TrainingSettings

SCALES = {
    "min-max": """\
offset = values[:train].min(axis=0)
scale = np.ptp(values[:train], axis=0)  # the largest value minus the smallest
""",
    "standard": """\
offset = values[:train].mean(axis=0)
scale = values[:train].std(axis=0)
""",
}
SCALED = """\
scale = np.where(scale == 0, 1.0, scale)  # a column that never changes is only shifted
scaled = (values - offset) / scale
"""
USUAL_CHANGE = """\
usual_change = np.sqrt(np.mean(np.diff(scaled[:train, :TARGETS], axis=0) ** 2, axis=0))  # from one row to the next
usual_change = np.where(usual_change == 0, 1.0, usual_change)


"""
WINDOWS = '''\
def past(first, stop):
    """The windows just before the rows first to stop - 1: (windows, TIMESTEPS, columns)."""
    rows_before = np.arange(first, stop)[:, None] + np.arange(-TIMESTEPS, 0)
    return scaled[rows_before].astype("float32")


def windows(first, stop):
    """The windows whose target rows all lie in first, ..., stop - 1.

    Inputs: the rows just before the first target row.
    Targets (windows, HORIZON * TARGETS): what the network should say, target row after target row.
    """
    first, stop = max(first, TIMESTEPS), stop - HORIZON + 1
    targets = scaled[np.arange(first, stop)[:, None] + np.arange(HORIZON), :TARGETS]
%s    return past(first, stop), targets.reshape(stop - first, -1).astype("float32")


inputs, targets = windows(0, train)
'''
CHANGED = (
    "    targets = (targets - scaled[first - 1 : stop - 1, None, :TARGETS]) / usual_change  # the change from the last row\n"
)
VALIDATION_WINDOWS = "validation_inputs, validation_targets = windows(train, test_start)\n"
FITTED = "inputs,\ntargets,\nbatch_size=BATCH_SIZE,\n"
VALIDATED = "validation_data=(validation_inputs, validation_targets),\n"
IN_UNITS = {
    says: f'''\
def in_units(says, inputs):
    """Outputs (windows, HORIZON * TARGETS) in the data's units: (windows, HORIZON, TARGETS)."""
    each = says.astype(float).reshape(len(says), HORIZON, TARGETS)
{back}    return each * scale[:TARGETS] + offset[:TARGETS]


'''
    for says, back in (
        ("level", ""),
        ("difference", "    each = inputs[:, -1:, :TARGETS] + each * usual_change  # from the last row on\n"),
    )
}


def scaling(kind: Literal["min-max", "standard"]) -> str:
    """``offset``, ``scale`` and ``scaled`` of ``values``."""
    return SCALES[kind] + SCALED


def windows_ahead(changes: bool) -> str:
    """``past`` and ``windows`` of ``scaled``; ``changes``: the network says by how much the last row changes."""
    return USUAL_CHANGE + WINDOWS % CHANGED if changes else WINDOWS % ""


def fitted(settings: TrainingSettings, validated: bool) -> Fitting | LeastSquares:
    """How the windows are learned from."""
    if settings.at_once:
        return LeastSquares(settings, validated)
    return Fitting(
        settings=settings,
        data=FITTED + (VALIDATED if validated else ""),
        loss="keras.losses.MeanSquaredError()",
        validated=validated,
        keeps_best=validated,
    )


def learned(layers: str, fitting: Fitting | LeastSquares, way: str) -> tuple[Section, Section]:
    """The network, whose ``layers`` lead the ``way`` that is said, and its weights: from a file, or learned again."""
    callbacks = f"{fitting.callbacks}\n\n" if fitting.callbacks.strip() else ""
    return (
        Section(
            "The network",
            f"The layers one by one, {way}.",
            f"keras.utils.set_random_seed(SEED)\nnetwork = {layers}\nnetwork.summary()\n",
        ),
        Section(
            "The weights",
            "What the network has learned is a list of arrays: read from a file, or learned again.",
            f"{callbacks}if TRAIN:\n{fitting.code}{LOAD}",
        ),
    )
