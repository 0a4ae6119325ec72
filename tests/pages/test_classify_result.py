"""What stands beside a finished classifier: result, own texts, comparison. One tiny network, trained once."""

import json
import shutil

import pandas as pd
import pytest

from pages.ui.classify import compare, loaded_run
from rnn_core import runs
from rnn_core.data import Labelled, keep
from rnn_core.experiments.classify import ClassifyMetrics, ClassifySettings
from rnn_core.files import read_json, write_json
from rnn_core.runs import METRICS, Run
from rnn_core.training import worker
from rnn_core.wording import percent
from tests.pages.conftest import open_page, texts

TINY = {"units": 4, "dimension": 4, "epochs": 2, "dropout": 0, "cell": "none", "device": "cpu", "learning_rate": 0.05}
NASTY = "**bold** <b>x</b>"


def review(number, good):
    return f"{'lovely' if good else 'dreadful'} {NASTY if number == 3 else 'film'} number{number % 7}"


def data():
    labels = ["*good*", "<i>bad</i>"] * 30
    return Labelled(tuple(review(at // 2, at % 2 == 0) for at in range(60)), tuple(labels), "Tiny reviews")


def trained(folder, monkeypatch, **values):
    monkeypatch.setenv("RNN_LAB_HOME", str(folder))
    run = runs.create("classify", "tiny.csv", keep(data()), "Tiny reviews", ClassifySettings.parse({**TINY, **values}))
    worker.train(run.folder)
    return run.id


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Two homes: of an embedding, and of one-hot."""
    with pytest.MonkeyPatch.context() as patch:
        made = {name: tmp_path_factory.mktemp(name) for name in ("embedding", "onehot")}
        return {name: (folder, trained(folder, patch, encoding=name)) for name, folder in made.items()}


def show(app, homes, own_home, name):
    folder, id = homes[name]
    shutil.copytree(folder, own_home, dirs_exist_ok=True)
    app.query_params["run"] = id
    open_page(app, "classify.py")
    return Run(own_home / "runs" / id)


@pytest.fixture
def run(app, homes, own_home):
    return show(app, homes, own_home, "embedding")


def figure(app, key):
    return next(json.loads(one.proto.spec) for one in app.get("plotly_chart") if key in one.proto.id)


def table(app, column):
    return next(one.value for one in app.dataframe if column in one.value)


def click(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def component(app, part):
    """What a component of ours was given."""
    return next(data for one in app.get("bidi_component") if part in (data := json.loads(one.proto.json)))


def matrices(app):
    """All confusion matrices."""
    return [given for one in app.get("bidi_component") if "counts" in (given := json.loads(one.proto.json))]


def test_the_matrix_stands_first_beside_three_numbers(app, run):
    metrics = run.metrics(ClassifyMetrics)
    found = component(app, "counts")
    assert found["classes"] == list(metrics.classes)
    assert found["counts"] == pd.read_csv(run.folder / "results" / "confusion.csv").iloc[:, 1:].to_numpy().tolist()
    right = percent(metrics.test.accuracy, 1)
    shown = {metric.label: metric.value for metric in app.metric}
    sure = sum(one.texts * one.confidence for one in metrics.calibration) / sum(one.texts for one in metrics.calibration)
    assert shown == {
        "Named rightly (accuracy)": right,
        "Each class alike (macro F1)": f"{metrics.test.macro_f1:.3f}",
        "How sure of its answers": percent(sure, 1),
    }
    best = percent(max(one.accuracy for one in metrics.baselines.values()), 1)
    beside = next(one.value for one in app.caption if "always the most frequent class" in one.value)
    assert f": {best}; always the most frequent class: {percent(metrics.most_frequent, 1)}" in beside


def test_the_verdict_is_said_once(app, run):
    headline = run.metrics(ClassifyMetrics).headline
    assert component(app, "sentence")["sentence"] == headline.sentence
    assert not [text for text in texts(app) if text.startswith(run.metrics(ClassifyMetrics).verdict_sentence)]
    assert not app.tabs
    assert not [head.value for head in app.subheader]


def test_everything_else_is_folded(app, run):
    metrics = run.metrics(ClassifyMetrics)
    folds = [one.label for one in app.expander]
    assert folds[folds.index("How it learned") :][:10] == [
        "How it learned",
        "Your own text, word by word",
        "Nearest words, and a map of the words",
        "Worst mistakes",
        "Classes, and all methods compared",
        "How sure it is (calibration)",
        "Accuracy, epoch by epoch, and the network",
        "Tables to take along",
        "Why the test part is looked at only once",
        "Use it on other data",
    ]
    assert table(app, "Precision")["Texts"].tolist() == [one.texts for one in metrics.per_class]
    assert table(app, "Precision")["Recall"].tolist() == [100 * one.recall for one in metrics.per_class]
    methods = next(one.value for one in app.table if "On the test part" in one.value).set_index("On the test part")
    assert methods["Accuracy"]["Naive Bayes"] == percent(metrics.baselines["naive_bayes"].accuracy, 1)
    assert methods["Macro F1"]["Always the most frequent class"] == "–"
    assert any("looked at once, at the end" in caption.value for caption in app.caption)
    assert figure(app, "calibration")["data"]
    assert figure(app, "accuracy")["data"]
    assert any("validation loss" in text for text in texts(app))


def test_how_it_learned_can_be_looked_through(app, run):
    epochs = component(app, "examples")["epochs"]
    assert [one["epoch"] for one in epochs] == [0, 1, 2]
    assert epochs[0]["counts"] != epochs[-1]["counts"]


def test_a_cell_of_the_confusion_matrix_lists_its_texts(app, run):
    predictions = pd.read_csv(run.folder / "results" / "predictions.csv")
    names = run.metrics(ClassifyMetrics).classes
    for place in range(2):
        for title in ("Label", "Answer"):
            next(one for one in app.selectbox if one.label == title).set_value(place).run()
            assert not app.exception
        here = predictions[(predictions["label"] == names[place]) & (predictions["predicted"] == names[place])]
        sources = data().texts
        listed = [text for text in texts(app) if text in sources]
        assert {sources[at] for at in here["place"]} <= set(listed)


def test_a_click_chooses_the_cell(app, run):
    app.session_state[f"confusion-{run.id}-cell"] = (1, 1, 0)  # what a click leaves behind
    app.run()
    chosen = {one.label: one.value for one in app.selectbox if one.label in ("Label", "Answer")}
    assert chosen == {"Label": 1, "Answer": 0}
    assert component(app, "counts")["picked"] == [1, 0]
    next(one for one in app.selectbox if one.label == "Answer").set_value(1).run()
    assert component(app, "counts")["picked"] == [1, 1]


def test_texts_and_class_names_never_become_markup(app, run):
    shown = [one.value for kind in (app.markdown, app.caption, app.title, app.subheader) for one in kind]
    assert not any(name in one for one in shown for name in ("*good*", "<i>bad</i>", NASTY))


def test_ones_own_text_gets_an_answer(app, run):
    next(area for area in app.text_area if area.label == "Text").set_value("lovely unheardof film").run()
    assert not app.exception
    assert any(text.startswith("The network's answer: *good*") for text in texts(app))
    assert figure(app, "own-chances")["data"][0]["type"] == "bar"
    assert len(app.get("bidi_component")) >= 1


def test_another_test_text_can_be_drawn(app, run):
    click(app, "Another test text")
    assert any(text.startswith("This is a text of the test part. Its label: ") for text in texts(app))
    assert next(area for area in app.text_area if area.label == "Text").value in data().texts


def test_a_text_without_words_gets_a_sentence(app, run):
    next(area for area in app.text_area if area.label == "Text").set_value("...").run()
    assert "Type a text: words of letters or digits." in texts(app)


def test_nearest_words_and_the_map(app, run):
    next(field for field in app.text_input if field.label == "Word" and "near" in field.key).set_value("lovely").run()
    found = table(app, "Cosine")
    assert len(found) == 10
    assert found["Cosine"].is_monotonic_decreasing
    next(field for field in app.text_input if "near" in str(field.key)).set_value("zebra").run()
    assert any("does not know the word zebra" in text for text in texts(app))
    assert any("of their variance; the rest is hidden" in text for text in texts(app))
    assert figure(app, "word-map")["data"]


def test_one_hot_has_no_map(app, homes, own_home):
    show(app, homes, own_home, "onehot")
    assert sum("so there is no map" in text for text in texts(app)) == 1


def test_the_bias_of_choosing_on_test_is_shown_when_asked_for(app, run):
    click(app, "Try it on these texts")
    assert any(text.startswith("The best of 200, chosen on half of the test part") for text in texts(app))
    assert len(figure(app, "bias")["data"]) == 3


def test_without_its_data_the_numbers_stay(app, homes, own_home):
    folder, id = homes["embedding"]
    shutil.copytree(folder, own_home, dirs_exist_ok=True)
    shutil.rmtree(own_home / "datasets" / Run(own_home / "runs" / id).about().data)
    loaded_run._texts.clear()
    app.query_params["run"] = id
    open_page(app, "classify.py")
    assert any("no longer on this machine" in text for text in texts(app))
    assert any(metric.label == "Each class alike (macro F1)" for metric in app.metric)


def test_the_encodings_stand_in_one_table_and_the_others_are_queued_after_a_question(app, run, monkeypatch):
    queued = []
    monkeypatch.setattr(compare.queue(), "submit", queued.append)
    first = table(app, "Vectors")
    assert first["Encoding"].tolist() == ["Embedding + pooling", "TF-IDF with logistic regression", "Naive Bayes"]
    assert any(text.startswith("Without GloVe.") for text in texts(app))
    click(app, "Train all encodings")
    assert not queued
    assert any(text.startswith("This puts 5 trainings in line") and text.endswith("1 is there already.") for text in texts(app))
    click(app, "Cancel")
    click(app, "Train all encodings")
    click(app, "Put them in line")
    assert [(one.about().settings["encoding"], one.about().settings["cell"]) for one in queued] == [
        ("onehot", "none"),
        ("embedding", "simple_rnn"),
        ("embedding", "lstm"),
        ("embedding", "gru"),
        ("word2vec", "none"),
    ]
    assert {one.about().settings["epochs"] for one in queued} == {2}
    assert len(table(app, "Vectors")) == 8
    assert "Every encoding with the present settings is in the table or on its way." in texts(app)


def test_the_seconds_of_the_vectors_stand_beside_those_of_the_training(app, run):
    first = table(app, "Vectors")
    assert first["Training (s)"][0] == run.metrics(ClassifyMetrics).seconds
    assert "Vectors (s)" not in first
    assert f"Tiny reviews, seed 1, {percent(0.15)} of the texts kept for validation and {percent(0.15)} for the test." in texts(
        app
    )
    write_json(run.folder / METRICS, {**read_json(run.folder / METRICS), "vector_seconds": 2.25})
    app.run()
    assert table(app, "Vectors")["Vectors (s)"][0] == 2.25
    assert "Before the training 2.2 s went into the vectors." in texts(app)


def test_other_data_of_the_servers_folder(app, run, shelf):
    rows = "\n".join(f"{label}\t{text}" for text, label in zip(data().texts, data().labels, strict=True))
    (shelf / "more.txt").write_text(rows)
    app.run()
    app.selectbox(key="other.dataset.labelled").set_value("on-server").run()
    assert not [box for box in app.selectbox if box.key == "shelf.test-more.txt"]
    click(app, "Read these texts")
    click(app, "Try the network on them")
    assert [sum(map(sum, one["counts"])) for one in matrices(app)][-1] == len({*data().texts})


def test_other_data_get_the_same_numbers(app, run):
    app.selectbox(key="other.dataset.labelled").set_value("upload").run()
    rows = "\n".join(f"{text.replace(',', ' ')},{label}" for text, label in zip(data().texts[:20], data().labels, strict=False))
    app.file_uploader(key="otherupload_labelled").upload("more.csv", f"text,label\n{rows}\n".encode(), "text/csv").run()
    click(app, "Try the network on them")
    assert [sum(map(sum, one["counts"])) for one in matrices(app)][-1] == len({*data().texts[:20]})
    assert any(text.endswith("of the words read are unknown to the network.") for text in texts(app))
