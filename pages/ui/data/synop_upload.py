"""Weather observations (SYNOP): choose the station and the longest gap to fill, see what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from rnn_core.data import Reading, Series, missing
from rnn_core.data.synop import series
from rnn_core.data.synop.series import LONGEST_GAP, Weather
from rnn_core.experiments.forecast.weather_figures import gaps_calendar

Files = Sequence[tuple[bytes, str]]

MORE = ["csv", "txt"]
MEGABYTES = 50
MOST_FILLED = 400
ROWS_SHOWN = 5


@dataclass(frozen=True)
class _Found:
    """The observations as they come and after filling, and what lacked before."""

    weather: Weather
    reading: Reading
    gaps: pd.DataFrame


# Shared, not copied at every click: nothing changes them.
@st.cache_resource(show_spinner=False, max_entries=10, ttl="1h")
def _stations(_files: Files, key: str) -> dict[str, str]:
    known = [series.stations(content, name) for content, name in _files]
    return {id: called for one in reversed(known) for id, called in one.items()}


@st.cache_resource(show_spinner="Reading the observations", max_entries=4, ttl="1h")
def _weather(_files: Files, key: str, station: str, _test: tuple[bytes, str] | None, test_key: str) -> Weather:
    return series.weather(_files, station=station, test=_test)


@st.cache_resource(show_spinner=False, max_entries=4, ttl="1h")
def _found(_weather: Weather, key: str, station: str, test_key: str, longest_gap: int) -> _Found:
    return _Found(_weather, series.reading(_weather, None, longest_gap), missing(_weather.series))


def synop_upload(file: Any, test: Any, place: str) -> Series:
    """Observations in an uploaded file, and in further ones if you like. Raises UserError."""
    more = st.file_uploader(
        "More files of the same kind (optional)",
        MORE,
        accept_multiple_files=True,
        key=f"{place}synop-more",
        max_upload_size=MEGABYTES,
        help="Météo-France publishes a file a month: bring all months of a period at once, they are joined.",
    )
    files = [(one.getvalue(), one.name) for one in (file, *more)]
    later = (test.getvalue(), test.name) if test else None
    key = "-".join(one.file_id for one in (file, *more))
    return observed(files, key, place, later, test.file_id if test else "")


def observed(files: Files, key: str, place: str, test: tuple[bytes, str] | None = None, test_key: str = "") -> Series:
    """The series of a station that is asked for. ``key`` and ``test_key`` tell the content of these files from any other."""
    known, name = _stations(files, key), files[0][1]
    station = st.selectbox(
        "Weather station", list(known), format_func=lambda id: f"{id} {known[id]}", key=f"{place}synop-station-{name}"
    )
    longest_gap = st.number_input(
        "Longest gap to fill, in rows",
        0,
        MOST_FILLED,
        LONGEST_GAP,
        key=f"{place}synop-gaps-{name}",
        help="Missing values between two known ones are put on the straight line between them (interpolated in time). With a row "
        "every 3 hours, 8 rows are a day. 0 = none. The notes beside the data say how many were filled.",
    )
    weather = _weather(files, key, station, test, test_key)
    found = _found(weather, key, station, test_key, int(longest_gap))
    with st.popover("What was found in the file", icon=":material/table:", width="stretch"):
        _show(found, key=f"{place}synop-calendar")
    return found.reading.series


def _show(found: _Found, key: str) -> None:
    raw, reading = found.weather.series, found.reading
    st.text(f"{len(raw.frame):,} rows" + (f", {reading.frequency.name}" if reading.frequency else "") + ".")
    target = reading.series.target
    drawn = gaps_calendar(raw.frame[target], raw.label(target))
    st.plotly_chart(drawn, key=key, alt=f"The share of missing values of every day, of {raw.label(target)}")
    st.caption(
        "What to look for: a coloured day is one without some or all of its values, before any gap is filled. Single days can be "
        "filled; a long coloured stretch cannot, and a network learns nothing from it."
    )
    st.dataframe(_columns(found), hide_index=True)
    st.text("The first rows:")
    st.dataframe(raw.frame.head(ROWS_SHOWN))


def _columns(found: _Found) -> list[dict[str, Any]]:
    """A row for every column of the file; of one that is left out only why."""
    raw = found.weather.series
    counted = {str(name): {"Missing": row["missing"], "Longest gap": row["longest gap"]} for name, row in found.gaps.iterrows()}
    return [
        {
            "Column": name,
            "What it is": raw.label(name) if name in counted else "",
            "Unit": raw.unit_of(name),
            **counted.get(name, {"Missing": None, "Longest gap": None}),
            "Can be forecast": why or "yes",
        }
        for name, why in found.reading.targets.items()
    ]
