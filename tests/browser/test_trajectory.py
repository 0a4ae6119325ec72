"""From an uploaded path to the network that goes on with closed eyes."""

import math

import pytest
from playwright.sync_api import expect

from tests.browser.hands import choose, click, opened, train
from tests.pages.opened import path


def spiral() -> bytes:
    rows = [f"{at * 0.1:.1f},{math.sin(at / 6) * (1 + at / 900):.6f},{math.cos(at / 5):.6f}" for at in range(900)]
    return "\n".join(["t,x,y", *rows]).encode()


@pytest.mark.parametrize("width", [1440, 800, 400])
def test_the_path_with_closed_eyes_changes_from_epoch_to_epoch(page, address, home, monkeypatch, width):
    monkeypatch.setenv("RNN_LAB_HOME", str(home))
    page.set_viewport_size({"width": width, "height": 900})
    run = path(epochs=3)
    opened(page, f"{address}/trajectory?run={run.id}")
    page.locator("summary", has_text="How it learned").click()
    eyes, thumb = page.locator(".rl-eyes"), page.get_by_role("slider", name="Epoch shown")
    expect(eyes).to_be_visible()
    newest = eyes.get_attribute("d")
    thumb.press("ArrowLeft")
    expect(page.get_by_text("Mean distance after epoch", exact=False)).to_be_visible()
    earlier = eyes.get_attribute("d")
    assert earlier != newest
    thumb.press("ArrowRight")
    expect(thumb).to_have_attribute("aria-valuetext", "Epoch 3")
    expect(eyes).not_to_have_attribute("d", earlier)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
def test_an_uploaded_path_is_followed(page, address):
    opened(page, f"{address}/trajectory")
    choose(page, "Dataset", "Your own file …")
    uploader = page.locator("input[type=file]").first
    uploader.set_input_files({"name": "one.csv", "mimeType": "text/csv", "buffer": b"t,x\n1,2\n2,3\n"})
    expect(page.get_by_text("one.csv has too few columns of numbers for a path", exact=False)).to_be_visible()
    uploader.set_input_files({"name": "spiral.csv", "mimeType": "text/csv", "buffer": spiral()})
    expect(page.get_by_text("spiral.csv: 900 points, 0.1 s apart.")).to_be_visible()
    train(page)
    expect(page.locator(".rl-verdict")).to_be_visible()
    play = page.locator(".updatemenu-button").first
    expect(play).to_be_visible()
    play.click()
    expect(page.locator(".slider-label").first).to_contain_text("steps without looking: 50")
    click(page, page.locator("summary", has_text="Error by step"), page.get_by_text("free runs: it is", exact=False))
    assert page.get_by_test_id("stException").count() == 0
