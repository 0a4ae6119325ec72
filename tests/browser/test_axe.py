"""No serious fault of ours in the eyes of axe, which knows the rules of WCAG, on any page in both themes."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.hands import opened
from tests.pages.opened import wave

GRAVE = ("serious", "critical")
STREAMLITS = ("scrollable-region-focusable",)  # formulas, and containers with a height
PAGES = (
    "",
    "forecast",
    "text",
    "classify",
    "trajectory",
    "runs",
    "lessons",
    "unrolled",
    "one-step",
    "gradients",
    "past",
    "about",
    "arena",
    "class",
)


def faults(page: Any) -> Iterator[str]:
    for found in Axe().run(page).response["violations"]:
        for node in found["nodes"]:
            if found["impact"] in GRAVE and found["id"] not in STREAMLITS:
                yield f"{found['id']}: {node['target']}"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault(browser, address, home, monkeypatch, scheme):
    monkeypatch.setenv("RNN_LAB_HOME", str(home))
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    for name in (*PAGES, f"forecast?run={wave().id}"):
        opened(page, f"{address}/{name}")
        page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
        assert [*faults(page)] == [], name
    context.close()
