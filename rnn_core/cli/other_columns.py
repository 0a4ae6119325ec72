"""All other columns of a series as extra inputs, by one word on a command line."""

from collections.abc import Mapping

from rnn_core.data import Dataset, Series
from rnn_core.data.readers.arrangements.several import EVERY, SERIES
from rnn_core.settings import TrainingSettings

FEATURES = "features"
HINT = f"One column is forecast; the others can be inputs, too: --{FEATURES} {EVERY}."


def with_others(settings: TrainingSettings, data: Dataset) -> TrainingSettings:
    """The settings with the names of all other columns that change, where ``every`` stands for them and is no column itself."""
    if getattr(settings, FEATURES, None) != (EVERY,) or not isinstance(data, Series) or EVERY in data.frame:
        return settings
    forecast = {data.column(one) for one in (getattr(settings, "target", "") or data.target, *getattr(settings, "also", ()))}
    others = [str(name) for name in data.frame if name not in forecast and data.frame[name].nunique() > 1]
    return settings.model_copy(update={FEATURES: tuple(others)})


def hint(settings: TrainingSettings, answers: Mapping[str, str]) -> str:
    """What to say where several series were put side by side and none is an input yet, else nothing."""
    return HINT if answers.get(SERIES) == EVERY and not getattr(settings, FEATURES, (EVERY,)) else ""
