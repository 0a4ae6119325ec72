"""The drawn cell in a real browser: its address, its colours in both themes, and nothing left behind by another cell."""

import re

import pytest
from playwright.sync_api import expect

from rnn_core.figures.palette import FORGET
from tests.browser.hands import at_rest, choose


def rgb(color):
    """As a browser tells it."""
    return f"rgb({', '.join(map(str, bytes.fromhex(color[1:])))})"


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


@pytest.mark.parametrize(("theme", "ink"), [*FORGET.mark._asdict().items()])
def test_colours_follow_the_theme(page, address, theme, ink):
    page.emulate_media(color_scheme=theme)
    page.goto(f"{address}/one-step")
    expect(page.locator("svg.step .forget .box").first).to_have_css("stroke", rgb(ink))
