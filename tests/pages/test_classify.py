"""The page that classifies texts, by Streamlit's own test driver: data, form, vectors."""

import json

import numpy as np
import pytest

from pages.ui.classify.vectors_box import _finding
from rnn_core import runs
from rnn_core.data import entry, keep
from rnn_core.errors import UserError
from rnn_core.experiments.classify import EXPERIMENT as CLASSIFY
from rnn_core.experiments.classify import ClassifySettings, initial_vectors
from rnn_core.features.word_vectors.vectors import Coverage
from tests.pages.conftest import open_page, texts
from tests.trained import trained

GREYED = ("dimension", "vectors", "stems", "tune", "cell", "bidirectional", "summary", "layers", "units")
ADJECTIVES = {"good": "a fine warm honest film about people", "bad": "a dull loud empty film about noise"}


@pytest.fixture
def page(app):
    open_page(app, "classify.py")
    app.selectbox(key="dataset.labelled").set_value("dna").run()
    assert not app.exception
    return app


def table(each=12):
    rows = [f"{ADJECTIVES[label]} number {number},{label}" for number in range(each) for label in ADJECTIVES]
    return "\n".join(["review,verdict", *rows])


def upload(app, content, name="mine.csv", key="upload_labelled"):
    app.selectbox(key="dataset.labelled").set_value("upload").run()
    app.file_uploader(key=key).upload(name, content.encode(), "text/csv").run()
    assert not app.exception
    return app


def choose(app, **settings):
    for name, value in settings.items():
        kind = "toggle" if isinstance(value, bool) else "slider" if isinstance(value, int) else "selectbox"
        getattr(app, kind)(key=f"classify.{name}").set_value(value).run()
    assert not app.exception
    return app


def disabled(app):
    fields = [*app.selectbox, *app.slider, *app.toggle]
    return {one.key.removeprefix("classify.") for one in fields if one.key and one.key.startswith("classify.") and one.disabled}


def layers(app):
    return next(one.value for one in app.dataframe if "Layer" in one.value)


def figure(app, key):
    return next(json.loads(one.proto.spec) for one in app.get("plotly_chart") if key in one.proto.id)


def test_the_page_opens_with_the_reviews(app):
    open_page(app, "classify.py")
    assert app.selectbox(key="dataset.labelled").value == "rotten-tomatoes"
    assert any(text.startswith("Film reviews: fresh or rotten: 4,863 texts of 2 classes") for text in texts(app))
    assert "Note: Texts: 4,866 rows; left out: 3 whose text came before." in texts(app)
    assert [button for button in app.button if button.label == "Train" and not button.disabled]


def test_the_parts_are_drawn_with_the_same_share_of_each_class(page):
    bars = figure(page, "class-parts")["data"]
    assert [bar["name"] for bar in bars] == ["learned from · 1,260 texts", "chosen on · 270 texts", "measured on · 270 texts"]


def test_the_length_sentence_follows_the_slider(page):
    assert any(text.startswith("0 of 1,800 texts (0\u202f%) are longer than 60") for text in texts(choose(page, timesteps=60)))
    assert any(text.startswith("1,800 of 1,800 texts (100\u202f%) are longer than") for text in texts(choose(page, timesteps=20)))


def test_the_shapes_follow_the_settings(page):
    choose(page, dimension=8, units=16, cell="gru", summary="last")
    assert layers(page)["Layer"].tolist() == ["Embedding(8)", "Dropout(0.6)", "GRU(16)", "Dropout(0.6)", "Dense(3)"]
    assert layers(page)["Shape (size, dimension)"].tolist()[0] == "(batch, 60, 8)"  # no longer than the longest text
    parameters = 6 * 8 + 3 * 16 * (8 + 16 + 2) + 17 * 3  # four letters, padding and the unknown word
    assert f"{parameters:,} parameters (weights and biases) in all." in texts(page)


@pytest.mark.parametrize(
    ("settings", "grey"),
    [
        ({}, {"vectors", "stems", "tune"}),
        ({"encoding": "onehot"}, {*GREYED}),
        ({"cell": "none"}, {"vectors", "stems", "tune", "bidirectional", "summary", "layers", "units"}),
        ({"encoding": "glove"}, set()),
        ({"encoding": "word2vec"}, {"vectors", "stems"}),
    ],
    ids=["embedding", "one-hot", "pooling", "glove", "word2vec"],
)
def test_settings_without_effect_are_grey(page, settings, grey):
    assert disabled(choose(page, **settings)) == grey


def test_presets_have_names_and_fill_the_form(page):
    presets = page.button_group(key="classify.preset")
    assert [option.content for option in presets.proto.options] == ["Reviews embedding", "Reviews one-hot", "WebKB exercise"]
    presets.set_value("webkb-exercise").run()
    assert not page.exception
    assert page.slider(key="classify.units").value == 256
    assert page.selectbox(key="classify.dimension").value == 100
    assert page.button_group(key="classify.preset").value == "webkb-exercise"


def test_a_table_is_read_and_its_columns_are_guessed(page):
    upload(page, table())
    assert page.selectbox(key="mine.csv-text").value == "review"
    assert page.selectbox(key="mine.csv-label").value == "verdict"
    assert any(text.startswith("mine.csv: 24 texts of 2 classes") for text in texts(page))


def names(box):
    return [option.partition(" ")[0] for option in box.options]


def test_columns_can_be_swapped(page):
    rows = "\n".join(f"{'good' if number % 2 else 'bad'},{'new' if number % 3 else 'old'}" for number in range(24))
    upload(page, f"taste,age\n{rows}")
    text, label = (page.selectbox(key=f"mine.csv-{one}").value for one in ("text", "label"))
    assert {text, label} == {"taste", "age"}
    assert label in names(page.selectbox(key="mine.csv-text"))
    assert names(page.selectbox(key="mine.csv-label")) == [label]
    page.selectbox(key="mine.csv-text").set_value(label).run()
    assert not page.exception
    assert page.selectbox(key="mine.csv-label").value == text
    assert names(page.selectbox(key="mine.csv-label")) == [text]
    page.selectbox(key="mine.csv-text").set_value(text).run()
    assert page.selectbox(key="mine.csv-label").value == label


def test_swapped_columns_get_a_sentence(page):
    upload(page, table())
    page.selectbox(key="mine.csv-text").set_value("verdict").run()
    assert not page.exception
    assert page.selectbox(key="mine.csv-label").value == "review"
    assert any("choose the two columns the other way round" in text for text in texts(page))
    assert not [button for button in page.button if button.label == "Train"]


def test_lines_of_label_tab_text_need_no_columns_and_take_a_test_file(page):
    lines = "\n".join(f"{label}\t{text} {number}" for number in range(9) for label, text in ADJECTIVES.items())
    upload(page, lines, "mine.txt")
    assert not [box for box in page.selectbox if box.label.startswith("Column of")]
    page.file_uploader(key="labelled_test").upload("test.txt", f"{lines}\nbad\t\n".encode(), "text/plain").run()
    assert not page.exception
    assert any(
        "has no text to learn from after leaving out the texts that are in the test file too" in text for text in texts(page)
    )


def on_server(app, shelf, **files):
    """Choose the shelf, on which there are these files, and "mine.txt" of them."""
    for name, content in files.items():
        (shelf / f"{name}.txt").write_text(content)
    app.run()
    app.selectbox(key="dataset.labelled").set_value("on-server").run()
    assert not app.exception
    assert app.selectbox(key="shelf.labelled").value is None
    app.selectbox(key="shelf.labelled").set_value("mine.txt").run()
    assert not app.exception
    return app


def read_these(app):
    next(button for button in app.button if button.label == "Read these texts").click().run()
    assert not app.exception
    return texts(app)


@pytest.mark.usefixtures("only_apart")
def test_a_table_of_the_servers_folder_is_read_when_asked_for_and_apart(page, shelf):
    assert "A file on the server …" not in page.selectbox(key="dataset.labelled").options
    on_server(page, shelf, mine=table(), other="id,words,kind,more\n")
    assert page.selectbox(key="shelf.texts-mine.txt").value == "review"
    assert page.selectbox(key="shelf.labels-mine.txt").value == "verdict"
    assert not [button for button in page.button if button.label == "Train"]
    assert any(text.startswith("mine.txt: 24 texts of 2 classes") for text in read_these(page))
    assert "Train" in [button.label for button in page.button]
    page.selectbox(key="shelf.labels-mine.txt").set_value("review")
    page.selectbox(key="shelf.texts-mine.txt").set_value("verdict")
    assert any("choose the two columns the other way round" in text for text in read_these(page))
    page.selectbox(key="shelf.labelled").set_value("other.txt").run()
    assert not page.exception
    assert any("other.txt has a header but no rows below it" in text for text in texts(page))


def test_lines_of_the_servers_folder_take_a_test_file(page, shelf):
    lines = "\n".join(f"{label}\t{text} {number}" for number in range(9) for label, text in ADJECTIVES.items())
    on_server(page, shelf, mine=lines, test=lines.replace("film", "book"))
    assert "shelf.texts-mine.txt" not in [box.key for box in page.selectbox]
    assert any(text.startswith("mine.txt: 18 texts of 2 classes") and "test file" not in text for text in read_these(page))
    page.selectbox(key="shelf.test-mine.txt").set_value("test.txt")
    found = read_these(page)
    assert any("18 texts of 2 classes to learn and choose from, 18 more in a test file" in text for text in found)
    assert any(text.endswith("kept for validation, and the test file for the test.") for text in found)


def test_one_class_gets_a_sentence(page):
    upload(page, "\n".join(["text,label", *(f"some words {number},same" for number in range(20))]))
    assert not page.exception
    assert any(text.startswith("All texts of mine.csv have the same label") for text in texts(page))


def test_markup_in_texts_and_classes_stays_text(page):
    rows = [f"**bold** <b>film</b> number {number} {label},<i>{label}</i>" for number in range(9) for label in ("a", "b")]
    upload(page, "\n".join(["text,label", *rows]))
    shown = [element.value for element in (*page.markdown, *page.caption)]
    assert not [value for value in shown if "<b>" in value or "<i>" in value]
    ticks = figure(page, "class-parts")["layout"]["yaxis"]["ticktext"]
    assert ticks == ["&lt;i&gt;a&lt;/i&gt;", "&lt;i&gt;b&lt;/i&gt;"]


def test_examples_are_of_the_chosen_class_and_change(page):
    page.selectbox(key="example-class").set_value(2).run()
    first = texts(page)
    assert first.count("shuffled") == 3
    next(button for button in page.button if button.label == "Other examples").click().run()
    assert not page.exception
    assert texts(page).count("shuffled") == 3
    assert texts(page) != first


def test_a_words_share_in_each_class(page):
    upload(page, table())
    box = next(box for box in page.text_input if box.label == "Word")
    box.set_value("Honest").run()
    assert figure(page, "class-word")["data"][0]["text"] == ["0.0 %", "100.0 %"]
    box.set_value("honest film").run()
    assert any(text.startswith("Type one word only") for text in texts(page))


def vectors_file(dimension=4, words=("fine", "warm", "honest", "dull", "loud")):
    rows = np.random.default_rng(0).normal(size=(len(words), dimension)).round(3)
    return "\n".join(" ".join([word, *map(str, row)]) for word, row in zip(words, rows, strict=True)).encode()


def test_without_glove_there_is_a_download_and_no_train(page):
    choose(page, encoding="glove")
    labels = [button.label for button in page.button]
    assert "Download GloVe (862 MB)" in labels
    assert "Train" not in labels
    assert page.selectbox(key="classify.dimension").options == ["50", "100", "200", "300"]


def test_an_uploaded_file_of_vectors_is_chosen_and_counted(page):
    choose(upload(page, table()), encoding="glove")
    page.file_uploader(key="vectors-file").upload("../my vectors.txt", vectors_file(), "text/plain").run()
    assert not page.exception
    name = page.selectbox(key="classify.vectors").value
    assert name.startswith("my-vectors-")
    assert (initial_vectors.folder() / name).is_file()
    assert page.selectbox(key="classify.dimension").value == 4
    assert "Train" in [button.label for button in page.button]
    next(button for button in page.button if button.label.startswith("How many of the words")).click().run()
    assert not page.exception
    shown = next(one.value for one in page.table if "Looked up" in one.value)
    assert shown["Looked up"].tolist() == ["The word itself", "Any word with its stem"]
    assert 0 < float(shown["All words"][0].rstrip("\u202f%")) < 100


def test_a_file_that_holds_no_vectors_gets_a_sentence(page):
    choose(page, encoding="glove")
    page.file_uploader(key="vectors-file").upload("notes.txt", b"nothing of the kind", "text/plain").run()
    assert not page.exception
    assert any("no file of word vectors" in text for text in texts(page))
    assert initial_vectors.available() == {}


def test_a_broken_file_of_vectors_is_refused_at_once(page):
    choose(page, encoding="glove")
    page.file_uploader(key="vectors-file").upload("cut.txt", vectors_file() + b"\nless 0.1 0.2 0.3", "text/plain").run()
    assert not page.exception
    assert any("has 3 numbers after its word where 4 were expected" in text for text in texts(page))
    assert next(one for one in page.expander if one.label == "Global (pretrained) vectors").proto.expanded
    assert initial_vectors.available() == {}
    page.file_uploader(key="vectors-file").upload("whole.txt", vectors_file(), "text/plain").run()
    assert not next(one for one in page.expander if one.label == "Global (pretrained) vectors").proto.expanded


def test_glove_of_another_dimension_is_said_to_be_here(page, own_home):
    (own_home / "data").mkdir()
    (own_home / "data" / "glove.6B.100d.txt").write_text("film " + "0.5 " * 100)
    choose(page, encoding="glove")
    assert any(text.startswith("GloVe with 100 numbers a word is here, with 50 it is not.") for text in texts(page))
    page.selectbox(key="classify.dimension").set_value(100).run()
    assert "Train" in [button.label for button in page.button]


def test_uploaded_vectors_never_take_each_others_place(own_home):
    first, second = (initial_vectors.upload(vectors_file(size), "glove.6B.50d.txt") for size in (4, 5))
    assert first != second
    assert initial_vectors.dimensions(first) == [4]
    assert initial_vectors.dimensions(second) == [5]
    with pytest.raises(UserError, match=r"ends in \.pkl"):
        initial_vectors.upload(b"x", "evil.pkl")


def test_what_the_coverage_says_of_stems():
    stemmed = {"direct": Coverage(0.4, 0.5), "stem": Coverage(0.8, 0.9)}
    assert "switch on 'Match vectors by stem'" in _finding(stemmed)
    assert _finding({"direct": Coverage(0, 0), "stem": Coverage(0, 0)}).startswith("None of the words has a vector in this file")
    assert "nothing to gain from stems" in _finding({"direct": stemmed["stem"], "stem": stemmed["stem"]})


def test_a_run_is_shown_with_its_data_and_settings(app):
    data = entry("dna").load()
    tiny = ClassifySettings(dimension=2, units=2, epochs=1, cell="gru", batch_size=512, device="cpu")
    run = runs.create("classify", "dna", keep(data), data.title, tiny)
    trained(run)
    app.query_params["run"] = run.id
    open_page(app, "classify.py")
    assert app.selectbox(key="dataset.labelled").value == "dna"
    assert app.slider(key="classify.units").value == 2
    assert picture(app, "examples")["epochs"][-1]["epoch"] == 1
    assert picture(app, "examples")["title"] == "Finished"


def picture(app, part):
    """What a component of ours was given."""
    return next(data for one in app.get("bidi_component") if part in (data := json.loads(one.proto.json)))


def test_before_the_first_training_the_picture_to_come_has_the_classes_and_six_texts(page):
    found = picture(page, "examples")
    assert found["classes"] == found["answers"] == ["in threes", "shuffled", "with a motif"]
    assert found["epochs"] == []
    assert sorted(one["label"] for one in found["examples"]) == [0, 0, 1, 1, 2, 2]
    assert {one["text"] for one in found["examples"]} <= set(entry("dna").load().texts)
    assert found["guess"] == max(found["texts"]) / sum(found["texts"])


def test_the_picture_to_come_is_that_of_the_training(page):
    settings = CLASSIFY.settings.parse({"seed": 1})
    prepared = CLASSIFY.prepare(entry("dna").load(), settings)
    scene = CLASSIFY.scene(prepared).model_dump(mode="json", exclude={"part"})
    assert {name: picture(page, "examples")[name] for name in scene} == scene


def test_four_settings_stand_in_the_open(page):
    folded = next(one for one in page.expander if one.label.startswith("All settings"))
    inside = {one.key for kind in (folded.slider, folded.selectbox, folded.toggle) for one in kind}
    assert {"classify.timesteps", "classify.cell", "classify.tune"} <= inside
    assert not {"classify.encoding", "classify.units", "classify.epochs"} & inside
