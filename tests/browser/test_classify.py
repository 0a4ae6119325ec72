"""From an uploaded table of labelled texts to the texts behind a cell of the confusion matrix."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import choose, click, eventually, opened, train

ROWS = 1000
WORDS = {"praise": ("fine", "great", "lovely"), "blame": ("dull", "poor", "weak")}


def reviews() -> bytes:
    """Texts of three words; one of ten has the label of the other class, so that there are mistakes to look at."""
    rng = random.Random(1)
    rows = []
    for number in range(ROWS):
        label, other = ("praise", "blame") if number % 2 else ("blame", "praise")
        words = " ".join(rng.choices(WORDS[label], k=3))
        rows.append(f"the film is {words} number {number},{other if number % 20 < 2 else label}")
    return "\n".join(["review,verdict", *rows]).encode()


WATCH = """() => {
  window.seen = [];
  const words = what => [...document.querySelectorAll(what)].map(one => one.textContent).join('|');
  const look = () => ({ title: words('.rl-state strong'), cells: words('.rl-cell'), verdicts: words('.rl-chip') });
  const whole = { subtree: true, childList: true, characterData: true };
  new MutationObserver(() => window.seen.push(look())).observe(document.body, whole);
}"""


@pytest.mark.slow
def test_from_an_upload_over_a_picture_that_learns_to_the_texts_of_a_cell(page, address):
    opened(page, f"{address}/classify")
    choose(page, "Dataset", "Your own file …")
    uploader = page.locator("input[type=file]").first
    uploader.set_input_files({"name": "swapped.csv", "mimeType": "text/csv", "buffer": b"review,verdict\ngood,\nbad,\n"})
    expect(page.get_by_text(re.compile(r"^swapped\.csv has no column of texts"))).to_be_visible()  # only then the page is at rest
    page.get_by_role("button", name="Remove swapped.csv").click()
    uploader.set_input_files({"name": "reviews.csv", "mimeType": "text/csv", "buffer": reviews()})
    expect(page.locator(".rl-chip")).to_have_text(["not read yet"] * 6)
    expect(page.locator(".rl-cell")).to_have_text(["·"] * 4)

    page.evaluate(WATCH)
    train(page)
    expect(page.locator(".rl-verdict h2")).to_be_visible()
    seen = [one for one in page.evaluate("() => window.seen") if "·" not in one["cells"]]
    assert len({one["cells"] for one in seen}) > 1, seen  # while it trained
    assert len({one["verdicts"] for one in seen}) > 1, seen

    mistake = page.get_by_role("button", name=re.compile("^It is praise, the network says blame"))
    mistake.click()
    expect(mistake).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(re.compile("^the film is (dull|poor|weak)")).first).to_be_visible()
    click(page, page.get_by_text("How it learned", exact=True), page.get_by_role("slider", name="Epoch shown"))
    last = page.locator(".rl-classes .rl-cell").all_text_contents()
    for _ in range(20):  # epochs, to the network that had learned nothing
        page.keyboard.press("ArrowLeft")
        if page.get_by_role("slider", name="Epoch shown").get_attribute("aria-valuenow") == "0":
            break
    expect(page.locator(".rl-classes .rl-race h4")).to_have_text("Told rightly after epoch 0")
    eventually(page, lambda: page.locator(".rl-classes .rl-cell").all_text_contents() != last)

    box = page.get_by_role("textbox", name="Text")
    click(page, page.get_by_text("Your own text, word by word", exact=True), box)
    box.fill("a great and lovely film")
    box.press("Control+Enter")
    expect(page.get_by_text(re.compile("^The network's answer: praise"))).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0
