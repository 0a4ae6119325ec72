"""What a person does on a page, again where the page was drawn anew under the pointer."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.conftest import SLOW

STYLED = "() => getComputedStyle(document.documentElement).getPropertyValue('--rl-actual')"
IMPATIENT = 15_000  # milliseconds after which a person clicks again


def opened(page: Page, address: str) -> None:
    """Go there and wait until the page stands still, which it also does before its script begins: our style comes with that."""
    page.goto(address)
    page.wait_for_function(STYLED)
    at_rest(page)


def at_rest(page: Page) -> None:
    """Wait until the page's script does not run: what is clicked while it does may be drawn anew under the pointer."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """See that it holds, now or as soon as the browser has come to it."""
    deadline = time.monotonic() + SLOW / 1000
    while not holds():
        assert time.monotonic() < deadline, "it never held"
        page.wait_for_timeout(100)


def until(act: Callable[[], Any], seen: Callable[..., Any]) -> None:
    """Act until ``seen`` passes, thrice at most. It is given a ``timeout`` at first, none at last."""
    for _ in range(2):
        act()
        with suppress(AssertionError, TimeoutError):
            seen(timeout=IMPATIENT)
            return
    act()
    seen()


def click(page: Page, what: Locator, shows: Locator) -> None:
    """Click, until something is visible that was not before."""

    def act() -> None:
        at_rest(page)
        if not shows.is_visible():
            what.click()

    until(act, expect(shows).to_be_visible)


def choose(page: Page, box: str, option: str) -> None:
    """Choose from a list."""

    def act() -> None:
        at_rest(page)
        page.get_by_role("combobox", name=box, exact=True).click()

    until(act, page.get_by_role("option", name=option, exact=True).click)


def train(page: Page) -> None:
    """Press Train, and see that the page looks at a run."""

    def act() -> None:
        at_rest(page)
        if "run=" not in page.url:
            page.get_by_role("button", name="Train", exact=True).click()

    def seen(**waits: float) -> None:
        page.wait_for_url(re.compile("run="), **waits)

    until(act, seen)


def measured(page: Page) -> None:
    """Wait until the page tells what came of its run."""
    expect(page.locator(".rl-verdict")).to_be_visible()
