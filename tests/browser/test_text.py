"""The text page as a person uses it."""

import re

from playwright.sync_api import expect

from tests.browser.test_forecast import SLOW, choose, train


def settled(page):
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=SLOW)


def budget(page, seconds):
    page.locator("summary", has_text="Training").click()
    page.get_by_role("spinbutton", name="Time budget (seconds)").fill(seconds)
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Fast")).not_to_be_checked(timeout=SLOW)  # the page has heard of it
    settled(page)


def test_from_hamlet_to_a_text_whose_temperature_changes(page, address):
    page.goto(f"{address}/text")
    expect(page.get_by_text("Hamlet: 175,090 characters")).to_be_visible(timeout=SLOW)
    budget(page, "15")
    train(page)
    expect(page.get_by_role("heading", name="Time machine")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("heading", name="Result")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(re.compile("^Longest copy: ")).first).to_be_visible(timeout=SLOW)
    first = page.locator(".rnn-lab-text").first
    last_epoch = first.text_content()
    page.get_by_role("slider", name="After epoch").focus()
    page.keyboard.press("Home")
    expect(first).not_to_have_text(last_epoch, timeout=SLOW)

    page.get_by_role("button", name="Write", exact=True).click()
    grown = page.locator(".rnn-lab-text").filter(has=page.locator(".rnn-prompt"))
    expect(grown).to_be_visible(timeout=SLOW)
    page.wait_for_function("() => document.querySelector('.rnn-lab-text:has(.rnn-prompt)').childNodes.length > 20", timeout=SLOW)
    before = grown.text_content()
    page.get_by_role("slider", name="Temperature").focus()
    page.keyboard.press("End")
    page.wait_for_function(
        f"() => document.querySelector('.rnn-lab-text:has(.rnn-prompt)').textContent.length > {len(before) + 30}", timeout=SLOW
    )
    assert grown.text_content().startswith(before)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("You choose the next character:")).to_be_visible(timeout=SLOW)
    assert page.get_by_test_id("stException").count() == 0


def test_other_scripts_are_shown_as_they_are(page, address):
    page.goto(f"{address}/text")
    expect(page.get_by_text("Hamlet: 175,090 characters")).to_be_visible(timeout=SLOW)
    choose(page, "Dataset", "Your own file …")
    lines = "שלום עולם <b>היום</b> יפה\n你好，世界。今天天气很好。\n" * 60
    page.locator("input[type=file]").first.set_input_files(
        {"name": "both.txt", "mimeType": "text/plain", "buffer": lines.encode()}
    )
    expect(page.get_by_text(re.compile(r"^both\.txt: "))).to_be_visible(timeout=SLOW)
    budget(page, "5")
    train(page)
    expect(page.get_by_role("heading", name="Result")).to_be_visible(timeout=SLOW)
    page.get_by_role("textbox", name="Beginning").fill("שלום עולם <b>")
    page.get_by_role("button", name="Write", exact=True).click()
    prompt = page.locator(".rnn-prompt")
    expect(prompt).to_have_text("שלום עולם <b>", timeout=SLOW)
    assert page.get_by_test_id("stException").count() == 0
