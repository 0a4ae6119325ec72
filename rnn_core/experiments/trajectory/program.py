"""A followed path as a program in plain Keras: the same points, scaling, windows, network and numbers as the run."""

import pandas as pd

from rnn_core.codegen import source
from rnn_core.codegen.fit import Fitting
from rnn_core.codegen.least_squares import LeastSquares
from rnn_core.codegen.own_cells import own_cells
from rnn_core.codegen.program import SETTINGS, File, Program, Section, weights_file
from rnn_core.codegen.windows import IN_UNITS, VALIDATION_WINDOWS, fitted, learned, scaling, windows_ahead
from rnn_core.data import Path
from rnn_core.experiments.take_home import Measured
from rnn_core.experiments.trajectory.data import prepare
from rnn_core.experiments.trajectory.metrics import TrajectoryMetrics
from rnn_core.experiments.trajectory.settings import TrajectorySettings

Found = Measured[Path, TrajectorySettings, TrajectoryMetrics]

DATA = "data.csv"
READ = '''\
table = pd.read_csv(FOLDER / "data.csv")  # a point a row, evenly spaced in time
values = table.to_numpy(dtype=float)


def how_many(part):
    """Below 1 a share of the points, else a number of points."""
    return round(part * len(values)) if part < 1 else int(part)


validation_points, test_points = how_many(VALIDATION), how_many(TEST)
train = len(values) - validation_points - test_points  # points to learn from
test_start = train + validation_points
print(f"{train} points to learn from, {validation_points} for validation, {test_points} for the test.")
'''
TARGETS = """\
TARGETS = values.shape[1]  # every coordinate is read and said
HORIZON = 1  # point at a time


"""
TEST_WINDOWS = 'test_inputs = past(test_start, len(values))\nprint(f"Inputs to learn from: {inputs.shape}.")\n'
FOLLOWED = '''\
one_step = in_units(network.predict(test_inputs, batch_size=512, verbose=0), test_inputs)[:, 0]
actual = values[test_start:]
straight_on = 2 * values[test_start - 1 : -1] - values[test_start - 2 : -2]  # the naive forecast: constant velocity


def distance(points):
    """The mean distance from the actual points, in the path's own units."""
    return np.mean(np.sqrt(np.sum((points - actual) ** 2, axis=1)))


columns = {"point": np.arange(test_start, len(values))}
for name, points in (("actual", actual), ("one_step", one_step), ("constant_velocity", straight_on)):
    columns.update({f"{name}_{place + 1}": points[:, place] for place in range(TARGETS)})
pd.DataFrame(columns).to_csv(FOLDER / "path.csv", index=False)

print(f"{TITLE}: {len(actual)} test points, one step ahead, written to path.csv.")
print(f"Mean distance: the network {distance(one_step):.6g}, going straight on {distance(straight_on):.6g}.")
print(f"RNN Lab measured {MEASURED:.6g} for the network.")

# Free-running: from the first test point on the network reads its own outputs as if they had been measured.
window, steps = test_inputs[:1], min(AHEAD, len(actual))
free = np.empty((steps, TARGETS))
for step in range(steps):
    free[step] = in_units(network.predict(window, verbose=0), window)[0, 0]
    point = ((free[step] - offset) / scale).astype("float32")
    window = np.concatenate([window[:, 1:], point[None, None]], axis=1)
names = [f"free_running_{place + 1}" for place in range(TARGETS)]
pd.DataFrame(free, columns=names).to_csv(FOLDER / "free_running.csv", index=False)
'''


def program(run: Found) -> Program:
    """The program of a trajectory; it writes ``path.csv`` as the run's results have it, and ``free_running.csv``."""
    path, settings = run.data, run.settings
    validated = prepare(path, settings).series.split.validation > 0
    fitting = fitted(settings, validated)
    table = pd.DataFrame(path.points, columns=list(path.columns)).to_csv(index=False, lineterminator="\n")
    words = "Keras computes the network, NumPy cuts the windows, pandas reads and writes the tables."
    return Program(
        name="trajectory",
        sections=(
            Section("What is needed", words, source.start(fitting.modules)),
            _settings(run, fitting),
            *_data(settings, validated),
            *own_cells(run.network),
            *_network(run, fitting, settings),
        ),
        files={DATA: File(table.encode("utf-8"), "the data"), **weights_file(run.weights)},
        gives="path.csv: the test points one step ahead, the actual ones and those of going straight on; and free_running.csv",
    )


def _settings(run: Found, fitting: Fitting | LeastSquares) -> Section:
    code = [
        source.constant("TITLE", run.title, "What the path is called."),
        source.constants(fitting.settings, ["timesteps", "ahead", "validation", "test", *fitting.constants]),
        source.constant("MEASURED", run.metrics.distance.one_step, "The mean distance that RNN Lab measured."),
    ]
    return Section(*SETTINGS, "\n".join(code))


def _data(settings: TrajectorySettings, validated: bool) -> tuple[Section, ...]:
    cut = TARGETS + windows_ahead(settings.target_transform == "difference")
    return (
        Section(
            "The path",
            "It is split in time before anything else is done with it: first the points to learn from, then those on which the "
            "best weights are chosen, last the test.",
            READ,
        ),
        Section(
            "Scaling",
            "Networks learn best from numbers near 0. Offset and scale are learned from the training points only.",
            scaling(settings.scaling),
        ),
        Section(
            "Windows",
            "Each example is a window of past points and what the network should say to it.",
            cut + (VALIDATION_WINDOWS if validated else "") + TEST_WINDOWS,
        ),
    )


def _network(run: Found, fitting: Fitting | LeastSquares, settings: TrajectorySettings) -> tuple[Section, ...]:
    layers = source.layers(run.network, "shape=(TIMESTEPS, TARGETS)", "the next point, scaled")
    return (
        *learned(layers, fitting, "from the window to the next point"),
        Section(
            "The result",
            "One step ahead the network sees the true points; free-running it sees its own. It is worth something only if it "
            "beats going straight on.",
            IN_UNITS[settings.target_transform] + FOLLOWED,
        ),
    )
