"""Two students at two browsers, as they meet each other's runs."""

import re

from playwright.sync_api import expect

from rnn_core import runs
from rnn_core.access import owner_id
from rnn_core.data import entry, keep
from rnn_core.experiments import experiment
from rnn_core.runs import Run
from tests.browser.conftest import server
from tests.browser.hands import click, opened


def of(page, name: str) -> Run:
    """A run, stopped before it began, of who has this browser's cookie."""
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "rnn-lab-key")
    data, settings = entry("sine").load(), experiment("forecast").settings()
    run = runs.create("forecast", "sine", keep(data), data.title, settings, owner_id(key))
    run.ask_to_stop()
    run.relabel(name, "")
    return run


def test_runs_are_their_owners_until_they_are_shared(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path))
    contexts = [browser.new_context(viewport={"width": 1280, "height": 900}) for _ in range(3)]
    hers, his, hers_too = (context.new_page() for context in contexts)
    with server(tmp_path) as (address, _):
        for page in (hers, his):
            opened(page, f"{address}/runs")
        run = of(hers, "Anna's waves")
        opened(hers, f"{address}/runs?runs={run.id}")
        opened(his, f"{address}/runs?runs={run.id}")
        expect(hers.get_by_role("heading", name="The ticked run")).to_be_visible()
        expect(his.get_by_text(re.compile("^No runs yet"))).to_be_visible()

        shared = hers.get_by_role("checkbox", name=re.compile("^Share:"), checked=True)
        click(hers, hers.get_by_text(re.compile("^Share:")), shared)
        hers.get_by_role("button", name="Save", exact=True).click()
        expect(hers.get_by_role("checkbox", name=re.compile("^Share:"))).to_be_checked()
        opened(his, f"{address}/runs?runs={run.id}")
        expect(his.get_by_text("It belongs to somebody else")).to_be_visible()
        expect(his.get_by_role("button", name="Delete", exact=True)).to_have_count(0)

        show = hers.get_by_text("Show the private link")
        click(hers, hers.locator("summary", has_text="Whose runs"), show)
        click(hers, show, hers.get_by_test_id("stCode").filter(has_text="owner="))
        link = hers.get_by_test_id("stCode").filter(has_text="owner=").inner_text().strip()
        opened(hers_too, link)
        expect(hers_too.get_by_text(re.compile("^You came by a private link"))).to_be_visible()
        expect(hers_too).to_have_url(f"{address}/runs")
        with hers_too.context.expect_page() as tab:
            hers_too.get_by_role("link", name="Take the key of the link").click()
        opened(tab.value, f"{address}/runs?runs={run.id}")
        expect(tab.value.get_by_role("button", name="Delete", exact=True)).to_be_visible()

        hers.get_by_role("button", name="New key", exact=True).click()
        expect(hers.get_by_role("button", name="New key", exact=True)).to_have_count(0)  # the page is loaded anew
        opened(hers, f"{address}/runs?runs={run.id}")
        expect(hers.get_by_role("button", name="Delete", exact=True)).to_be_visible()
        opened(tab.value, f"{address}/runs?runs={run.id}")
        expect(tab.value.get_by_text("It belongs to somebody else")).to_be_visible()
    for context in contexts:
        context.close()
