"""Times with a time zone: the local clock is kept, and what a change of the clock does to it is told."""

from dataclasses import dataclass

import pandas as pd

OFFSET = r"(?<=\d)\s?(Z|[+-]\d\d(?::?\d\d)?)$"
NAMED = r"(?<=[\dZ])\s?\[[A-Za-z_]+(?:/[A-Za-z_+-]+)*\]$"  # "+01:00[Europe/Paris]"
OF_LOGS = r"^\[(\d\d?/[A-Za-z]{3}/\d{4}):(\d\d:.*)\]$"  # "[01/Jan/2022:00:00:00 +0100]"
TIMED = r":\d\d(?:[.,]\d+)?\s?(?:Z|[+-]\d\d(?::?\d\d)?)$"
NEXT = 1.5  # usual steps from one row to the next
HOUR = 60  # minutes: by how much a clock is changed
SUNDAY, EARLY = 6, 4  # when it is changed: before four o'clock
YEAR = pd.Timedelta(days=365)


@dataclass(frozen=True)
class Zoned:
    """Texts without their time zones, and how many minutes local time is ahead of UTC; ``local`` if one clock shows it."""

    texts: pd.Series
    ahead: pd.Series
    local: bool


def split(texts: pd.Series) -> Zoned | None:
    """None for texts without any time zone. Offsets more than a change of the clock apart are those of no one clock."""
    texts = texts.str.replace(NAMED, "", regex=True).str.replace(OF_LOGS, r"\1 \2", regex=True)
    zoned = texts.str.match(f".*{TIMED}")
    if not zoned.any():
        return None
    names = texts.where(zoned, "").str.extract(OFFSET)[0]
    ahead = names.map({name: _minutes(name) for name in names.dropna().unique()}).astype("float64")
    local = bool((zoned | (texts == "")).all() and ahead.max() - ahead.min() <= HOUR)
    return Zoned(texts.where(~zoned, texts.str.replace(OFFSET, "", regex=True)), ahead.fillna(0), local)


def set_back(values: pd.Series) -> pd.Series:
    """Of times without zone: the later rows where an hour comes twice early on a Sunday, once a year, and nothing else does."""
    again = values.duplicated(keep="last" if values.iloc[0] > values.iloc[-1] else "first")
    times = values[again]
    years = (values.max() - values.min()) / YEAR
    nights = times.groupby(times.dt.normalize())
    changed = (
        times.is_unique
        and bool(values.dt.hour.any())
        and bool(((times.dt.day_of_week == SUNDAY) & (times.dt.hour < EARLY)).all())
        and bool((nights.max() - nights.min() < pd.Timedelta(minutes=HOUR)).all())
        and nights.ngroups <= 1 + years
    )
    return again & changed


def in_utc(values: pd.Series, zoned: Zoned) -> pd.Series:
    """Local times as UTC."""
    return values - pd.to_timedelta(zoned.ahead, unit="min")


def repeated(values: pd.Series, zoned: Zoned) -> pd.Series:
    """Which rows lie in the hour that comes again when the clock is set back: the later ones."""
    return zoned.ahead < zoned.ahead.groupby(values).transform("max")


def told(values: pd.Series, zoned: Zoned, name: str, again: int) -> tuple[str, ...]:
    """What the times' zones mean, in sentences; ``again``: how many rows of a repeated hour are left out."""
    names = ", ".join(_name(minutes) for minutes in sorted(zoned.ahead.unique()))
    if names == _name(0):
        return (f"The times of {name} are in UTC.",)
    notes = [f"The times of {name} have a time zone ({names}); those of the local clock were kept."]
    times = in_utc(values, zoned).sort_values()
    order, steps = times.index, times.diff()
    forward = (zoned.ahead[order].diff() > 0) & (steps <= NEXT * steps.median())  # not in a night without rows
    if forward.any():
        notes.append(f"The clock was set forward on {values[order][forward].iloc[0]:%Y-%m-%d}: an hour lacks there.")
    return (*notes, *twice(again))


def twice(again: int) -> tuple[str, ...]:
    """That an hour came twice, if any of its rows are left out."""
    if not again:
        return ()
    rows = "1 row was" if again == 1 else f"{again:,} rows were"
    return (f"Where the clock was set back an hour came twice: its first rows were kept, {rows} left out.",)


def _minutes(name: str) -> int:
    digits = name[1:].replace(":", "")
    return 0 if name == "Z" else int(f"{name[0]}1") * (int(digits[:2]) * 60 + int(digits[2:] or 0))


def _name(minutes: float) -> str:
    return f"{'-' if minutes < 0 else '+'}{int(abs(minutes)) // 60:02}:{int(abs(minutes)) % 60:02}"
