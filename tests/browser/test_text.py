"""The text page as a person uses it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import at_rest, choose, click, eventually, opened, train

WRITTEN = "() => document.querySelector('.rl-text').textContent"


def ended(page):
    """See the run's result, and the page at rest."""
    expect(page.locator(".rl-verdict")).to_contain_text(re.compile("^As unsure as guessing among "))
    at_rest(page)


def test_the_newest_sample_types_itself_while_it_trains(page, address):
    opened(page, f"{address}/text?dataset=hamlet&epochs=3&units=64")
    text = page.locator(".rl-text")
    expect(page.get_by_text("So the text itself goes on")).to_be_visible()
    own = text.text_content()
    train(page)
    expect(page.locator(".rl-cursor")).to_be_visible()
    expect(text).not_to_have_text(own)
    typed = page.evaluate(WRITTEN)
    page.wait_for_function(f"() => document.querySelector('.rl-text').textContent.length > {len(typed)}")
    expect(page.get_by_role("slider", name="Epoch shown")).to_have_attribute("aria-valuetext", re.compile("^Epoch [1-3]"))
    ended(page)
    expect(page.locator(".rl-cursor")).to_have_count(0)
    expect(page.locator(".rl-lit")).not_to_have_count(0)
    assert page.get_by_test_id("stException").count() == 0


def test_from_hamlet_to_a_text_whose_temperature_changes(page, address):
    opened(page, f"{address}/text?dataset=hamlet&epochs=2&units=48&seed=4")
    train(page)
    ended(page)
    text = page.locator(".rl-text")
    expect(page.get_by_text(re.compile("^Longest copy: ")).first).to_be_visible()
    last = text.text_content()
    page.get_by_role("button", name="Temperature 1.2").click()
    expect(text).not_to_have_text(last)
    bold = text.text_content()
    page.keyboard.press("ArrowLeft")
    expect(text).not_to_have_text(bold)
    first = page.get_by_role("button", name=re.compile("^After epoch 0: "))
    first.click()
    expect(page.get_by_text("After 0 epochs")).to_be_visible()
    expect(first).to_be_focused()  # though the lines were drawn anew

    grown = page.locator(".rnn-lab-text").filter(has=page.locator(".rnn-prompt"))
    click(page, page.get_by_role("button", name="Write", exact=True), grown)
    page.wait_for_function("() => document.querySelector('.rnn-lab-text:has(.rnn-prompt)').childNodes.length > 20")
    before = grown.text_content()
    page.get_by_role("slider", name="Temperature").focus()
    page.keyboard.press("End")
    page.wait_for_function(
        f"() => document.querySelector('.rnn-lab-text:has(.rnn-prompt)').textContent.length > {len(before) + 30}"
    )
    assert grown.text_content().startswith(before)
    click(page, page.get_by_role("button", name="Pause"), page.get_by_text("You choose the next character:"))
    assert page.get_by_test_id("stException").count() == 0


@pytest.mark.slow
def test_with_reduced_motion_a_sample_stands_there_at_once(browser, address):
    context = browser.new_context(viewport={"width": 400, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    opened(page, f"{address}/text?dataset=hamlet&epochs=2&units=32&seed=6")
    train(page)
    expect(page.get_by_text("After 0 epochs")).to_be_visible()
    assert page.locator(".rl-cursor").count() == 0
    ended(page)
    eventually(page, lambda: page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") == 400)
    context.close()


@pytest.mark.slow
def test_other_scripts_are_shown_as_they_are(page, address):
    opened(page, f"{address}/text?epochs=1&units=16")
    choose(page, "Dataset", "Your own file …")
    lines = "שלום עולם <b>היום</b> יפה\n你好，世界。今天天气很好。\n" * 60
    page.locator("input[type=file]").first.set_input_files(
        {"name": "both.txt", "mimeType": "text/plain", "buffer": lines.encode()}
    )
    expect(page.get_by_role("heading", name="both.txt")).to_be_visible()
    train(page)
    ended(page)
    assert page.locator(".rl-text").evaluate("box => box.querySelectorAll('b').length") == 0
    page.get_by_role("textbox", name="Beginning").fill("שלום עולם <b>")
    prompt = page.locator(".rnn-prompt")
    click(page, page.get_by_role("button", name="Write", exact=True), prompt)
    expect(prompt).to_have_text("שלום עולם <b>")
    assert page.get_by_test_id("stException").count() == 0
