"""Weather observations of one station (SYNOP files of France) as a series: times made regular, units made usual."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from rnn_core.data.readers.decoding import MAX_BYTES
from rnn_core.data.readers.file import File
from rnn_core.data.readers.frequency import frequency
from rnn_core.data.readers.gaps import fill
from rnn_core.data.readers.resample import regular
from rnn_core.data.readers.tables import Reading
from rnn_core.data.series import Series, in_order
from rnn_core.data.synop.columns import DEFAULT, TRACES, Measured
from rnn_core.data.synop.files import WANTED, Observations, choose, is_synop, observations, stations
from rnn_core.errors import UserError
from rnn_core.wording import percent

__all__ = ["LONGEST_GAP", "Weather", "is_synop", "read_synop", "reading", "stations", "weather"]

SOURCE = "Météo-France, SYNOP observations"
LICENCE = "Licence Ouverte (Etalab)"
LONGEST_GAP = 8  # rows that are filled: a day of three-hourly observations
ENOUGH = 0.5  # of the rows hold a number in a column that can be forecast
MAX_TOGETHER = 2 * MAX_BYTES
NAMED = 10  # columns in a message
KELVIN = "Temperatures were converted from kelvin to °C."
PASCALS = "Pressures were converted from pascals to hPa."
TRACE = "Traces of rain or snow, written as less than nothing, count as 0."
NO_LINE = "Wind directions, codes, rain and extremes of several hours do not follow a straight line and are never filled."
EMPTY = "is empty"
UNKNOWN = "is none of the measurements that are read here"
NATURES = {
    "code": "is a code that stands for words, not a quantity",
    "direction": "is a direction, where 359° and 1° are neighbours",
}


@dataclass(frozen=True)
class Weather:
    """The observations of a station before any gap is filled.

    ``series`` has regular times, its unseen rows being missing, and as target the temperature, or without one another column.
    ``refused`` says of every column that cannot be forecast whatever its numbers are why not; ``columns`` are all of the file
    that say something about the weather or the place.
    """

    series: Series
    measured: dict[str, Measured]
    refused: dict[str, str]
    columns: tuple[str, ...]


def read_synop(
    files: Sequence[File],
    station: str | None = None,
    target: str | None = None,
    longest_gap: int = LONGEST_GAP,
    test: File | None = None,
) -> Reading:
    """The observations of a station, its gaps of at most ``longest_gap`` rows filled by interpolation in time.

    Several files are joined. ``station`` is a number ("07149", "7149") or a name; it may be left out when there is one only.
    ``test`` is a second file with later times of the same station. Without ``target`` it is the temperature. Raises UserError,
    in one sentence, for whatever the user must mend; what was mended here is told in the notes.
    """
    return reading(weather(files, station, test), target, longest_gap)


def weather(files: Sequence[File], station: str | None = None, test: File | None = None) -> Weather:
    """As :func:`read_synop`, before gaps are filled and a column is chosen."""
    if sum(len(one.content) for one in files) > MAX_TOGETHER:
        raise UserError(f"The files are larger than {MAX_TOGETHER / 1e6:.0f} MB together; {WANTED.smaller}.")
    known = {id: called for one in reversed(files) for id, called in stations(one).items()}
    together = files[0].name if len(files) == 1 else f"{files[0].name} with {len(files) - 1} more"
    id = choose(known, station, together)
    found = _series(_joined([(one.name, observations(one, id)) for one in files]), id, known[id], together)
    if len(known) > 1:
        taken = f"Of the {len(known)} stations of the file {id} {known[id]} was taken."
        found = replace(found, series=replace(found.series, notes=(taken, *found.series.notes)))
    return _with_test(found, test, id) if test else found


def reading(found: Weather, target: str | None = None, longest_gap: int = LONGEST_GAP) -> Reading:
    """What a station's observations are after filling its gaps. Raises UserError for a target that cannot be forecast."""
    raw = found.series
    filled = fill(raw, longest_gap, [column for column in raw.frame if not found.measured[str(column)].interpolated])
    targets = {column: found.refused.get(column) or _reason(filled.frame[column]) for column in found.columns}
    chosen = _target(raw, targets, target)
    lacked, left = (int(frame[chosen].isna().sum()) for frame in (raw.frame, filled.frame.reindex(raw.frame.index)))
    notes = filled.notes
    if lacked:
        of = f"{raw.label(chosen)}: {lacked:,} of {len(raw.frame):,} values were missing"
        notes = (*notes, f"{of}, {lacked - left:,} of them were filled.")
    if longest_gap and raw.frame.isna().any(axis=None):
        notes = (*notes, NO_LINE)
    series = replace(filled, target=chosen, unit=raw.unit_of(chosen), notes=notes)
    return Reading(series, (), targets, frequency(pd.DatetimeIndex(raw.frame.index)))


def _joined(parts: list[tuple[str, Observations]]) -> Observations:
    """The rows of several files, one after the other."""
    if len(parts) == 1:
        return parts[0][1]
    return Observations(
        pd.concat([one.frame for _, one in parts if len(one.frame)]),
        {name: one for _, part in parts for name, one in part.measured.items()},
        tuple(dict.fromkeys(name for _, part in parts for name in part.others)),
        tuple(f"{file}: {note}" for file, part in parts for note in part.notes),
    )


def _series(found: Observations, id: str, called: str, name: str) -> Weather:
    """In regular times and usual units."""
    refused = _refused(found)
    measured = {
        column: one for column, one in found.measured.items() if refused.get(column) not in (EMPTY, *_twins(found).values())
    }
    if not measured:
        raise UserError(f"{name} has no measurements of station {id}; choose another station or file.")
    gone = [column for column in found.measured if column not in measured]
    left_out = (f"Columns that are empty, or that others hold in °C, are left out: {', '.join(gone)}.",) if gone else ()
    given = found.frame[list(measured)]
    values = pd.DataFrame({column: one.converted(given[column]) for column, one in measured.items()}, given.index)
    frame, order = in_order(values, keep_empty=True)
    frame, grid = regular(frame, name)
    series = Series(
        frame=frame,
        target=next((column for column, one in measured.items() if one.label == DEFAULT), next(iter(measured))),
        title=f"Weather of {called} ({id})" if called != id else f"Weather of station {id}",
        source=SOURCE,
        licence=LICENCE,
        notes=(*found.notes, *left_out, *_changes(given, measured), *order, *grid),
        labels={column: one.label for column, one in measured.items()},
        units={column: one.unit for column, one in measured.items() if one.unit},
        aliases=_short_names(found.measured, measured),
    )
    return Weather(series, measured, refused, (*found.measured, *found.others))


def _refused(found: Observations) -> dict[str, str]:
    """The columns that cannot be forecast whatever their numbers are, and why not."""
    empty = {column: EMPTY for column in found.frame if found.frame[column].isna().all()}
    nature = {column: NATURES[one.nature] for column, one in found.measured.items() if one.nature in NATURES}
    return {**dict.fromkeys(found.others, UNKNOWN), **nature, **_twins(found), **empty}


def _twins(found: Observations) -> dict[str, str]:
    """The columns in kelvin that another one holds in °C, and a reason that says so."""
    celsius = {
        one.label: column
        for column, one in found.measured.items()
        if one.unit == "°C" and not one.given_in and found.frame[column].notna().any()
    }
    return {
        column: f"is the same as {celsius[one.label]}, in kelvin"
        for column, one in found.measured.items()
        if one.given_in == "K" and one.label in celsius
    }


def _short_names(all_of_them: Mapping[str, Measured], kept: Mapping[str, Measured]) -> dict[str, str]:
    """The columns by their names at Météo-France, where these are others; of twins both names mean the one that is kept."""
    columns = {one.label: column for column, one in kept.items()}
    names = {one.field: columns.get(one.label, "") for one in all_of_them.values()}
    return {name: column for name, column in names.items() if column and name not in kept}


def _changes(given: pd.DataFrame, measured: dict[str, Measured]) -> tuple[str, ...]:
    """Notes on what was done to the values of a file."""
    traces = [column for column, one in measured.items() if one.field in TRACES]
    negative = bool((given[traces] < 0).to_numpy().any())
    units = {one.given_in for one in measured.values()}
    told = {KELVIN: "K" in units, PASCALS: "Pa" in units, TRACE: negative}
    return tuple(note for note, true in told.items() if true)


def _reason(values: pd.Series) -> str:
    """Why these numbers cannot be forecast, "" when they can."""
    share = values.notna().mean()
    if share < ENOUGH:
        return f"has numbers in only {percent(share, 1)} of the rows"
    return f"has the same value {values.dropna().iloc[0]:g} in every row" if values.nunique() == 1 else ""


def _target(raw: Series, targets: dict[str, str], target: str | None) -> str:
    """The column to forecast. Raises UserError for one that cannot be, naming those that can."""
    usable = sorted((column for column, reason in targets.items() if not reason), key=lambda column: column != raw.target)
    if not usable:
        raise UserError(f"{raw.title}: no measurement can be forecast, as {raw.target} {targets[raw.target]}; take more rows.")
    if target is None:
        return raw.target if raw.target in usable else usable[0]
    target = raw.column(target)
    if target in usable:
        return target
    more = f" and {len(usable) - NAMED} more" if len(usable) > NAMED else ""
    listed = f"{', '.join(usable[:NAMED])}{more}"
    if target in targets:
        raise UserError(f"The column {target} of these observations {targets[target]}; choose one of {listed}.")
    close = difflib.get_close_matches(target, usable, n=1)
    hint = f" (did you mean {close[0]}?)" if close else ""
    raise UserError(f"The observations have no column {target}{hint}; choose one of {listed}.")


def _with_test(found: Weather, test: File, id: str) -> Weather:
    """With a second file as test period: the columns of the first and only later times."""
    series, later = found.series, weather([test], station=id).series
    last, first = (frame.dropna(how="all").index for frame in (series.frame, later.frame))
    if first[0] <= last[-1]:
        raise UserError(
            f"{test.name} begins on {first[0]:%Y-%m-%d %H:%M}, but the training file ends on {last[-1]:%Y-%m-%d %H:%M}; "
            "a test file must begin after that."
        )
    lacking = [str(column) for column in series.frame if column not in later.frame]
    notes = [f"{test.name}: {note}" for note in later.notes]
    if lacking:
        notes.append(f"{test.name} has no numbers for {', '.join(lacking)}, which count as missing.")
    period = later.frame.reindex(columns=series.frame.columns)
    return replace(found, series=replace(series, test=period, notes=(*series.notes, *notes)))
