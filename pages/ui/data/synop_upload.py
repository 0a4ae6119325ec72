"""Weather observations (SYNOP): choose the station and the longest gap to fill, see what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.data.encoding import FILES, MEGABYTES
from rnn_core.data import File, Reading, Series, missing
from rnn_core.data.apart import apart
from rnn_core.data.synop import series
from rnn_core.data.synop.series import LONGEST_GAP, Weather
from rnn_core.experiments.forecast.weather_figures import gaps_calendar

MORE = ["csv", "txt"]
MOST_FILLED = 400
ROWS_SHOWN = 5


@dataclass(frozen=True)
class _Found:
    """The observations as they come and after filling, and what lacked before."""

    weather: Weather
    reading: Reading
    gaps: pd.DataFrame


# Shared, not copied at every click: nothing changes them.
@st.cache_resource(show_spinner=False, max_entries=10, ttl="1h", hash_funcs=FILES)
def _stations(files: Sequence[File]) -> dict[str, str]:
    known = [apart(one.name, partial(series.stations, one)) for one in files]
    return {id: called for one in reversed(known) for id, called in one.items()}


@st.cache_resource(show_spinner="Reading the observations", max_entries=4, ttl="1h", hash_funcs=FILES)
def _weather(files: Sequence[File], station: str, test: File | None) -> Weather:
    return apart(files[0].name, partial(series.weather, files, station=station, test=test))


@st.cache_resource(show_spinner=False, max_entries=4, ttl="1h", hash_funcs=FILES)
def _found(files: Sequence[File], station: str, test: File | None, longest_gap: int) -> _Found:
    weather = _weather(files, station, test)
    return _Found(weather, series.reading(weather, None, longest_gap), missing(weather.series))


def synop_upload(file: File, test: File | None, place: str) -> Series:
    """Observations in an uploaded file, and in further ones if you like. Raises UserError."""
    more = st.file_uploader(
        "More files of the same kind (optional)",
        MORE,
        accept_multiple_files=True,
        key=f"{place}synop-more",
        max_upload_size=MEGABYTES,
        help="Météo-France publishes a file a month: bring all months of a period at once, they are joined.",
    )
    return observed([file, *(File(one.getvalue(), one.name, file.encoding) for one in more)], place, test)


def observed(files: Sequence[File], place: str, test: File | None = None) -> Series:
    """The series of a station that is asked for."""
    known, name = _stations(files), files[0].name
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
    found = _found(files, station, test, int(longest_gap))
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
    first = raw.frame.head(ROWS_SHOWN)  # on their side, as a popover is narrow and there are dozens of columns
    times = pd.DatetimeIndex(first.index).strftime("%Y-%m-%d %H:%M")
    st.dataframe(pd.DataFrame(first.to_numpy().T, pd.Index(first.columns, name="Column"), times))


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
