"""A forecast as a program in plain Keras: the same rows, scaling, windows, network and numbers as the run."""

import pandas as pd

from rnn_core.codegen import source
from rnn_core.codegen.fit import Fitting
from rnn_core.codegen.least_squares import LeastSquares
from rnn_core.codegen.own_cells import own_cells
from rnn_core.codegen.program import SETTINGS, File, Program, Section, weights_file
from rnn_core.codegen.windows import IN_UNITS, VALIDATION_WINDOWS, fitted, learned, scaling, windows_ahead
from rnn_core.data import Series
from rnn_core.experiments.forecast.data import prepare
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.experiments.take_home import Measured

Found = Measured[Series, ForecastSettings, ForecastMetrics]

DATA, TEST = "data.csv", "test.csv"
READ = '''\
COLUMNS = [TARGET, *ALSO, *FEATURES]  # the columns to forecast come first


def read(name):
    """The chosen columns, the dates or numbers of the rows beside them; rows in which one of them is missing are left out."""
    table = pd.read_csv(FOLDER / name, index_col=0)
    return table[COLUMNS].dropna()


def how_many(part):
    """Below 1 a share of the rows, else a number of rows."""
    return round(part * len(rows)) if part < 1 else int(part)


rows = read("data.csv")
'''
SPLIT = """\
validation_rows, test_rows = how_many(VALIDATION), how_many(TEST)
train = len(rows) - validation_rows - test_rows  # rows to learn from
test_start = train + validation_rows  # the first row of the test part
"""
SPLIT_WITH_FILE = """\
validation_rows = how_many(VALIDATION)
train = len(rows) - validation_rows  # rows to learn from
test_start = len(rows)  # the second file is the test part
rows = pd.concat([rows, read("test.csv")])
"""
VALUES = """\
values = rows.to_numpy(dtype=float)
"""
CALENDAR = """\
dates = pd.to_datetime(rows.index)
hour = (dates - dates.normalize()) / pd.Timedelta(days=1)  # 0 to 1
day = (dates.day_of_year - 1 + hour) / 365.2425
circles = [turn(2 * np.pi * part) for part in (hour, day) for turn in (np.sin, np.cos)]
values = np.column_stack([values, *circles])  # hour and day of the year, each as a point on a circle
"""
COUNTED = """\
print(f"{train} rows to learn from, {validation_rows} for validation, {len(values) - test_start} for the test.")
"""
WINDOWS = '''\
def windows(first, stop):
    """The windows whose target row is first, first + 1, ..., stop - 1.

    Inputs (windows, TIMESTEPS, columns): the rows just before the target row.
    Targets (windows, 1): the column to forecast in the target row.
    """
    targets = np.arange(max(first, TIMESTEPS), stop)
    past = targets[:, None] + np.arange(-TIMESTEPS, 0)
    return scaled[past].astype("float32"), scaled[targets, :1].astype("float32")


inputs, targets = windows(0, train)
'''
WHOLE = '''\
HOLES = {holes}  # rows that come after a hole in the dates


def whole(first, stop):
    """Which of the windows of these target rows lie across no hole."""
    origins = np.arange(max(first, TIMESTEPS), stop - {more})[:, None]
    return ~((origins - TIMESTEPS < HOLES) & (HOLES <= origins + {more})).any(axis=1)


inputs, targets = inputs[whole(0, train)], targets[whole(0, train)]
'''
VALIDATION_WHOLE = """\
kept = whole(train, test_start)
validation_inputs, validation_targets = validation_inputs[kept], validation_targets[kept]
"""
TEST_WINDOWS = 'test_inputs, _ = windows(test_start, len(values))\nprint(f"Inputs to learn from: {inputs.shape}.")\n'
TARGETS = "TARGETS = 1 + len(ALSO)\n\n\n"
TEST_WINDOWS_AHEAD = 'test_inputs = past(test_start, len(values))\nprint(f"Inputs to learn from: {inputs.shape}.")\n'
FORECAST = '''\
says = network.predict(test_inputs, batch_size=512, verbose=0)[:, 0]
one_step = says.astype(float) * scale[0] + offset[0]  # back to the data's units
actual = values[test_start:, 0]
last_value = values[test_start - 1 : -1, 0]  # the naive forecast: tomorrow = today


def rmse(forecast):
    """Root of the mean squared error, in the data's units."""
    return np.sqrt(np.mean((forecast - actual) ** 2))


table = {rows.index.name.strip(): rows.index[test_start:], "actual": actual, "one_step": one_step, "last_value": last_value}
pd.DataFrame(table).to_csv(FOLDER / "forecast.csv", index=False)

print(f"{TITLE}: forecast of {TARGET} for {len(actual)} test rows, written to forecast.csv.")
print(f"Typical error (RMSE): the network {rmse(one_step):.6g}, tomorrow = today {rmse(last_value):.6g}.")
print(f"RNN Lab measured {MEASURED:.6g} for the network.")
'''
FORECAST_AHEAD = '''\
ahead = in_units(network.predict(test_inputs, batch_size=512, verbose=0), test_inputs)
actual = values[test_start:, :TARGETS]
last_value = values[test_start - 1 : -1, :TARGETS]  # the naive forecast: the last value


def rmse(forecast, actual):
    """Root of the mean squared error, in the data's units."""
    return np.sqrt(np.mean((forecast - actual) ** 2))


for place, name in enumerate(COLUMNS[:TARGETS]):
    table = {
        rows.index.name.strip(): rows.index[test_start:],
        "actual": actual[:, place],
        "one_step": ahead[:, 0, place],
        "last_value": last_value[:, place],
    }
    file = "forecast.csv" if place == 0 else f"forecast_{place + 1}.csv"
    pd.DataFrame(table).to_csv(FOLDER / file, index=False)
    print(f"{TITLE}: forecast of {name} for {len(actual)} test rows, written to {file}.")
    for step in range(HORIZON):
        count = len(actual) - step
        network_error = rmse(ahead[:count, step, place], actual[step:, place])
        naive_error = rmse(last_value[:count, place], actual[step:, place])
        print(f"Step {step + 1}: typical error (RMSE) {network_error:.6g}; the last value, held: {naive_error:.6g}.")
print(f"One step ahead RNN Lab measured {MEASURED:.6g} for {TARGET}.")

last = past(len(values), len(values) + 1)
future = in_units(network.predict(last, verbose=0), last)[0]
steps = pd.RangeIndex(1, HORIZON + 1, name="step")
pd.DataFrame(future, index=steps, columns=COLUMNS[:TARGETS]).to_csv(FOLDER / "future.csv")
'''


def program(run: Found) -> Program:
    """The program of a forecast run; it writes ``forecast.csv`` (date or row, actual, one_step, last_value), one a column."""
    series, settings = run.data, run.settings
    data = prepare(series, settings).series
    validated = data.split.validation > 0
    fitting = fitted(settings.model_copy(update={"target": data.choice.targets[0]}), validated)
    tables = {DATA: File(_csv(series, series.frame), "the data")}
    if series.test is not None:
        tables[TEST] = File(_csv(series, series.test), "the second file, which is the test part")
    return Program(
        name="forecast",
        sections=(
            _beginning(fitting),
            _settings(run, fitting, TEST in tables),
            *_data(settings, TEST in tables, validated, [int(place) for place in data.holes]),
            *own_cells(run.network),
            *_network(run, fitting, settings),
        ),
        files={**tables, **weights_file(run.weights)},
        gives="forecast.csv: the forecast of the test part one step ahead, the actual values and 'tomorrow = today'"
        + ("; future.csv: the rows after the data" if _ahead(settings) else ""),
    )


def _place(numbered: bool) -> str:
    """What tells where a row stands."""
    return "row" if numbered else "date"


def _csv(series: Series, frame: pd.DataFrame) -> bytes:
    label = _place(series.numbered)
    while label in frame.columns:  # pandas would rename one of two columns of the same name
        label += " "
    return series.placed(frame).to_csv(index_label=label, lineterminator="\n").encode("utf-8")


def _beginning(fitting: Fitting | LeastSquares) -> Section:
    words = "Keras computes the network, NumPy cuts the windows, pandas reads and writes the tables."
    return Section("What is needed", words, source.start(fitting.modules))


def _settings(run: Found, fitting: Fitting | LeastSquares, with_file: bool) -> Section:
    names = [
        "target",
        "also",
        "features",
        "timesteps",
        "horizon",
        "validation",
        *([] if with_file else ["test"]),
        *fitting.constants,
    ]
    code = [
        source.constant("TITLE", run.title, "What the data are called."),
        source.constants(fitting.settings, names),
        source.constant("MEASURED", run.metrics.one_step.rmse, "The typical error (RMSE) that RNN Lab measured."),
    ]
    return Section(*SETTINGS, "\n".join(code))


def _ahead(settings: ForecastSettings) -> bool:
    return settings.horizon > 1 or bool(settings.also) or settings.target_transform == "difference"


def _data(settings: ForecastSettings, with_file: bool, validated: bool, holes: list[int]) -> tuple[Section, ...]:
    several = TARGETS + windows_ahead(settings.target_transform == "difference")
    cut, tested = (several, TEST_WINDOWS_AHEAD) if _ahead(settings) else (WINDOWS, TEST_WINDOWS)
    return (
        Section(
            "The data",
            "The table is split in time before anything else is done with it: first the rows to learn from, then those on which "
            "the best weights are chosen, last the test.",
            READ + (SPLIT_WITH_FILE if with_file else SPLIT) + VALUES + (CALENDAR if settings.calendar else "") + COUNTED,
        ),
        Section(
            "Scaling",
            "Networks learn best from numbers near 0. Offset and scale are learned from the training rows only, so that nothing "
            "of the test part leaks into the training.",
            scaling(settings.scaling),
        ),
        Section(
            "Windows",
            "Each example is a window of past rows and the value that came next.",
            cut + (VALIDATION_WINDOWS if validated else "") + _whole(settings, validated, holes) + tested,
        ),
    )


def _whole(settings: ForecastSettings, validated: bool, holes: list[int]) -> str:
    """The code that leaves out windows across holes."""
    if not holes:
        return ""
    return WHOLE.format(holes=holes, more=settings.horizon - 1) + (VALIDATION_WHOLE if validated else "")


def _network(run: Found, fitting: Fitting | LeastSquares, settings: ForecastSettings) -> tuple[Section, ...]:
    spec = run.network
    layers = source.layers(spec, "shape=(TIMESTEPS, values.shape[1])", "the forecast, scaled")
    return (
        *learned(layers, fitting, "from the window to the forecast"),
        Section(
            "The forecast",
            "For each test row the network sees the true rows before it and says the next value. A forecast is worth something "
            "only if it beats the naive one.",
            IN_UNITS[settings.target_transform] + FORECAST_AHEAD if _ahead(settings) else FORECAST,
        ),
    )
