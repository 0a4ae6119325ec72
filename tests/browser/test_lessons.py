"""From a lesson's question to the page that it opens, drawn in the colours of the theme."""

import re
from functools import partial

from playwright.sync_api import expect

from tests.browser.hands import click, eventually, opened

TEXT_COLOUR = "getComputedStyle(document.querySelector('[data-testid=stApp]')).color"


def test_a_lesson_is_answered_and_opens_its_page(page, address):
    opened(page, f"{address}/lessons?lesson=loop")
    guess = page.get_by_role("button", name="That is my guess")
    click(page, page.get_by_text("Just as many", exact=True), guess.and_(page.locator(":enabled")))
    click(page, guess, page.get_by_text("You said: Just as many"))
    click(page, page.get_by_role("link", name="40 steps"), page.get_by_text("Lesson 2 of 14"))
    drawing = page.locator(".drawn svg.wide").first
    expect(drawing.get_by_text("(32, 40, 8)")).to_be_visible()
    click(page, page.get_by_text("many-to-many", exact=True), drawing.get_by_text("(32, 40, 18)"))
    expect(page).to_have_url(re.compile("task=many-to-many"))
    expect(page).to_have_url(re.compile("timesteps=40"))
    page.set_viewport_size({"width": 700, "height": 900})
    expect(drawing).to_be_hidden()
    expect(page.locator(".drawn svg.narrow").first).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    click(page, page.get_by_role("button", name="Explain without trying"), page.get_by_text("As you thought"))
    page.reload()
    expect(page.get_by_text("Next lesson: Tomorrow's price")).to_be_visible()
    click(page, page.get_by_role("link", name="Next lesson: Tomorrow's price"), page.get_by_text("1 of 14 done"))
    assert page.get_by_test_id("stException").count() == 0


def has_the_text_colour(page):
    fill = page.locator(".drawn svg.wide text.strong").first.evaluate("one => getComputedStyle(one).fill")
    return fill == page.evaluate(TEXT_COLOUR)


def test_the_drawing_has_the_colours_of_the_theme(browser, address):
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        opened(page, f"{address}/unrolled")
        expect(page.locator(".drawn svg.wide text.strong").first).to_be_visible()
        eventually(page, partial(has_the_text_colour, page))
        context.close()
