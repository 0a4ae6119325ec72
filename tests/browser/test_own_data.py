"""Own files, lesson links, runs that travel and runs that go on, as a person meets them."""

import os
import re
import signal

import pytest
from playwright.sync_api import expect

from rnn_core import files, runs
from rnn_core.data import entry, keep
from rnn_core.experiments import experiment
from rnn_core.runs import CHECKPOINT, Run
from tests.browser.conftest import server, serving
from tests.browser.hands import choose, click, measured, opened, train
from tests.helpers import wait_until


def queued(home, monkeypatch, **settings) -> Run:
    """A queued run in the server's home, made as a command line would."""
    monkeypatch.setenv("RNN_LAB_HOME", str(home))
    chosen, data = experiment("forecast"), entry("sine").load()
    return runs.create("forecast", "sine", keep(data), data.title, chosen.settings.parse({"units": 4, **settings}))


def test_a_german_spreadsheet_file(page, address):
    opened(page, f"{address}/forecast")
    choose(page, "Dataset", "Your own file …")
    uploader = page.locator("input[type=file]").first
    uploader.set_input_files({"name": "preise.csv", "mimeType": "text/csv", "buffer": b"Datum;Preis\n31.12.2023;\n"})
    expect(page.get_by_text(re.compile("^preise.csv has no column of numbers"))).to_be_visible()
    rows = "\n".join(f"{1 + day % 28:02d}.{1 + day // 28:02d}.2024;1.{100 + day},{day % 10}5" for day in range(168))
    uploader.set_input_files({"name": "preise.csv", "mimeType": "text/csv", "buffer": f"Datum;Preis\n{rows}".encode()})
    click(page, page.get_by_text("Data and parts"), page.get_by_text(re.compile(r"^preise\.csv: 168 rows")))
    expect(page.get_by_text(re.compile("decimal comma")).first).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


def test_a_lesson_link_opens_locked(page, address):
    opened(page, f"{address}/forecast?dataset=sine&units=9&lock=units&hide=cell")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sine wave")
    slider = page.get_by_role("slider", name="Units")
    expect(slider).to_have_value("9")
    expect(slider).to_be_disabled()
    expect(page.get_by_role("combobox", name="Cell")).to_have_count(0)


@pytest.mark.slow
def test_a_run_travels_as_a_zip(page, address, tmp_path):
    opened(page, f"{address}/forecast?dataset=sine&epochs=2&units=5")
    train(page)
    measured(page)
    run = re.search(r"run=([^&]+)", page.url).group(1)
    opened(page, f"{address}/runs?runs={run}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download (zip)").click()
    download.value.save_as(tmp_path / "run.zip")
    (other := tmp_path / "other").mkdir()
    with serving(other) as elsewhere:
        opened(page, f"{elsewhere}/runs")
        click(page, page.locator("summary", has_text="Bring back a run"), page.get_by_text("Zip of a run, as"))
        page.locator("input[type=file]").set_input_files(tmp_path / "run.zip")
        page.get_by_role("button", name="Bring it back").click()
        expect(page.get_by_text("The run is here.")).to_be_visible()
        opened(page, f"{elsewhere}/forecast?run={run}")
        measured(page)
        assert page.get_by_test_id("stException").count() == 0


def test_two_runs_side_by_side(page, address, home, monkeypatch):
    made = [queued(home, monkeypatch, epochs=1, units=units) for units in (3, 4)]
    for run in made:
        run.ask_to_stop()
    opened(page, f"{address}/runs?runs={','.join(run.id for run in made)}")
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


@pytest.mark.slow
def test_a_run_goes_on_after_its_server_was_killed(page, tmp_path, monkeypatch):
    run = queued(tmp_path, monkeypatch, seconds=600)
    with server(tmp_path) as (address, process):
        opened(page, f"{address}/forecast?run={run.id}")
        wait_until((run.folder / CHECKPOINT).exists, 180)
        os.kill(process.pid, signal.SIGKILL)
        wait_until(lambda: run.status().state == "interrupted")
    before = files.read_json(run.folder / "status.json")["epoch"]
    with serving(tmp_path) as address:
        opened(page, f"{address}/forecast?run={run.id}")
        page.get_by_role("button", name="Go on").click()
        wait_until(lambda: run.written_status().state == "running" and run.written_status().epoch > before, 180)
        page.get_by_role("button", name="Stop").click()
        measured(page)
    epochs = run.history()["epoch"]
    assert epochs == sorted(set(epochs))
    assert len(epochs) > before
