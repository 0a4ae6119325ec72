"""A change of a setting is taken back, and the one before it."""

from tests.pages.conftest import open_page


def undo(app):
    app.button(key="forecast.undo").click().run()
    assert not app.exception


def offered(app):
    return [one.label for one in app.button if one.label in ("Undo", "Reset")]


def shown(app):
    return app.slider(key="forecast.units").value, app.slider(key="forecast.timesteps").value


def test_several_changes_are_taken_back_one_by_one(app):
    open_page(app, "forecast.py")
    assert offered(app) == []
    app.slider(key="forecast.units").set_value(8).run()
    app.slider(key="forecast.timesteps").set_value(33).run()
    assert shown(app) == (8, 33)
    assert offered(app) == ["Undo", "Reset"]
    undo(app)
    assert shown(app) == (8, 20)
    undo(app)
    assert shown(app) == (32, 20)
    assert app.button_group(key="forecast.preset").value == "quick"
    assert offered(app) == []


def test_a_preset_and_reset_are_changes_too(app):
    open_page(app, "forecast.py")
    app.slider(key="forecast.units").set_value(8).run()
    app.button_group(key="forecast.preset").set_value("tutorial").run()
    assert offered(app) == ["Undo"]
    undo(app)
    assert shown(app) == (8, 20)
    app.button(key="forecast.preset-reset").click().run()
    assert shown(app) == (32, 20)
    undo(app)
    assert shown(app) == (8, 20)


def test_changes_go_on_being_noted_after_undo(app):
    open_page(app, "forecast.py")
    app.slider(key="forecast.units").set_value(8).run()
    undo(app)
    app.slider(key="forecast.timesteps").set_value(33).run()
    undo(app)
    assert shown(app) == (32, 20)
    assert offered(app) == []


def test_other_data_are_no_change_and_keep_their_columns(app):
    open_page(app, "forecast.py")
    app.slider(key="forecast.units").set_value(8).run()
    app.selectbox(key="dataset.series").set_value("seattle-weather").run()
    column = app.session_state["forecast.target"]
    assert column == "temp_max"
    undo(app)
    assert shown(app) == (32, 20)
    assert app.session_state["forecast.target"] == column
    assert offered(app) == []


def test_chosen_columns_and_seconds_are_taken_back(app):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("seattle-weather").run()
    app.multiselect(key="forecast.features").set_value(["wind"]).run()
    app.button_group(key="forecast.how-long").set_value("Seconds").run()
    assert app.session_state["forecast.seconds"] == 30
    undo(app)
    assert app.session_state["forecast.seconds"] is None
    assert app.multiselect(key="forecast.features").value == ["wind"]
    undo(app)
    assert app.multiselect(key="forecast.features").value == []
