"""Fetch the observations of a weather station in France."""

from datetime import UTC, datetime

import streamlit as st

from pages.ui.data.synop_upload import observed
from rnn_core.data import File, Series
from rnn_core.data.synop.remote import FIRST_YEAR, MEGABYTES_A_YEAR, StationYears
from rnn_core.data.synop.stations import NAMES

USUAL = "07149"  # Orly
YEARS = 5


def station_download(place: str) -> tuple[str, Series] | None:
    """What the data are called and the series, None while they are not on this machine.

    ``place`` tells pickers of a page apart. Raises UserError.
    """
    wanted = _wanted(place)
    if not wanted.is_here() and not _fetched(wanted, place):
        return None
    return wanted.name, observed([File(wanted.fetch(), wanted.download.name)], place)


def _wanted(place: str) -> StationYears:
    numbers, this_year = list(NAMES), datetime.now(UTC).year
    station = st.selectbox(
        "Station to fetch",
        numbers,
        numbers.index(USUAL),
        format_func=lambda id: f"{id} {NAMES[id]}",
        key=f"{place}synop-fetch-station",
    )
    left, right = st.columns(2)
    first = left.number_input("First year", FIRST_YEAR, this_year, this_year - YEARS, key=f"{place}synop-first")
    last = right.number_input("Last year", FIRST_YEAR, this_year, this_year - 1, key=f"{place}synop-last")
    return StationYears(station, int(min(first, last)), int(max(first, last)))


def _fetched(wanted: StationYears, place: str) -> bool:
    size = MEGABYTES_A_YEAR * (wanted.last - wanted.first + 1)
    st.caption(
        f"Three-hourly observations, about {size:.0f} MB, from Météo-France (Licence Ouverte), by way of OpenDataSoft. Fetching "
        "them needs a network once; then they stay on this machine."
    )
    if not st.button("Download", icon=":material/download:", width="stretch", key=f"{place}synop-download"):
        return False
    with st.spinner("Downloading the observations"):
        wanted.fetch()
    return True
