"""The coloured text in a browser: characters typed by users stay text, and each has the colour of its number."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from rnn_core.data import Text
from rnn_core.figures.palette import FORGET, MINUS, PLUS
from tests.browser.hands import eventually, opened
from tests.pages.opened import finished

TYPED = "<b>the cat</b>"
BEHIND = "pieces => pieces.map(piece => piece.style.backgroundColor)"


@pytest.fixture(scope="module")
def run(address, home):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNN_LAB_HOME", str(home))
        return finished("text", Text(f"{TYPED} sat on the <i>mat</i>. " * 60, "Tags"), timesteps=8)


def shows(page, address, run, part, colors):
    """Behind the pieces there are just these colours, or none."""
    opened(page, f"{address}/microscope?{urlencode({'run': run.id, 'text': TYPED, 'part': part})}")
    box = page.locator(".rnn-lab-colored")
    expect(box).to_have_text(TYPED)
    expect(box.locator("span")).to_have_count(len(TYPED))
    expect(box.locator("b")).to_have_count(0)
    pieces = box.locator("span")
    eventually(page, lambda: {re.sub(r" \d+%", "", color) for color in pieces.evaluate_all(BEHIND)} - {""} == colors)


def mixed(color):
    """As a browser keeps it, without the share."""
    return f"color-mix(in srgb, rgb({', '.join(map(str, bytes.fromhex(color[1:])))}), transparent)"


def test_signed_numbers_have_two_colours_and_a_gate_its_own(page, address, run):
    shows(page, address, run, "Cell state", {mixed(MINUS), mixed(PLUS)})
    shows(page, address, run, "Forget gate", {mixed(FORGET.both)})
