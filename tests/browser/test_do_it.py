"""The coach's button in a browser: one click shows the new settings and trains."""

import re

from playwright.sync_api import expect

from tests.browser.hands import opened, until
from tests.pages.opened import wave


def test_one_click_does_what_the_coach_says(page, address, home, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(home))
    run = wave(learning_rate=0.001)
    before = len(list((home / "runs").iterdir()))
    opened(page, f"{address}/forecast?run={run.id}")
    expect(page.get_by_text("Next: Set Epochs to 30.")).to_be_visible()

    def seen(**waits: float) -> None:
        page.wait_for_url(re.compile(rf"run=(?!{run.id})"), **waits)

    until(page.get_by_role("button", name="Do it and train").click, seen)
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("30")
    expect(page).to_have_title(re.compile("^(Better|No better|Clearly worse) · Sine wave · RNN Lab$"))
    assert len(list((home / "runs").iterdir())) == before + 1
