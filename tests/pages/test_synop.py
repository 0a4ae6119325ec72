"""Weather observations on the page of forecasts: an uploaded file, and the station of a download."""

import pytest

from rnn_core.data.synop import remote
from tests.pages.conftest import open_page, texts
from tests.synop import Portal, meteo_france, open_data_soft, rows, without

NANTES = "NANTES-BOUGUENAIS"
WEATHER = open_data_soft([*without(rows(160), "tc", "t", at=range(60, 64)), *rows(120, "07222", nom=NANTES)])


def upload(app, content: bytes = WEATHER, name: str = "weather.csv"):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("upload").run()
    app.file_uploader(key="upload").upload(name, content, "text/csv").run()
    assert not app.exception
    return app


def found(app):
    """The table of what was found in the file, by column."""
    table = next(one.value for one in app.dataframe if "Can be forecast" in one.value)
    return table.set_index("Column")


def test_the_station_of_an_uploaded_file_is_asked_for(app):
    upload(app)
    station = app.selectbox(key="synop-station-weather.csv")
    assert station.options == ["07149 ORLY", f"07222 {NANTES}"]
    assert any(text.startswith("Weather of ORLY (07149): 160 rows, 01 Jan 2024 to 20 Jan 2024.") for text in texts(app))
    station.set_value("07222").run()
    assert any(text.startswith(f"Weather of {NANTES} (07222): 120 rows") for text in texts(app))
    assert not app.exception


def test_what_was_found_is_shown_before_gaps_are_filled(app):
    upload(app)
    table = found(app)
    assert table.loc["Température (°C)"].tolist() == ["Temperature", "°C", 4, 4, "yes"]
    assert table.loc["Temps présent"].tolist() == ["Present weather", "", 0, 0, "is a code that stands for words, not a quantity"]
    assert table.loc["Altitude", "Can be forecast"] == "is none of the measurements that are read here"
    assert table.loc["Altitude", ["Missing", "Longest gap"]].isna().all()
    first = next(one.value for one in app.dataframe if "2024-01-01 03:00" in one.value)
    assert first.shape[1] == 5  # a column of the file is a row here, as there are dozens
    assert "Température (°C)" in first.index
    assert any("What to look for: a coloured day" in caption.value for caption in app.caption)
    assert "Note: Temperature: 4 of 160 values were missing, 4 of them were filled." in texts(app)


def test_the_longest_gap_is_asked_for(app):
    upload(app)
    longest = app.number_input(key="synop-gaps-weather.csv")
    assert longest.value == 8
    longest.set_value(3).run()
    assert "Note: Temperature: 4 of 160 values were missing, 0 of them were filled." in texts(app)
    assert not app.exception


def test_more_files_and_a_test_file(app):
    upload(app, meteo_france(rows(120)), "1.csv")
    more = meteo_france(rows(80, start="2024-01-16T00:00"))
    app.file_uploader(key="synop-more").upload("2.csv", more, "text/csv").run()
    assert any(text.startswith("Weather of Orly (07149): 200 rows") for text in texts(app))
    later = meteo_france(rows(60, start="2024-03-01T00:00"))
    app.file_uploader(key="upload_test").upload("3.csv", later, "text/csv").run()
    assert any(text.startswith("Weather of Orly (07149): 260 rows, 01 Jan 2024 to 08 Mar 2024.") for text in texts(app))
    app.file_uploader(key="upload_test").upload("4.csv", b"day,value\n2024-03-01,1\n", "text/csv").run()
    assert any(text.startswith("4.csv has no columns of a station") for text in texts(app))
    assert not app.exception


@pytest.fixture
def portal(monkeypatch):
    with Portal.of_stations(monkeypatch, open_data_soft(rows(200))) as started:
        yield started


def fetch(app):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("weather-station").run()
    app.number_input(key="synop-first").set_value(2015).run()
    app.number_input(key="synop-last").set_value(2016).run()
    app.button(key="synop-download").click().run()
    assert not app.exception
    return app


def test_a_station_is_fetched_and_read(app, portal):
    fetch(app)
    assert any(text.startswith("Weather of ORLY (07149): 200 rows") for text in texts(app))
    app.run()
    assert len(portal.asked) == 1
    app.number_input(key="synop-last").set_value(2017).run()
    assert app.button(key="synop-download").label == "Download"
    assert not any(text.startswith("Weather of ORLY") for text in texts(app))
    assert not app.exception


def test_without_a_network_there_is_a_sentence(app, monkeypatch):
    monkeypatch.setattr(remote, "EXPORT", "http://127.0.0.1:9/exports/csv")
    fetch(app)
    assert any(text.startswith("127.0.0.1:9 could not be reached to download synop-07149-2015-2016.csv;") for text in texts(app))
