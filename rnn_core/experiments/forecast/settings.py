"""What is forecast from what, and with which network: the settings of a forecast and their presets.

The ``tutorial`` preset is the network of the stock price tutorial: four LSTM(45) layers with dropout 0.2 over 40 opening
prices, trained for 100 epochs.
"""

from rnn_core.experiments.windowed_settings import WindowSettings
from rnn_core.settings import TrainingSettings, setting

MOST_AHEAD = 24  # rows
MOST_TARGETS = 8


class ColumnSettings(TrainingSettings):
    """What is forecast from what."""

    target: str = setting("", "Column to forecast", "The values that the network learns to continue.", group="Data")
    also: tuple[str, ...] = setting(
        (), "Forecast as well", "Other columns that the same network forecasts, and looks at.", group="Data"
    )
    features: tuple[str, ...] = setting(
        (), "Extra inputs", "Other columns that the network looks at without forecasting them.", group="Data"
    )
    calendar: bool = setting(
        False,
        "Hour and day of the year",
        "Tells the network the hour and the day of the year, each as sine and cosine (points on a circle).",
        group="Data",
        article=False,
    )
    horizon: int = setting(
        1,
        "Steps ahead",
        "How many rows after the last known one are forecast at once (directly).",
        group="Data",
        article=1,
        ge=1,
        le=MOST_AHEAD,
    )


# Bases from right to left: the form shows the columns before the windows.
class ForecastSettings(WindowSettings, ColumnSettings):
    """Settings of a forecast. Defaults are the ``quick`` preset, article values the ``tutorial`` preset."""


PRESETS = {
    "quick": ForecastSettings(),
    "tutorial": ForecastSettings.article(),
    "weather": ForecastSettings(calendar=True, horizon=8, timesteps=24, batch_size=128, epochs=20, patience=4),
}
