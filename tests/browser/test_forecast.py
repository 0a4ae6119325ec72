"""The forecast page as a person uses it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serving
from tests.browser.hands import at_rest, choose, click, eventually, measured, train, until


def open_forecast(page, address, dataset):
    page.goto(f"{address}/forecast?dataset={dataset}")
    expect(page.get_by_text("Start from")).to_be_visible()
    at_rest(page)


def runs_in(home):
    return [path for path in (home / "runs").iterdir() if path.is_dir()]


def test_a_deep_link_works_as_the_very_first_request(page, tmp_path):
    with serving(tmp_path) as address:
        page.goto(f"{address}/forecast")
        expect(page.get_by_role("heading", level=1)).to_have_text("Microsoft daily share prices")
        for name in ("Home", "Runs"):
            expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Train: Forecast")).to_be_visible()


def test_from_the_home_page_to_a_forecast_and_back_after_a_reload(page, address, home):
    page.goto(address)
    page.get_by_role("link", name="Train it now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sine wave")
    before = len(runs_in(home)) if (home / "runs").exists() else 0
    page.get_by_role("button", name="Train", exact=True).dblclick()
    measured(page)
    expect(page.locator(".rl-verdict")).to_contain_text("Better than the value of 25 rows before")
    expect(page.locator(".rl-lines svg").first).to_be_visible()
    assert len(runs_in(home)) == before + 1
    page.reload()
    measured(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sine wave")
    for fold in ("Beyond the data", "Errors, and all", "The network and its", "Tables and chart"):
        opened = page.locator("details[open] > summary").filter(has_text=fold)
        click(page, page.locator("summary").filter(has_text=fold), opened)  # what was opened above may still grow
    expect(page.get_by_text("What to look for: errors that stay on one side")).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Chart (HTML)").click()
    assert "Plotly" in download.value.path().read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_long_run_is_seen_to_learn_is_found_again_and_stops(page, address):
    open_forecast(page, address, "sine")
    click(page, page.get_by_text("Tutorial", exact=True), page.get_by_role("radio", name="Tutorial", checked=True))
    expect(page.get_by_role("slider", name="Timesteps")).to_have_value("40")
    train(page)
    learning = page.locator(".rl-learning").first  # for a moment what stood before the training is there, too
    picture, track = learning.locator(".rl-picture"), learning.locator(".rl-track")
    expect(track).to_have_attribute("aria-valuetext", re.compile("Epoch [1-9]"))
    first, shown = picture.inner_html(), track.get_attribute("aria-valuetext")
    expect(track).not_to_have_attribute("aria-valuetext", shown)
    eventually(page, lambda: picture.inner_html() != first)
    page.keyboard.press("ArrowLeft")  # back, and it stays there while the training goes on
    at = track.get_attribute("aria-valuetext")
    page.wait_for_function("() => document.querySelectorAll('.rl-learning .rl-track i').length > 6")
    expect(track).to_have_attribute("aria-valuetext", at)

    second = page.context.new_page()
    second.goto(page.url)
    expect(second.get_by_text(re.compile(r"^Epoch \d+ of 100"))).to_be_visible()
    expect(second.get_by_role("slider", name="Timesteps")).to_have_value("40")
    second.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    measured(page)


@pytest.mark.slow
def test_polling_ends_with_the_run(page, address):
    open_forecast(page, address, "sine")
    frames = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: frames.append(1)))
    page.reload()
    expect(page.get_by_text("Start from")).to_be_visible()
    train(page)
    measured(page)
    expect(page.get_by_text(re.compile("^(About|At most about) "))).to_be_visible()  # the estimate is asked for till then
    page.wait_for_timeout(2500)
    count = len(frames)
    page.wait_for_timeout(3500)
    assert count > 0
    assert len(frames) == count


def test_wrong_files_get_a_sentence_and_the_page_goes_on(page, address):
    open_forecast(page, address, "sine")
    choose(page, "Dataset", "Your own file …")
    uploader = page.locator("input[type=file]").first
    uploader.set_input_files({"name": "prices.csv", "mimeType": "text/csv", "buffer": b"%PDF-1.7 nonsense"})
    expect(page.get_by_text(re.compile("PDF"))).to_be_visible()
    rows = "\n".join(f"2024-{1 + i // 28:02d}-{1 + i % 28:02d},{(i * 7) % 11 + 1}" for i in range(200))
    uploader.set_input_files({"name": "ok.csv", "mimeType": "text/csv", "buffer": f"date,<b>price</b>\n{rows}".encode()})
    expect(page.get_by_role("heading", level=1)).to_have_text("ok.csv")
    column = page.get_by_role("combobox", name="Column to forecast")
    click(page, page.locator("summary").filter(has_text="All settings"), column)
    expect(column).to_have_value("<b>price</b>")


@pytest.mark.slow
def test_one_picture_for_the_whole_room(page, address):
    open_forecast(page, address, "sine")
    controls, picture = page.get_by_role("slider", name="Units"), page.locator(".rl-learning .rl-picture svg")
    expect(controls).to_be_visible()
    before = picture.bounding_box()
    page.keyboard.press("p")
    expect(controls).to_be_hidden()
    expect(page.locator(".rl-projector")).to_contain_text("Sine wave · Timesteps 20 · Units 32 · Epochs 30")
    wider = "before => document.querySelector('.rl-learning .rl-picture svg').getBoundingClientRect().width > before"
    page.wait_for_function(wider, arg=before["width"])
    page.keyboard.press("?")
    expect(page.locator(".rl-key-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".rl-key-list")).to_be_hidden()

    def press() -> None:
        at_rest(page)
        if "run=" not in page.url:
            page.keyboard.press(" ")

    until(press, lambda **waits: page.wait_for_url(re.compile("run="), **waits))
    expect(page.locator(".rl-verdict")).to_be_visible()
    page.keyboard.press("p")
    expect(controls).to_be_visible()


def test_the_picture_is_taken_along(page, address):
    open_forecast(page, address, "sine")
    page.evaluate("() => { delete ClipboardItem; }")  # as where the page is not secure: it is saved instead
    with page.expect_download() as download:
        page.get_by_role("button", name="Copy picture").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
