"""A training from a phone: what begins and ends it is always at hand."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import measured, opened, train


@pytest.mark.slow
def test_train_and_settings_are_at_hand(page, address):
    page.set_viewport_size({"width": 400, "height": 800})
    opened(page, f"{address}/forecast?dataset=sine")
    go, dataset = page.get_by_role("button", name="Train", exact=True), page.get_by_role("combobox", name="Dataset", exact=True)
    expect(go).to_be_in_viewport()
    expect(dataset).not_to_be_in_viewport()
    page.get_by_role("button", name="Settings", exact=True).click()
    expect(dataset).to_be_in_viewport()
    train(page)
    measured(page)
    expect(go).to_be_in_viewport()
    assert page.locator(".stMain").evaluate("one => one.scrollWidth") == 400
    expect(page.get_by_role("button", name="Last 30 days", pressed=True)).to_be_visible()
