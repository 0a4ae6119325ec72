"""The page of texts, run by Streamlit's own test driver: the picture, the numbers beside it, what is folded."""

import json
import math
import shutil

import pytest

from pages.ui.data.picker import load_dataset
from pages.ui.text.copied import marked
from pages.ui.text.stage import MOVES, TO_COME
from rnn_core.experiments.text import TextMetrics
from rnn_core.experiments.text.evaluate import TEMPERATURES
from rnn_core.experiments.text.metrics import Sample
from tests.pages import opened
from tests.pages.conftest import open_page


@pytest.fixture
def run(own_home):
    return opened.text(epochs=2, seed=3)


def shown(app, name):
    """What the one component is given that has this among its data."""
    (found,) = [data for one in app.get("bidi_component") if name in (data := json.loads(one.proto.json))]
    return found


def test_before_a_training_the_picture_shows_the_text_and_the_simplest_guess(app):
    open_page(app, "text.py")
    picture = shown(app, "goes_on")
    assert picture["epochs"] == []
    assert picture["look"] == TO_COME
    assert len(picture["goes_on"]) == len(picture["guess"]) == 120
    assert picture["goes_on"] != picture["guess"]
    assert picture["guess_among"] < picture["size"] == 65


def test_four_controls_stand_in_the_open(app):
    open_page(app, "text.py")
    folded = {one.key for box in app.expander for one in box.slider}
    assert [one.key for one in app.slider if one.key not in folded] == ["text.timesteps", "text.units", "text.epochs"]


def test_a_finished_run_shows_what_it_wrote_after_each_epoch(app, run):
    app.query_params["run"] = run.id
    open_page(app, "text.py")
    picture, rows = shown(app, "goes_on"), run.samples(Sample)
    assert [one["epoch"] for one in picture["epochs"]] == [0, 1, 2]
    for one in picture["epochs"]:
        written = ["".join(piece["text"] for piece in text["pieces"]) for text in one["texts"]]
        assert written == [row.text for row in rows if row.epoch == one["epoch"]]
    assert picture["temperatures"] == list(TEMPERATURES)
    assert picture["prompt"] == rows[0].prompt[-40:]
    assert (picture["live"], picture["look"]) == (False, MOVES)
    first, _, last = picture["measured"]
    assert first == [0, picture["size"]]
    assert last == [2, pytest.approx(math.exp(run.history()["val_loss"][-1]))]


def test_the_result_leads_with_characters_and_folds_the_units(app, run):
    app.query_params["run"] = run.id
    open_page(app, "text.py")
    headline, nats = run.metrics(TextMetrics).headline, run.metrics(TextMetrics).nats
    assert shown(app, "sentence")["title"] == headline.title
    assert headline.title.startswith("As unsure as guessing among ")
    assert [one.label for one in app.metric] == ["The simplest guess", "Learned from"]
    (units,) = [one.value for box in app.expander if box.label == "In nats, bits and perplexity" for one in box.table]
    assert units["Nats a character"].iloc[0] == f"{nats:.3f}"
    own = ["The network", "... when it reads pieces of 256 characters, each for itself"]
    assert units[""].tolist() == [*own, "Knows how frequent each character is", "Knows nothing"]


def test_what_was_measured_after_a_part_of_an_epoch_stands_there(app, run):
    rows = run.folder / "results" / "samples.jsonl"
    rows.write_text(rows.read_text(encoding="utf-8").replace('"epoch": 2', '"epoch": 1.26'), encoding="utf-8")
    app.query_params["run"] = run.id
    open_page(app, "text.py")
    assert [epoch for epoch, _ in shown(app, "goes_on")["measured"]] == [0, 1, 1.26]


def test_without_its_text_a_run_still_shows_what_it_wrote(app, run):
    shutil.rmtree(run.folder.parent.parent / "datasets")
    load_dataset.clear()
    app.query_params["run"] = run.id
    open_page(app, "text.py")
    picture = shown(app, "goes_on")
    assert len(picture["epochs"]) == 3
    assert (picture["goes_on"], picture["guess_among"]) == ("", None)


def test_copied_pieces_are_marked():
    source = "It was the best of times, it was the worst of times, it was the age of wisdom."
    pieces = marked("He said: it was the best of times, it was the worst of all", source)
    assert [piece.get("mark") for piece in pieces] == [None, "copy", None]
    assert pieces[1]["text"] == "t was the best of times, it was the worst of "
