"""The first value beyond the data: never alone, but beside the last known one and a band."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnn_core.experiments.forecast.metrics import TargetMeasures
from rnn_core.experiments.forecast.sentences import band_held
from rnn_core.wording import percent

MIDDLE = (0.1, 0.9)  # of the errors of the test part
BY_VALIDATION, BY_DROPOUT, BY_ERRORS = "as wide as its validation errors", "from dropout", "as wide as its test errors"
FEW_ROWS = 10  # with fewer the middle of the errors is all of them


@dataclass(frozen=True)
class FirstBeyond:
    """In data units. ``place``, ``last_place``: dates, or "row 12" of rows without.

    ``kind``: where the band comes from, and ``source`` the same as a sentence.
    """

    place: str
    value: float
    last_place: str
    last: float
    low: float
    high: float
    kind: str
    source: str

    def sentence(self, unit: str = "") -> str:
        """All of it but where the band comes from."""
        unit = f" {unit}" if unit else ""
        return (
            f"{self.place}: {self.value:,.4g}{unit}, band {self.low:,.4g} to {self.high:,.4g}; last known {self.last:,.4g}{unit} "
            f"({self.last_place})."
        )


def first_beyond(measured: TargetMeasures, forecast: pd.DataFrame, future: pd.DataFrame) -> FirstBeyond:
    """What a run says about the first row after the data, from its tables of one column.

    The band is as wide as the errors of the validation part where there is one, else that of dropout where there is one, else as
    wide as the errors of the test part were.
    """
    first, kind = future.iloc[0], BY_VALIDATION
    low, high = float(first["low"]), float(first["high"])
    if (band := measured.band) and math.isfinite(low):
        held = band_held(band.nominal, band.coverage, band.rows, band.ratio)
        source = f"The band is as wide as the errors on the validation part ask for. {held}"
    elif (dropout := measured.dropout_band) and math.isfinite(low):
        kind = BY_DROPOUT
        source = (
            f"The band is where {percent(dropout.nominal)} of the answers with dropout left on lie; on the test part such "
            f"bands held {percent(dropout.coverage)} of the values."
        )
    else:
        kind = BY_ERRORS
        low, high, source = _by_errors(measured.next.value, forecast)
    last = f"row {forecast['row'].iloc[-1]}" if "row" in forecast else str(forecast["date"].iloc[-1])
    return FirstBeyond(measured.next.date, measured.next.value, last, float(forecast["actual"].iloc[-1]), low, high, kind, source)


def _by_errors(value: float, forecast: pd.DataFrame) -> tuple[float, float, str]:
    """A band as wide as the errors one step ahead were, and what share of the test rows it would have held."""
    errors = (forecast["actual"] - forecast["one_step"]).dropna().to_numpy()
    low, high = np.quantile(errors, MIDDLE if len(errors) >= FEW_ROWS else (0, 1))
    held = percent(float(np.mean((errors >= low) & (errors <= high))))
    source = f"The band is as wide as the errors on the test part: {held} of its {len(errors):,} rows. It is no promise."
    return value + float(low), value + float(high), source
