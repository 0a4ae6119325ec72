"""The page Home in a browser: its pictures are seen, a whole card is clicked, nothing is cut."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import at_rest, eventually, opened


@pytest.mark.parametrize("width", [1440, 800, 400])
def test_every_picture_is_seen_and_nothing_is_beside_the_page(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, address)
    drawn = page.locator(".rl-thumbnail svg:first-child")
    expect(drawn).to_have_count(8)
    sizes = "all => all.map(one => one.getBoundingClientRect())"
    eventually(page, lambda: all(box["width"] > 200 and box["height"] == 92 for box in drawn.evaluate_all(sizes)))
    expect(page.locator(".rl-wave svg:visible")).to_have_count(1)
    eventually(page, lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_card_is_clicked_on_its_picture(page, address):
    opened(page, address)
    page.locator(".st-key-card-ladybug").click(position={"x": 20, "y": 20})
    page.wait_for_url(re.compile("/trajectory.dataset=ladybug"))
    at_rest(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
