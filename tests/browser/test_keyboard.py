"""The whole way by the keyboard alone: dataset, Train, Stop, verdict."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.hands import IMPATIENT, at_rest, measured, opened, until

MOST_STOPS = 90  # of Tab, twice around the page
HAS_FOCUS = "node => node === document.activeElement || node.contains(document.activeElement)"
# Words for what has the focus but does not show it: no line around it or around one of what it stands in.
UNSEEN = """() => {
  const here = document.activeElement;
  if (here === document.body) return '';
  const around = [here, here.parentElement, here.parentElement.parentElement].map(node => getComputedStyle(node));
  const line = look => look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  return around.some(look => line(look) || look.boxShadow !== 'none') ? '' : here.getAttribute('aria-label') || here.tagName;
}"""


def tab_to(page: Page, what: Locator) -> None:
    """Press Tab until it has the focus; wherever the focus is on the way, it is seen."""

    def walk() -> None:
        at_rest(page)
        for _ in range(MOST_STOPS):
            if what.is_visible() and what.evaluate(HAS_FOCUS):
                return
            page.keyboard.press("Tab")
            with suppress(TimeoutError):  # at first the page has no style sheet yet
                page.wait_for_function(f"() => ({UNSEEN})() === ''", timeout=IMPATIENT)
            assert page.evaluate(UNSEEN) == ""

    until(walk, expect(what).to_be_focused)


def test_from_the_dataset_to_the_verdict(page, address):
    opened(page, f"{address}/forecast")
    dataset = page.get_by_role("combobox", name="Dataset", exact=True)
    tab_to(page, dataset)
    page.keyboard.type("Sine wave")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sine wave")

    epochs = page.get_by_role("slider", name="Epochs")  # so many that it goes on until it is stopped
    tab_to(page, epochs)
    page.keyboard.press("End")
    expect(epochs).to_have_value("500")
    tab_to(page, page.get_by_role("button", name="Train", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("run="))
    expect(page.get_by_text(re.compile(r"^Epoch \d+ of 500"))).to_be_visible()
    tab_to(page, page.get_by_test_id("stMain").get_by_role("button", name="Stop"))
    page.keyboard.press("Enter")
    measured(page)
    expect(page).to_have_title(re.compile(" · Sine wave · RNN Lab$"))
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
