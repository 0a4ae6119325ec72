"""What the preparation and the tables of a bundled forecast may hold, which go by its data and its settings."""

from typing import Annotated

from pydantic import BaseModel, Field

from rnn_core.bundle.classes import PREPARATION
from rnn_core.bundle.metrics import ForecastMetrics
from rnn_core.bundle.shapes import EXACT, refused, shaped
from rnn_core.bundle.tables import columns
from rnn_core.data import Series
from rnn_core.experiments import forecast
from rnn_core.experiments.windowed_series import WindowSettings
from rnn_core.features.calendar import NAMES
from rnn_core.networks import spec

FORECAST = ["date", "actual", "one_step", "free_running", "last_value"]
FUTURE = ["date", "forecast", "low", "high"]
NUMBERS = ("", *(f"_{place}" for place in range(2, forecast.MOST_TARGETS + 1)))  # of the columns that are forecast
TABLES = tuple(f"results/{name}{number}.csv" for number in NUMBERS for name in ("forecast", "future"))


class _Scaler(BaseModel):
    model_config = EXACT

    offset: list[float]
    scale: list[Annotated[float, Field(gt=0)]]


class Preparation(BaseModel):
    """What ``preparation.json`` holds."""

    model_config = EXACT

    columns: list[str]
    scaling: str
    scaler: _Scaler
    change: Annotated[list[Annotated[float, Field(gt=0)]], Field(min_length=1)] | None = None


def tables(settings: forecast.ForecastSettings) -> tuple[str, ...]:
    """Two for each column that is forecast."""
    return TABLES[: 2 * (1 + len(settings.also))]


def network(settings: forecast.ForecastSettings, content: bytes, data: Series, _: int) -> spec.Network:
    """The one that settings, preparation and data describe."""
    found, choice = shaped(Preparation, content, PREPARATION), forecast.choice(data, settings)
    known = [*choice.columns, *(NAMES if choice.calendar else ())]
    if not {*choice.columns} <= {*data.frame.columns} or not goes_with(found, known, len(choice.targets), settings):
        raise refused(f"{PREPARATION} does not go with its settings")
    return forecast.network(settings)


def goes_with(found: Preparation, columns: list[str], targets: int, settings: WindowSettings) -> bool:
    """Whether scaler and changes are of these columns, as the settings say."""
    sizes = len(found.scaler.offset), len(found.scaler.scale), len(found.change or ())
    wanted = len(columns), len(columns), targets if settings.says == "change" else 0
    return found.columns == columns and found.scaling == settings.scaling and sizes == wanted


def check(parts: dict[str, bytes], metrics: ForecastMetrics | None, data: Series) -> None:
    """Metrics and tables are about columns of the data, and as many as there are tables."""
    found = [name for name in parts if name in TABLES]
    if metrics:
        named = {metrics.target, *metrics.targets, *(one.target for one in metrics.targets.values())}
        if not named <= {*data.frame.columns} or max(1, len(metrics.targets)) != len(found) // 2:
            raise refused("results/metrics.json is about another column")
        if metrics.targets and next(iter(metrics.targets)) != metrics.target:
            raise refused("results/metrics.json is about another column")
    for name in found:
        known = [FORECAST] if "forecast" in name else [FUTURE, [*FUTURE, "direct"]]
        if columns(parts[name], name) not in known:
            raise refused(f"{name} has other columns")
