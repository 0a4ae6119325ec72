"""From a lesson's question to the page that it opens, drawn in the colours of the theme."""

from playwright.sync_api import expect

from tests.browser.hands import click, opened

TEXT_COLOUR = "getComputedStyle(document.querySelector('[data-testid=stApp]')).color"


def test_a_lesson_is_answered_and_opens_its_page(page, address):
    opened(page, f"{address}/lessons?lesson=unrolled")
    click(page, page.get_by_text("Just as many", exact=True), page.get_by_text("As you thought"))
    expect(page.get_by_text("1 of 11 done")).to_be_visible()
    page.get_by_role("link", name="40 steps").click()
    drawing = page.locator(".drawn svg.wide").first
    expect(drawing.get_by_text("(32, 40, 8)")).to_be_visible()
    click(page, page.get_by_text("many-to-many", exact=True), drawing.get_by_text("(32, 40, 18)"))
    assert "task=many-to-many" in page.url
    assert "timesteps=40" in page.url
    page.set_viewport_size({"width": 700, "height": 900})
    expect(drawing).to_be_hidden()
    expect(page.locator(".drawn svg.narrow").first).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


def test_the_drawing_has_the_colours_of_the_theme(browser, address):
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        opened(page, f"{address}/unrolled")
        label = page.locator(".drawn svg.wide text.strong").first
        expect(label).to_be_visible()
        assert label.evaluate("one => getComputedStyle(one).fill") == page.evaluate(TEXT_COLOUR)
        context.close()
