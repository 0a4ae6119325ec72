"""The text page as a person uses it."""

import re

from playwright.sync_api import expect

from tests.browser.hands import at_rest, choose, click, train


def budget(page, seconds):
    seconds_box = page.get_by_role("spinbutton", name="Time budget (seconds)")
    click(page, page.locator("summary", has_text="Training"), seconds_box)
    seconds_box.fill(seconds)
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Fast")).not_to_be_checked()  # the page has heard of it
    at_rest(page)


def test_from_hamlet_to_a_text_whose_temperature_changes(page, address):
    page.goto(f"{address}/text")
    expect(page.get_by_text("Hamlet: 175,090 characters")).to_be_visible()
    budget(page, "15")
    train(page)
    expect(page.get_by_role("heading", name="Time machine")).to_be_visible()
    expect(page.get_by_role("heading", name="Result")).to_be_visible()
    expect(page.get_by_text(re.compile("^Longest copy: ")).first).to_be_visible()
    first = page.locator(".rnn-lab-text").first
    last_epoch = first.text_content()
    page.get_by_role("slider", name="After epoch").focus()
    page.keyboard.press("Home")
    expect(first).not_to_have_text(last_epoch)

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
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("You choose the next character:")).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


def test_other_scripts_are_shown_as_they_are(page, address):
    page.goto(f"{address}/text")
    expect(page.get_by_text("Hamlet: 175,090 characters")).to_be_visible()
    choose(page, "Dataset", "Your own file …")
    lines = "שלום עולם <b>היום</b> יפה\n你好，世界。今天天气很好。\n" * 60
    page.locator("input[type=file]").first.set_input_files(
        {"name": "both.txt", "mimeType": "text/plain", "buffer": lines.encode()}
    )
    expect(page.get_by_text(re.compile(r"^both\.txt: "))).to_be_visible()
    budget(page, "5")
    train(page)
    expect(page.get_by_role("heading", name="Result")).to_be_visible()
    page.get_by_role("textbox", name="Beginning").fill("שלום עולם <b>")
    prompt = page.locator(".rnn-prompt")
    click(page, page.get_by_role("button", name="Write", exact=True), prompt)
    expect(prompt).to_have_text("שלום עולם <b>")
    assert page.get_by_test_id("stException").count() == 0
