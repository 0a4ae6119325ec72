"""How soon the page Home is complete in a browser: ``python -m benchmarks.home_page [--rounds 5]``.

From the navigation until every picture is drawn, the fonts are there and the script has ended, by the browser's own clock:
the first page of a server just started, for a browser that has nothing yet; a new browser's on a server at work; and again.
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from pages.ui.home.cards import CARDS
from tests.browser.conftest import serving

PATIENCE = 120_000  # milliseconds
COMPLETE = f"""() => {{
  const seen = one => one.getBoundingClientRect().height > 0;
  const all = name => [...document.querySelectorAll(name)];
  return all('.rl-thumbnail svg:first-child').filter(seen).length === {len(CARDS)}
    && all('.rl-wave svg').some(seen)
    && [...document.images].every(one => one.complete)
    && document.fonts.status === 'loaded'
    && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
    && performance.now();
}}"""


def main() -> None:
    """A server for each round, three pages on each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        found = [one_round(browser) for _ in range(rounds)]
        browser.close()
    for name in found[0]:
        seconds = [one[name] for one in found]
        print(f"Home complete, {name}: median {median(seconds):.2f} s of {sorted(round(one, 2) for one in seconds)}")
    print(f"load of the last minute: {os.getloadavg()[0]:.1f}")


def one_round(browser: Browser) -> dict[str, float]:
    """Seconds of each of the three."""
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as address:
        with browser.new_context(viewport={"width": 1440, "height": 900}) as first:
            cold = seconds(first, address)
        with browser.new_context(viewport={"width": 1440, "height": 900}) as second:
            return {
                "a server just started": cold,
                "a new browser": seconds(second, address),
                "again": seconds(second, address),
            }


def seconds(context: BrowserContext, address: str) -> float:
    """From the navigation to the complete page."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    passed: float = page.wait_for_function(COMPLETE, polling="raf", timeout=PATIENCE).json_value()
    page.close()
    return passed / 1000


if __name__ == "__main__":
    main()
