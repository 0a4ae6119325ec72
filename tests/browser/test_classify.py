"""From an uploaded table of labelled texts to the texts behind a cell of the confusion matrix."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import choose, opened, train

WORDS = {"praise": ("fine", "great", "lovely"), "blame": ("dull", "poor", "weak")}


def reviews() -> bytes:
    """Texts of three words; one of ten has the label of the other class, so that there are mistakes to look at."""
    rng = random.Random(1)
    rows = []
    for number in range(200):
        label, other = ("praise", "blame") if number % 2 else ("blame", "praise")
        words = " ".join(rng.choices(WORDS[label], k=3))
        rows.append(f"the film is {words} number {number},{other if number % 20 < 2 else label}")
    return "\n".join(["review,verdict", *rows]).encode()


@pytest.mark.slow
def test_from_an_upload_to_the_confusion_matrix(page, address):
    opened(page, f"{address}/classify")
    choose(page, "Dataset", "Your own file …")
    uploader = page.locator("input[type=file]").first
    uploader.set_input_files({"name": "swapped.csv", "mimeType": "text/csv", "buffer": b"review,verdict\ngood,\nbad,\n"})
    expect(page.get_by_text(re.compile(r"^swapped\.csv has no column of texts"))).to_be_visible()  # only then the page is at rest
    page.get_by_role("button", name="Remove swapped.csv").click()
    uploader.set_input_files({"name": "reviews.csv", "mimeType": "text/csv", "buffer": reviews()})
    expect(page.get_by_text(re.compile(r"^reviews\.csv: 200 texts of 2 classes"))).to_be_visible()
    train(page)
    expect(page.get_by_role("heading", name="Result")).to_be_visible()
    expect(page.get_by_text(re.compile("^No clear difference: the network is right on"))).to_be_visible()
    choose(page, "Label", "praise")
    choose(page, "Answer", "blame")
    expect(page.get_by_text(re.compile("^the film is (dull|poor|weak)")).first).to_be_visible()
    box = page.get_by_role("textbox", name="Text")
    box.fill("a great and lovely film")
    box.press("Control+Enter")
    expect(page.get_by_text(re.compile("^The network's answer: praise"))).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0
