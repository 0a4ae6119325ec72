"""The pages keep to the policy that the server sends with them: the browser refuses nothing of them."""

import pytest

from tests.browser.hands import opened
from tests.browser.test_axe import PAGES


@pytest.mark.slow
def test_no_page_asks_for_what_the_policy_forbids(page, address):
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    for name in PAGES:
        opened(page, f"{address}/{name}")
        page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    assert refused == []
