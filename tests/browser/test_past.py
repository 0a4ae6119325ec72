"""Which past matters, in a browser: characters are clicked, and the address goes along."""

import re

from playwright.sync_api import expect

from tests.pages import opened


def test_a_click_on_a_character_asks_about_it(page, address, home, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(home))
    run = opened.text()
    page.goto(f"{address}/past?run={run.id}&place=20")
    framed = page.locator(".rnn-next")
    expect(framed).to_have_count(1)
    before = page.locator(".rnn-lab-colored").inner_text()
    page.locator(".rnn-lab-colored span").nth(-3).click()
    expect(page).to_have_url(re.compile(r"[?&]place=58(&|$)"))
    expect(page.locator(".rnn-lab-colored")).not_to_have_text(before, use_inner_text=True)
    expect(page.get_by_role("spinbutton")).to_have_value("58")
    page.get_by_text("The likeliest", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]symbol=The\+likeliest"))
