"""Live writing: its pause, and what one takes away of it."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.text.writing import MOST_CHARACTERS, Writing
from tests.pages.opened import text


def script(id: str) -> None:
    from pages.ui.text.writing import writing_section
    from rnn_core.runs import find

    writing_section(find(id))


@pytest.fixture
def page():
    run = text()
    shown = AppTest.from_function(script, args=(run.id,), default_timeout=60).run()
    shown.text_area[0].set_value("the cat").run()  # a passage may begin with an empty line, which no code block shows
    next(button for button in shown.button if button.label == "Write").click().run()
    assert not shown.exception
    shown.writing_key = f"writing-{run.id}"
    shown.writing = shown.session_state[shown.writing_key]
    return shown


def keys(page):
    return [button.key for button in page.button if (button.key or "").startswith("writing-")]


def test_pause_and_go_on(page):
    assert page.writing.playing
    assert keys(page) == ["writing-pause"]
    assert not page.get("download_button")
    page.button(key="writing-pause").click().run()
    assert not page.writing.playing
    assert keys(page) == ["writing-go-on"]
    page.button(key="writing-go-on").click().run()
    assert page.writing.playing
    assert len(page.writing.text) > 0


def test_a_press_that_comes_again_behind_a_later_one_changes_nothing(page):
    writing = page.writing
    for wanted, turn, plays in [(False, 0, False), (False, 0, False), (True, 1, True), (False, 2, False), (True, 1, False)]:
        writing.play(wanted, turn)
        assert writing.playing == plays
    writing.text = "a" * MOST_CHARACTERS
    writing.play(True, writing.turn)
    assert not writing.playing


def test_what_one_takes_away_has_the_characters_that_one_chose(page):
    page.button(key="writing-pause").click().run()
    written: Writing = page.writing
    assert page.code[0].value == written.prompt + written.text
    before = written.text
    chosen = next(button for button in page.button if (button.key or "").startswith("take-"))
    symbol = written.writer.model.vocabulary.symbols[int(chosen.key.removeprefix("take-"))]
    chosen.click().run()
    assert written.text == before + symbol
    assert page.code[0].value == written.prompt + written.text


def test_the_beginning_is_there_whatever_run_of_the_page_the_browser_missed(page):
    for _ in range(2):
        next(button for button in page.button if button.label == "Random passage").click().run()
        first = page.text_area[0].value
        page.run()
        assert page.text_area[0].value == page.text_area[0].proto.default == first
        assert first not in ("", "the cat")


def test_one_writes_on_from_ones_own_beginning(page):
    page.text_area[0].set_value("the dog").run()
    next(button for button in page.button if button.label == "Write").click().run()
    assert page.session_state[page.writing_key].prompt == "the dog"
