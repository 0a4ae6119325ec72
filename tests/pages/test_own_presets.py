"""Own presets on the page, and settings that the data have a use for."""

from tests.pages.conftest import open_page, texts


def names(app):
    return [button.label for button in app.button if (button.key or "").startswith("own-preset-") and button.key[-1].isdigit()][
        ::2
    ]


def test_kept_taken_and_deleted(app):
    open_page(app, "forecast.py")
    app.slider(key="forecast.units").set_value(77)
    app.text_input(key="forecast.own-preset-name").set_value("My *best*")
    app.button(key="own-preset-keep").click().run()
    assert not app.exception
    assert names(app) == [r"My \*best\*"]
    assert app.text_input(key="forecast.own-preset-name").value == ""
    app.slider(key="forecast.units").set_value(9).run()
    app.button(key="own-preset-0").click().run()
    assert app.slider(key="forecast.units").value == 77
    open_page(app, "text.py")
    assert names(app) == []
    open_page(app, "forecast.py")
    app.button(key="own-preset-delete-0").click().run()
    assert not app.exception
    assert names(app) == []


def test_without_a_name_it_is_said(app):
    open_page(app, "forecast.py")
    app.button(key="own-preset-keep").click().run()
    assert any(text.startswith("The preset has no name") for text in texts(app))


def test_a_lesson_has_none(app):
    app.query_params["lock"] = "units"
    open_page(app, "forecast.py")
    assert "own-preset-keep" not in [button.key for button in app.button]


def shown(app, dataset):
    app.selectbox(key="dataset.series").set_value(dataset).run()
    assert not app.exception
    keys = {"forecast.also", "forecast.features", "forecast.calendar"}
    return {one.key.removeprefix("forecast."): one.label for one in [*app.multiselect, *app.toggle] if one.key in keys}


def test_only_what_the_data_have_a_use_for_is_there(app):
    open_page(app, "forecast.py")
    several = {"also": "Forecast as well", "features": "Extra inputs"}
    assert shown(app, "sine") == {"calendar": "Day of the year"}
    assert shown(app, "seattle-weather") == {**several, "calendar": "Day of the year"}
    app.selectbox(key="dataset.series").set_value("upload").run()
    rows = "\n".join(f"{number},{number % 7}" for number in range(1, 80))
    app.file_uploader(key="upload").upload("mine.csv", f"number,value\n{rows}\n".encode(), "text/csv").run()
    assert not app.exception
    assert "forecast.calendar" not in [one.key for one in app.toggle]
    app.button_group(key="forecast.preset").set_value("weather").run()
    assert "forecast.calendar" in [one.key for one in app.toggle]  # which that preset has switched on
