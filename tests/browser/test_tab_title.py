"""The browser's tab while one trains and when it has ended."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import at_rest, click, eventually, opened, train

HEARD = """
window.heard = 0;
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.heard += 1; return made.call(this); };
"""


def test_every_page_has_its_title(page, address):
    for path, title in {"": "RNN Lab", "runs": "Runs · RNN Lab", "one-step": "One step by hand · RNN Lab"}.items():
        opened(page, f"{address}/{path}")
        expect(page).to_have_title(title)


@pytest.mark.slow
def test_the_tab_follows_a_training_to_its_verdict_which_a_toast_and_a_sound_tell_once(page, address):
    page.add_init_script(HEARD)
    opened(page, f"{address}/forecast?dataset=sine&epochs=60&units=64")
    expect(page).to_have_title("Forecast · RNN Lab")
    icon = "document.querySelector('link[rel~=icon]').href"
    plain = page.evaluate(icon)
    train(page)
    expect(page).to_have_title(re.compile(r"^Epoch \d+ of 60 · Sine wave · RNN Lab$"))
    eventually(page, lambda: page.evaluate(icon) != plain)
    page.get_by_text("Sound at the end").click()
    expect(page).to_have_title("Better · Sine wave · RNN Lab")
    expect(page.get_by_test_id("stToast")).to_contain_text("Better · Sine wave")
    page.wait_for_function("window.heard === 2")
    at_rest(page)
    click(page, page.get_by_role("link", name="Runs", exact=True), page.get_by_role("heading", name="Runs", level=1))
    expect(page).to_have_title("Runs · RNN Lab")
    assert page.evaluate("window.heard") == 2


@pytest.mark.slow
def test_a_training_is_found_from_every_page_and_its_end_is_told_there(page, address):
    opened(page, f"{address}/forecast?dataset=sine&epochs=80&units=64&seed=3")
    train(page)
    run = page.url
    click(page, page.get_by_role("link", name="Runs", exact=True), page.get_by_role("heading", name="Runs", level=1))
    line = page.get_by_role("link", name=re.compile(r"Your training: epoch \d+ of 80, open \(Sine wave\)"))
    expect(line).to_be_visible()
    line.click()
    page.wait_for_url(re.compile(re.escape(run.split("run=")[1])))
    expect(line).to_be_hidden()
    at_rest(page)
    click(page, page.get_by_role("link", name="Runs", exact=True), page.get_by_role("heading", name="Runs", level=1))
    expect(page.get_by_test_id("stToast")).to_contain_text("Better · Sine wave")
    expect(line).to_be_hidden()
