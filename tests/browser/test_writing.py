"""Live writing as a person meets it."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import click, opened
from tests.pages.opened import text

SLOW_TIMERS = """
const own = window.setTimeout;
window.setTimeout = (act, wait, ...more) => own(act, window.hiddenTab ? Math.max(1000, wait || 0) : wait, ...more);
"""  # as a hidden tab has them
WRITTEN = "document.querySelector('.rnn-lab-text:has(.rnn-prompt)')"


@pytest.fixture
def writes(page, address, home, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(home))
    run = text()
    page.add_init_script(SLOW_TIMERS)
    opened(page, f"{address}/text?run={run.id}")
    beginning = page.get_by_role("textbox", name="Beginning")
    beginning.fill("the cat sat on")
    beginning.press("Control+Enter")
    click(page, page.get_by_role("button", name="Write", exact=True), page.locator(".rnn-prompt").first)
    return page


def test_what_is_copied_and_downloaded_has_the_characters_that_one_chose(writes):
    page = writes
    page.wait_for_function(f"{WRITTEN}.childNodes.length > 20")
    chooses = page.get_by_text("You choose the next character:")
    click(page, page.get_by_role("button", name="Pause", exact=True), chooses)
    letter = page.locator("[class*=st-key-take-] button").first
    for _ in range(3):
        before = page.evaluate(f"{WRITTEN}.childNodes.length")
        letter.click()
        page.wait_for_function(f"{WRITTEN}.childNodes.length === {before + 1}")
    shown = page.evaluate(f"{WRITTEN}.textContent")
    page.locator("summary", has_text="Copy").click()
    copied = page.locator("[data-testid=stExpander]", has_text="Copy").locator("code")
    expect(copied).to_have_text(shown)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    assert download.value.path().read_text(encoding="utf-8") == shown


def test_a_pause_is_heard_each_time(writes):
    page = writes
    chooses = page.get_by_text("You choose the next character:")
    for _ in range(6):
        page.get_by_role("button", name="Pause", exact=True).click()
        expect(chooses).to_be_visible()
        page.get_by_role("button", name="Go on", exact=True).click()
        expect(chooses).to_be_hidden()


def test_behind_a_hidden_tab_the_text_keeps_up_with_what_is_written(writes):
    writes.evaluate("window.hiddenTab = true")
    writes.wait_for_function(f"{WRITTEN}.childNodes.length > 300")  # one a second would take longer than is waited
