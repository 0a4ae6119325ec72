"""The drawn cell in a real browser: its address, its colours in both themes, and nothing left behind by another cell."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import at_rest, choose

DARK = re.compile("rgb\\(240, 146, 79\\)")  # the forget gate's orange on dark
LIGHT = re.compile("rgb\\(185, 88, 26\\)")


def test_the_address_follows_the_stage_and_the_cell(page, address):
    page.goto(f"{address}/one-step?stage=What+comes+in&held=forget+gate&held_f=0.5")
    expect(page.locator("svg.step g.off").first).to_be_attached()
    at_rest(page)
    page.get_by_role("button", name="Next stage").click()
    expect(page.locator("svg.step")).to_contain_text("f = 0.500")
    expect(page).to_have_url(re.compile(r"stage=Forget\+gate"))
    choose(page, "Cell", "GRU")
    expect(page.locator("svg.step")).to_contain_text("update gate")
    expect(page).not_to_have_url(re.compile("stage=|held="))
    assert page.get_by_test_id("stException").count() == 0


@pytest.mark.parametrize(("theme", "ink"), [("light", LIGHT), ("dark", DARK)])
def test_colours_follow_the_theme(page, address, theme, ink):
    page.emulate_media(color_scheme=theme)
    page.goto(f"{address}/one-step")
    expect(page.locator("svg.step .forget .box").first).to_have_css("stroke", ink)
