"""Observations fetched from the web: what is asked for, kept, and said when it cannot be had."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from rnn_core.data import File
from rnn_core.data.fetch.downloads import Download
from rnn_core.data.synop import remote
from rnn_core.data.synop.remote import StationYears
from rnn_core.data.synop.series import read_synop
from rnn_core.errors import UserError
from rnn_core.files import home
from tests.synop import Portal, open_data_soft, rows

YEARS = StationYears("07149", 2015, 2016)
NAME = "synop-07149-2015-2016.csv"


@pytest.fixture
def portal(monkeypatch) -> Iterator[Portal]:
    with Portal.of_stations(monkeypatch, open_data_soft(rows(20))) as started:
        yield started


def kept() -> list[str]:
    folder = home() / "downloads"
    return sorted(path.name for path in folder.glob("*.csv"))


def test_what_is_asked_for(portal):
    assert not YEARS.is_here()
    assert YEARS.fetch() == portal.content
    asked = urlsplit(portal.asked[0])
    query = parse_qs(asked.query, strict_parsing=True)
    assert asked.path == "/exports/csv"
    assert query["where"] == ["numer_sta='07149' and date>=date'2015-01-01' and date<date'2017-01-01'"]
    assert query["delimiter"] == [";"]
    columns = query["select"][0].split(",")
    assert columns[:5] == ["numer_sta", "nom", "date", "pmer", "tend"]
    assert {"t", "tc", "rr3", "tx24c", "hnuage4"} < set(columns)
    assert not {"sw", "per", "coordonnees", "temps_present"} & set(columns)


def test_it_is_fetched_once(portal):
    YEARS.fetch()
    portal.content = b"something else"
    assert YEARS.is_here()
    assert read_synop([File(YEARS.fetch(), NAME)]).series.frame["Température (°C)"].iloc[-1] == 26.0
    assert len(portal.asked) == 1
    assert kept() == [NAME]


def test_a_year_that_is_not_over_is_fetched_again_another_day(portal):
    this = StationYears("07149", 2020, datetime.now(UTC).year)
    this.fetch()
    assert kept() == [f"{this.name}-{datetime.now(UTC):%Y%m%d}.csv"]
    older = home() / "downloads" / f"{this.name}-20200101.csv"
    this.download.path.rename(older)
    assert not this.is_here()
    this.fetch()
    assert not older.exists()
    assert len(portal.asked) == 2


@pytest.mark.parametrize("content", [open_data_soft([]), b"date;price\n2020-01-01;3\n"], ids=["no rows", "another table"])
def test_a_station_without_observations(portal, content):
    portal.content = content
    with pytest.raises(UserError, match=r"^127\.0\.0\.1:\d+ has no observations of Orly from 2015 to 2016: choose other years"):
        YEARS.fetch()
    assert kept() == []


def test_a_web_page_instead_of_observations(portal):
    portal.content = b"<!DOCTYPE html><title>Log in</title>"
    with pytest.raises(UserError, match="is not the expected one, as it is not plain text"):
        YEARS.fetch()
    assert kept() == []


def test_without_a_network(monkeypatch):
    monkeypatch.setattr(remote, "EXPORT", "http://127.0.0.1:9/exports/csv")
    with pytest.raises(UserError, match=f"^127.0.0.1:9 could not be reached to download {NAME}; every dataset that is not"):
        YEARS.fetch()


@pytest.mark.parametrize(("limit", "fits"), [(6_000_000, True), (5_500_000, False)])
def test_the_bound_of_a_text_is_that_of_its_download(portal, limit, fits):
    portal.content = b"x" * 5_600_000
    download = Download(f"{remote.EXPORT}/large.txt", None, limit=limit)
    if fits:
        assert download.read().content == portal.content
    else:
        with pytest.raises(UserError, match="as it is larger than 6 MB"):
            download.fetch()
