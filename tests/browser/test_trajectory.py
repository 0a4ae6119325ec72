"""From an uploaded path to the network that goes on with closed eyes."""

import math
import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import choose, click, opened, train


def spiral() -> bytes:
    rows = [f"{at * 0.1:.1f},{math.sin(at / 6) * (1 + at / 900):.6f},{math.cos(at / 5):.6f}" for at in range(900)]
    return "\n".join(["t,x,y", *rows]).encode()


@pytest.mark.slow
def test_an_uploaded_path_is_followed(page, address):
    opened(page, f"{address}/trajectory")
    choose(page, "Dataset", "Your own file …")
    uploader = page.locator("input[type=file]").first
    uploader.set_input_files({"name": "one.csv", "mimeType": "text/csv", "buffer": b"t,x\n1,2\n2,3\n"})
    expect(page.get_by_text("one.csv has too few columns of numbers for a path", exact=False)).to_be_visible()
    uploader.set_input_files({"name": "spiral.csv", "mimeType": "text/csv", "buffer": spiral()})
    expect(page.get_by_role("heading", name="spiral.csv")).to_be_visible()
    click(page, page.get_by_text("Path and parts"), page.get_by_text("spiral.csv: 900 points, 0.1 s apart."))
    expect(page.get_by_role("img", name="The true path, before the network has learned")).to_be_visible()
    train(page)
    expect(page.locator(".rl-verdict")).to_be_visible()
    steps = page.get_by_role("slider", name="Step shown")
    expect(page.get_by_text("50 steps without looking:", exact=False)).to_be_visible()
    steps.press("ArrowLeft")
    expect(page.get_by_text("49 steps without looking:", exact=False)).to_be_visible()
    page.get_by_role("button", name="Play the steps").click()
    expect(steps).to_have_attribute("aria-valuenow", "50")
    click(page, page.get_by_text("Error by step", exact=True), page.get_by_text("free runs. What to look for", exact=False))
    assert page.get_by_test_id("stException").count() == 0


CLOSED_EYES = ".rl-learning path[stroke='var(--rl-memory)'][stroke-width='4']"

CHART = "document.querySelector('.rnn-lab-chart')"
AS_WIDE = f"() => Math.abs({CHART}._fullLayout?.width - {CHART}.clientWidth) < 2"


@pytest.mark.slow
def test_the_way_with_closed_eyes_moves_while_it_trains_and_can_be_scrubbed_after(page, address):
    opened(page, f"{address}/trajectory?epochs=60")
    train(page)
    way = page.locator(CLOSED_EYES)
    expect(page.get_by_text(re.compile(r"^Epoch \d+ of 60$"))).to_be_visible()
    before = way.get_attribute("d")
    expect(way).not_to_have_attribute("d", before)
    expect(page.get_by_text("Mean distance now")).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".rl-verdict")).to_be_visible()
    after = page.get_by_role("heading", name="Mean distance after epoch")
    click(page, page.get_by_text("How it learned", exact=True), after)
    page.wait_for_function(AS_WIDE)
    last, said = way.get_attribute("d"), after.inner_text()
    page.get_by_role("slider", name="Epoch shown").press("ArrowLeft")
    expect(way).not_to_have_attribute("d", last)
    expect(after).not_to_have_text(said)
    assert page.get_by_test_id("stException").count() == 0
