"""The page "Class": without a class, for a pupil, for the teacher."""

import json
import time

import pytest
import streamlit as st

from pages.ui.classroom.board import tiles_now
from rnn_core.access import Access
from rnn_core.classroom import members, tasks
from rnn_core.errors import UserError
from tests.helpers import queued_run
from tests.pages.conftest import open_page, texts

PASSWORD = "a long password of a class"


@pytest.fixture
def in_class(monkeypatch):
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", PASSWORD)
    tiles_now.clear()


def board_of(app):
    (found,) = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.component_name.endswith("board")]
    return found["tiles"]


def test_without_a_password_there_is_no_class(app):
    open_page(app, "class_board.py")
    assert any("RNN_LAB_CLASS_PASSWORD" in one.value for one in app.markdown)
    assert members.members() == {}


def test_a_pupil_takes_a_name(app, in_class):
    open_page(app, "class_board.py")
    (one,) = members.members().values()
    field = app.text_input(key="class-name")
    assert field.value == one.name
    field.set_value("Ada")
    next(button for button in app.button if button.label == "Take this name").click().run()
    assert not app.exception
    assert [one.name for one in members.members().values()] == ["Ada"]
    assert "The name is changed." in texts(app)


def test_the_teacher_sees_who_is_here(app, in_class):
    members.rename("a" * 32, "Ada")
    members.rename("b" * 32, "<b>Bob</b>")
    app.session_state["owner-teacher"] = True
    open_page(app, "class_board.py")
    assert {tile["name"] for tile in board_of(app)} == {"Ada", "<b>Bob</b>"}
    assert any(one.value == "2 here · 0 train · 0 wait" for one in app.caption)
    app.toggle(key="class-hidden").set_value(True).run()
    assert not app.exception
    assert {tile["name"] for tile in board_of(app)} == {"Tile 1", "Tile 2"}


def test_in_a_test_shared_runs_are_not_listed(app, in_class):
    run = queued_run()
    run.set_access(Access("b" * 32, shared=True))
    run.relabel("Shared by Bob", "")
    run.ask_to_stop()
    open_page(app, "runs.py")
    assert any("Shared by Bob" in one.value.to_string() for one in app.dataframe)
    tasks.make("forecast", {"dataset": "sine"}, "Alone?", 5, alone=True)
    st.cache_data.clear()
    open_page(app, "runs.py")
    assert not any("Shared by Bob" in one.value.to_string() for one in app.dataframe)


def test_a_code_opens_a_task_until_it_is_over(app, in_class, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    task = tasks.make("forecast", {"dataset": "sine"}, "Can it *beat* the guess?", 5, target=0.1)
    app.query_params["code"] = task.code
    open_page(app, "class_board.py")
    assert "Can it *beat* the guess?" in texts(app)
    with pytest.raises(UserError, match="is over"):
        tasks.find(tasks.change(task, until=999.0).code)
    open_page(app, "class_board.py")
    assert f"The task {task.code} is over." in texts(app)
