"""The page Home: its cards, what to go on with, and the pictures drawn from the data."""

import xml.etree.ElementTree as ElementTree

import pytest

from pages.ui.home.cards import CARDS, LEVELS
from pages.ui.home.thumbnails import THUMBNAILS, thumbnail
from pages.ui.home.wave import wave
from rnn_core.data import entry
from tests.helpers import queued_run
from tests.pages import opened
from tests.pages.conftest import ROOT, open_page, texts

SVG = "{http://www.w3.org/2000/svg}"
ROWS = 4  # cards a row; 2 and 1 where there is less room


def links(app):
    return {(one.proto.page, one.proto.label): one.proto.query_string for one in app.get("page_link")}


def test_each_card_opens_its_page_on_its_data(app):
    open_page(app, "home.py")
    found = {label: query for (_, label), query in links(app).items()}
    assert {card.title: f"dataset={card.dataset}" for card in CARDS}.items() <= found.items()
    assert found["Train it now"] == "dataset=sine"


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.picture)
def test_a_card_has_a_picture_a_page_and_data_that_exist(card):
    assert (ROOT / "pages" / card.page).is_file()
    assert card.picture == "own" or entry(card.dataset)
    assert card.picture in THUMBNAILS
    assert 0 <= card.level <= len(LEVELS)
    root = ElementTree.fromstring(thumbnail(card.picture))
    assert root.tag == f"{SVG}svg"
    assert len(root)


def test_no_row_of_cards_has_an_empty_place():
    assert len(CARDS) % ROWS == 0


def test_the_share_is_drawn_from_every_tenth_price():
    series = entry("prices-msft").load()
    prices = series.frame[series.target].dropna()[::10]
    line = ElementTree.fromstring(thumbnail("share")).findall(f"{SVG}path")[-1]
    points = [tuple(map(float, one.split())) for one in line.get("d").strip("M").split("L")]
    assert len(points) == len(prices)
    highest, lowest = prices.to_numpy().argmax(), prices.to_numpy().argmin()
    assert points[highest][1] == min(y for _, y in points) == 10
    assert points[lowest][1] == max(y for _, y in points) == 78


def test_the_wave_is_told_to_whoever_cannot_see_it():
    pictures = [ElementTree.fromstring(one) for one in wave()]
    assert len({one.get("viewBox") for one in pictures}) == 3
    assert all("with closed eyes" in one.get("aria-label") for one in pictures)


def test_without_a_run_there_is_nothing_to_go_on_with(app):
    open_page(app, "home.py")
    assert "Go on: your last run" not in {label for _, label in links(app)}
    assert "Next lesson" in {label for _, label in links(app)}


def test_the_last_run_is_one_click_away_and_its_name_is_only_text(app):
    opened.wave()
    last = queued_run()
    last.relabel("**Mine** <b>now</b>", "")
    open_page(app, "home.py")
    assert {label: query for (_, label), query in links(app).items()}["Go on: your last run"] == f"run={last.id}"
    assert "**Mine** <b>now</b>" in texts(app)
