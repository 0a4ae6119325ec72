"""The forecast page as a person uses it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serving
from tests.browser.hands import at_rest, choose, click, train


def open_forecast(page, address, dataset):
    page.goto(f"{address}/forecast?dataset={dataset}")
    expect(page.get_by_text("Start from")).to_be_visible()
    at_rest(page)


def runs_in(home):
    return [path for path in (home / "runs").iterdir() if path.is_dir()]


def test_a_deep_link_works_as_the_very_first_request(page, tmp_path):
    with serving(tmp_path) as address:
        page.goto(f"{address}/forecast")
        expect(page.get_by_role("heading", level=1)).to_have_text("Forecast a series")
        for name in ("Home", "Forecast", "Runs"):
            expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


def test_from_the_home_page_to_a_forecast_and_back_after_a_reload(page, address, home):
    page.goto(address)
    page.get_by_role("link", name="Learn a wave").click()
    expect(page.get_by_text("Sine wave: 1,000 rows")).to_be_visible()
    before = len(runs_in(home)) if (home / "runs").exists() else 0
    page.get_by_role("button", name="Train", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Result")).to_be_visible()
    expect(page.get_by_text(re.compile("^Better than the value of 25 rows before: its error is "))).to_be_visible()
    expect(page.locator(".rnn-lab-chart .main-svg").first).to_be_visible()
    assert len(runs_in(home)) == before + 1
    page.reload()
    expect(page.get_by_role("heading", name="Result")).to_be_visible()
    expect(page.get_by_text("Sine wave: 1,000 rows")).to_be_visible()
    for tab in ("Beyond the data", "Errors", "Compare", "Network", "Download"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel").locator("visible=true").first).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Chart (HTML)").click()
    assert "Plotly" in download.value.path().read_text(encoding="utf-8")


POINTS = "document.querySelector('.rnn-lab-chart')._fullData[0]._length"
RANGE = "() => document.querySelector('.rnn-lab-chart')._fullLayout.xaxis.range"


@pytest.mark.slow
def test_a_long_run_keeps_the_zoom_is_found_again_and_stops(page, address):
    open_forecast(page, address, "sine")
    click(page, page.get_by_text("Tutorial", exact=True), page.get_by_role("radio", name="Tutorial", checked=True))
    expect(page.get_by_role("slider", name="Layers")).to_have_value("4")
    train(page)
    chart = page.locator(".rnn-lab-chart")
    expect(chart.locator(".main-svg").first).to_be_visible()
    page.wait_for_function(f"() => {POINTS} >= 3")
    page.evaluate("() => { document.querySelector('.rnn-lab-chart').dataset.mark = 'same'; }")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7, steps=5)
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('.rnn-lab-chart')._fullLayout.xaxis.autorange === false")
    zoomed = page.evaluate(RANGE)
    points = page.evaluate(POINTS)
    page.wait_for_function(f"() => {POINTS} > {points + 1}")
    assert page.evaluate(RANGE) == pytest.approx(zoomed)
    assert page.evaluate("() => document.querySelector('.rnn-lab-chart').dataset.mark") == "same"

    second = page.context.new_page()
    second.goto(page.url)
    expect(second.get_by_text(re.compile(r"^Epoch \d+ of 100"))).to_be_visible()
    expect(second.get_by_role("slider", name="Layers")).to_have_value("4")
    second.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    expect(page.get_by_text(re.compile(r"^Stopped after [\d.]+ epochs?"))).to_be_visible()
    expect(page.get_by_role("heading", name="Result")).to_be_visible()


@pytest.mark.slow
def test_polling_ends_with_the_run(page, address):
    open_forecast(page, address, "sine")
    frames = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: frames.append(1)))
    page.reload()
    expect(page.get_by_text("Start from")).to_be_visible()
    train(page)
    expect(page.get_by_role("heading", name="Result")).to_be_visible()
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
    expect(page.get_by_text("ok.csv: 200 rows")).to_be_visible()
    expect(page.get_by_role("combobox", name="Column to forecast")).to_have_value("<b>price</b>")
