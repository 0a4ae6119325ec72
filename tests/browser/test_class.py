"""A class in two browsers: the teacher's board and task, and a pupil who joins, trains and is seen to be there."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import server
from tests.browser.hands import opened

PASSWORD = "the password of this class"


def teacher_at(context, address):
    page = context.new_page()
    opened(page, f"{address}/class")
    page.get_by_label("Class password").fill(PASSWORD)
    page.get_by_role("button", name="I am the teacher").click()
    expect(page.get_by_text(re.compile("This browser knows it for a day"))).to_be_visible()
    return page


@pytest.mark.slow
def test_a_pupil_answers_a_task_and_the_teacher_sees_it(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path))
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", PASSWORD)
    contexts = [browser.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    with server(tmp_path) as (address, _):
        teacher = teacher_at(contexts[0], address)
        opened(teacher, f"{address}/forecast?dataset=sine&epochs=2&units=4")
        teacher.get_by_role("button", name="Task for the class").click()
        teacher.get_by_label("Question").fill("Is it better than <b>the simplest guess</b>?")
        teacher.get_by_role("button", name="Begin").click()
        expect(teacher.get_by_text("The task stands on the page Class.")).to_be_visible()
        opened(teacher, f"{address}/class")
        expect(teacher.get_by_role("heading", name="Is it better than <b>the simplest guess</b>?")).to_be_visible()
        code = re.search(r"[A-Z0-9]{4}$", teacher.locator("h1").nth(1).inner_text().strip()).group()

        pupil = contexts[1].new_page()
        opened(pupil, f"{address}/class?code={code.lower()}")
        name = pupil.get_by_role("textbox", name="Your name in the class").input_value()
        pupil.get_by_role("button", name="Go to the task").click()
        expect(pupil.get_by_role("link", name=re.compile("^Task: Is it better"))).to_be_visible()
        pupil.get_by_role("button", name="Train", exact=True).click()
        expect(pupil.locator(".rl-verdict")).to_be_visible(timeout=120_000)

        tile = teacher.locator("button.rl-tile")
        expect(tile.get_by_text(name)).to_be_visible()
        expect(tile.get_by_text("Done, 1 run")).to_be_visible(timeout=60_000)
        expect(teacher.get_by_text("1 of 1 are there")).to_be_visible(timeout=60_000)
        tile.click()
        expect(teacher.locator(".rl-verdict")).to_be_visible()
        expect(teacher).to_have_url(re.compile(r"/forecast\?run="))
        teacher.reload()
        expect(teacher.get_by_role("button", name="Task for the class")).to_be_visible()
    for context in contexts:
        context.close()
