"""The catalogue, the downloads and the copies that runs use."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Entry, Series, Text, entries, entry, forget_unused, keep, load_dataset
from rnn_core.data.fetch.package_files import PackageFile
from rnn_core.data.sources import facebook_tutorial, remote_texts
from rnn_core.data.sources.synthetic import random_walk, seasonal, sine
from rnn_core.errors import UserError
from rnn_core.files import home
from tests.site import Site

TRAINING = b"Date,Open,High,Low,Close,Adj Close,Volume\n2019-12-30,1,3,0.5,2,2,100\n2019-12-31,2,4,1.5,3,3,200\n"
TEST = b"Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-02,3,5,2.5,4,4,300\n"
HERE = [one for one in entries() if not one.remote]


@pytest.fixture
def site(monkeypatch) -> Iterator[Site]:
    with Site.open(monkeypatch) as started:
        yield started


def assert_same(one: object, other: Series) -> None:
    assert isinstance(one, Series)
    pd.testing.assert_frame_equal(one.frame, other.frame, check_exact=True)
    assert (one.test is None) == (other.test is None)
    if one.test is not None and other.test is not None:
        pd.testing.assert_frame_equal(one.test, other.test, check_exact=True)
    for name in ("target", "title", "source", "licence", "season", "notes", "unit", "labels", "units"):
        assert getattr(one, name) == getattr(other, name)


# the contract of every dataset in the catalogue


@pytest.mark.parametrize("one", entries(), ids=lambda one: one.id)
def test_every_entry_is_described(one: Entry):
    assert re.fullmatch(r"[a-z0-9-]+", one.id)
    assert all([one.title, one.sentence, one.source, one.licence, one.size])
    assert one.kind in ("series", "text", "labelled", "path")
    assert bool(one.period) == (one.kind == "series")
    assert one.sentence.endswith(".")
    assert "!" not in one.title + one.sentence


@pytest.mark.parametrize("one", [one for one in HERE if one.kind == "series"], ids=lambda one: one.id)
def test_every_entry_loads_as_described(one: Entry):
    assert one.missing() == ""
    heard: list[float] = []
    series = one.load(heard.append)
    assert isinstance(series, Series)
    frame = series.frame
    assert heard[-1] == 1.0
    assert frame.index.is_unique
    assert frame.index.is_monotonic_increasing
    assert frame.index.name == "date"
    assert frame.index.tz is None
    assert (frame.dtypes == "float64").all()
    assert np.isfinite(frame.to_numpy()).all()
    assert series.target in frame.columns
    assert (series.title, series.source, series.licence) == (one.title, one.source, one.licence)
    assert one.size == f"{len(frame):,} rows"
    assert one.period == f"{frame.index[0]:%B %Y} to {frame.index[-1]:%B %Y}"
    assert all(note.endswith(".") for note in series.notes)
    assert_same(load_dataset(keep(series)), series)


def test_the_order_of_the_catalogue():
    every = [one.id for one in entries()]
    assert len(set(every)) == len(every)
    ids = [one.id for one in entries("series")]
    assert ids[0] == "prices-fb"
    assert ids[-1] == "facebook-tutorial"
    assert ids == [one.id for one in entries("series")]
    assert entries("no such kind") == []


def test_an_unknown_id_names_the_known_ones():
    with pytest.raises(UserError, match=r"no dataset called 'sinus'\. Did you mean sine\? Choose one of: .*prices-fb, .*"):
        entry("sinus")
    with pytest.raises(UserError, match=r"no dataset called 'zzz'\. Choose one of"):
        entry("zzz")
    assert entry("sine").title == "Sine wave"


def test_a_missing_package_only_makes_the_entry_say_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "bokeh_sampledata", None)  # Python's own way to make a package absent
    sentence = "The package bokeh-sampledata is not installed: pip install bokeh-sampledata"
    speaking = [one.id for one in entries() if one.missing() == sentence]
    assert speaking == ["prices-fb", "prices-aapl", "prices-goog", "prices-ibm", "prices-msft", "sea-temperature"]
    with pytest.raises(UserError, match="not installed"):
        entry("sea-temperature").load()
    assert entry("seattle-weather").missing() == ""


def test_a_package_without_the_file():
    alone = PackageFile("no_such_package", "data", alone=True)
    assert alone.missing() == "The package no-such-package is not installed: pip install --no-deps no-such-package"
    file = PackageFile("bokeh_sampledata", "_data/no-such-file.csv")
    assert file.missing() == (
        "The installed package bokeh-sampledata has no file _data/no-such-file.csv: pip install --upgrade bokeh-sampledata"
    )
    with pytest.raises(UserError, match="has no file"):
        file.path()


# the datasets one by one


def test_prices_are_adjusted():
    series = entry("prices-aapl").load()
    first = series.frame.iloc[0]  # 118.56, 132.06, 118.50, 130.31, adjusted close 4.186662803811
    assert first["Close"] == pytest.approx(4.186662803811)
    assert first["Open"] == pytest.approx(118.56 * 4.186662803811 / 130.31)
    assert first["Volume"] == 9616100
    assert list(series.frame.columns) == ["Open", "High", "Low", "Close", "Volume"]
    assert "adjusted for splits and dividends" in series.notes[0]


def test_bundled_facebook_says_what_it_is_not():
    one = entry("prices-fb")
    assert "not the tutorial's data" in one.title
    assert one.sentence.startswith("Not the tutorial's data: ")
    assert one.load().notes[0] == one.sentence
    assert len(one.load().frame) == 196


def test_sea_temperature_is_a_daily_mean():
    series = entry("sea-temperature").load()
    assert series.frame["Temperature"].iloc[0] == pytest.approx(4.847, abs=0.5)
    assert (series.target, series.unit, series.season) == ("Temperature", "°C", None)
    assert "mean of one day" in series.notes[0]
    assert (series.frame.index.to_series().diff().dropna() == pd.Timedelta(days=1)).all()


def test_seattle_weather_has_no_words():
    series = entry("seattle-weather").load()
    assert list(series.frame.columns) == ["precipitation", "temp_max", "temp_min", "wind"]
    assert (series.target, series.season, series.unit) == ("temp_max", 365, "°C")
    assert series.frame.iloc[0].tolist() == [0.0, 12.8, 5.0, 4.7]


def test_the_sine_repeats():
    values = sine(100, period=20, amplitude=3.0, noise=0).frame["Value"].to_numpy()
    assert values[5] == pytest.approx(3.0)
    assert values[20:] == pytest.approx(values[:-20])
    assert sine(period=20).season == 20


def test_the_first_series_has_something_to_learn_beyond_the_value_of_a_season_before():
    """A network that knew the wave would err by its noise, 0.05."""
    values, season = entry("sine").load().frame["Value"].to_numpy(), entry("sine").load().season
    assert season == 25
    assert np.std(values[season:] - values[:-season]) > 1.5 * 0.05
    assert np.std(values - sine(noise=0).frame["Value"].to_numpy()) == pytest.approx(0.05, rel=0.05)


def test_the_seasonal_series_is_trend_and_season():
    values = seasonal(200, period=50, slope=0.1, noise=0.0).frame["Value"].to_numpy()
    assert values[50:] - values[:-50] == pytest.approx(np.full(150, 5.0))


def test_the_random_walk_has_its_start_and_step():
    values = random_walk(20_000, start=100.0, sigma=2.0).frame["Value"].to_numpy()
    assert values[0] == 100.0
    assert np.diff(values).std() == pytest.approx(2.0, rel=0.03)


def test_equal_seeds_give_equal_numbers():
    for make in (
        lambda seed: sine(noise=1.0, seed=seed),
        lambda seed: seasonal(seed=seed),
        lambda seed: random_walk(seed=seed),
    ):
        assert make(1).frame.equals(make(1).frame)
        assert not make(1).frame.equals(make(2).frame)
    assert sine().frame.index[0] == pd.Timestamp("2020-01-01")


# downloads


def test_a_novel_loses_the_words_of_its_publisher(site: Site, monkeypatch):
    page = (
        "\ufeffThe Project Gutenberg eBook of X\r\n\r\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\r\n\r\n"
        "Chapter I.\r\n\r\nIt is—\r\n\r\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\r\nLicence\r\n"
    )
    monkeypatch.setattr(remote_texts, "NOVEL", site.offer("pg1342.txt", page.encode(), sha256=None))
    one = entry("pride-and-prejudice")
    assert one.missing() == "Not downloaded yet: loading it fetches 0.8 MB from www.gutenberg.org, which needs a network once."
    heard: list[float] = []
    text = one.load(heard.append)
    assert one.missing() == ""
    assert heard[-1] == 1.0
    assert isinstance(text, Text)
    assert text.text == "Chapter I.\n\nIt is—\n"
    assert (text.title, text.source, text.licence, text.notes) == (one.title, one.source, one.licence, ())


def test_the_plays_are_taken_as_they_are(site: Site, monkeypatch):
    plays = site.offer("input.txt", b"First Citizen:\nSpeak.\n", called="tinyshakespeare.txt")
    monkeypatch.setattr(remote_texts, "PLAYS", plays)
    one = entry("tiny-shakespeare")
    assert one.missing().startswith("Not downloaded yet: loading it fetches 1.1 MB from ")
    text = one.load()
    assert isinstance(text, Text)
    assert text.text == "First Citizen:\nSpeak.\n"
    assert one.missing() == ""


def test_the_tutorial_files_are_one_series(site: Site, monkeypatch):
    monkeypatch.setattr(facebook_tutorial, "TRAINING", site.offer("FB_training_data.csv", TRAINING))
    monkeypatch.setattr(facebook_tutorial, "TEST", site.offer("FB_test_data.csv", TEST))
    one = entry("facebook-tutorial")
    assert one.remote
    assert one.missing().startswith("Not downloaded yet: ")
    heard: list[float] = []
    series = one.load(heard.append)
    assert isinstance(series, Series)
    assert one.missing() == ""
    assert heard == sorted(heard)
    assert 0.5 in heard
    assert heard[-1] == 1.0
    assert series.test is not None
    assert series.frame["Open"].tolist() == [1, 2]
    assert series.test["Open"].tolist() == [3]
    assert list(series.test.columns) == ["Open", "High", "Low", "Close", "Adj Close", "Volume"]
    assert (series.target, series.unit, series.title, series.notes) == ("Open", "USD", one.title, ())
    assert_same(load_dataset(keep(series)), series)
    assert len(site.asked) == 2


def test_the_tutorial_files_come_from_its_site():
    assert facebook_tutorial.TRAINING.url == ("https://nickmccullum.com/files/recurrent-neural-networks/FB_training_data.csv")
    assert facebook_tutorial.TRAINING.name == "FB_training_data.csv"
    assert facebook_tutorial.TEST.name == "FB_test_data.csv"


# the copies that runs use


def awkward() -> Series:
    """Times, missing and extreme numbers, and names that a CSV file could stumble over."""
    dates = pd.DatetimeIndex(["2020-01-01", "2020-01-01 10:30:00", "2020-01-02 00:00:00.000250"], name="date").as_unit("us")
    columns = ["date", "a, b", 'say "ü"', "", "two\nlines", "NA"]
    values = np.random.default_rng(0).normal(size=(3, 6)) * 10.0 ** np.array([-300, -8, 0, 5, 100, 300])
    values[1, 2] = np.nan
    values[:, 5] = np.nan
    return Series(pd.DataFrame(values, dates, columns), "a, b", "Ähm", notes=("One.", "Two."), season=7, unit="°C")


def test_a_copy_is_the_same_number_for_number():
    series = awkward()
    later = series.frame.set_axis(series.frame.index + pd.Timedelta(days=9))
    both = replace(series, test=later)
    assert_same(load_dataset(keep(series)), series)
    assert_same(load_dataset(keep(both)), both)
    assert keep(series) != keep(both)


def test_readable_names_and_units_are_kept():
    series = replace(awkward(), labels={"a, b": "Höhe", "NA": "Not there"}, units={"NA": "m"})
    again = load_dataset(keep(series))
    assert isinstance(again, Series)
    assert (again.labels, again.units) == (series.labels, series.units)
    assert [again.label(column) for column in ("a, b", "date")] == ["Höhe", "date"]
    assert [again.unit_of(column) for column in ("a, b", "NA", "date")] == ["°C", "m", ""]


def test_a_copy_made_before_columns_had_readable_names():
    files = awkward().files()
    assert b"labels" not in files["about.json"]
    assert b"units" not in files["about.json"]
    series = Series.of_files(files)
    assert (series.label("NA"), series.unit_of("NA"), series.unit_of("a, b")) == ("NA", "", "°C")


def test_keeping_twice_is_keeping_once():
    sha = keep(sine())
    data = home() / "datasets" / sha / "data.csv"
    before = data.stat().st_mtime_ns
    assert keep(sine()) == sha
    assert data.stat().st_mtime_ns == before
    assert re.fullmatch("[0-9a-f]{64}", sha)
    assert keep(replace(sine(), target="Other")) != sha


def test_dates_are_written_without_a_time_when_there_is_none():
    sha = keep(sine(2, period=25, noise=0))
    lines = (home() / "datasets" / sha / "data.csv").read_text().splitlines()
    assert lines == ["date,Value", "2020-01-01,0.0", "2020-01-02,0.2486898871648548"]


def test_a_damaged_copy_is_refused_and_mended_by_keeping_again():
    sha = keep(sine())
    data = home() / "datasets" / sha / "data.csv"
    data.write_bytes(data.read_bytes().replace(b"0.2", b"0.3", 1))
    with pytest.raises(UserError, match=f"{sha[:12]} was changed or damaged"):
        load_dataset(sha)
    assert keep(sine()) == sha
    assert_same(load_dataset(sha), sine())


def test_names_that_lead_nowhere():
    with pytest.raises(UserError, match=f"{'0' * 12} is no longer on this machine"):
        load_dataset("0" * 64)
    for name in ("", "abc", "../secret", "0" * 63 + "G", "0" * 64 + "\n"):
        with pytest.raises(UserError, match="does not name a kept dataset"):
            load_dataset(name)


def test_unused_copies_are_forgotten():
    first, second = keep(sine()), keep(random_walk())
    (home() / "datasets" / "notes").mkdir()
    assert forget_unused({first}) == []  # kept just now: somebody may be about to use it
    assert forget_unused({first}, idle_seconds=0) == [second]
    assert_same(load_dataset(first), sine())
    with pytest.raises(UserError):
        load_dataset(second)
    assert (home() / "datasets" / "notes").is_dir()
    assert forget_unused(set(), idle_seconds=0) == [first]
    assert forget_unused(set(), idle_seconds=0) == []


def test_nothing_to_forget_in_a_new_home():
    assert forget_unused({"0" * 64}) == []
