"""Own files, lesson links, and what can be done with runs, by Streamlit's own test driver."""

import pytest

from pages.ui.train.lesson import Lesson, link
from rnn_core import runs
from rnn_core.access import Access, new_key, owner_id
from rnn_core.data import Text, apart, uploads
from rnn_core.experiments import experiment
from rnn_core.runs import CHECKPOINT, changed
from tests.helpers import queued_run
from tests.pages.conftest import open_page, texts
from tests.trained import trained


@pytest.fixture
def finished():
    run = queued_run(epochs=1)
    return trained(run)


def upload(app, content: str):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("upload").run()
    app.file_uploader(key="upload").upload("mine.csv", content.encode(), "text/csv").run()
    assert not app.exception


def test_a_file_that_leaves_the_dates_open_is_asked_about(app):
    rows = "\n".join(f"{day:02d}/02/2024 {hour:02d}:00,{day + hour}" for day in range(1, 13) for hour in range(0, 24, 4))
    upload(app, f"date,value\n{rows}\n")
    question = app.radio(key="mine.csv-day-first")
    first = {
        answer: next(text for text in texts(question.set_value(answer).run()) if text.startswith("mine.csv: "))
        for answer in ("yes", "no")
    }
    assert first == {
        "yes": "mine.csv: 72 rows, 01 Feb 2024 to 12 Feb 2024.",
        "no": "mine.csv: 72 rows, 02 Jan 2024 to 02 Dec 2024.",
    }
    assert not app.exception


def test_short_gaps_are_filled_when_asked(app):
    values = ["" if row in (40, 41) else str(row % 9) for row in range(120)]
    rows = "\n".join(f"2024-{1 + row // 28:02d}-{1 + row % 28:02d},{value}" for row, value in enumerate(values))
    upload(app, f"date,value\n{rows}\n")
    assert any(text.startswith("mine.csv: 118 rows") for text in texts(app))
    app.number_input(key="gaps-mine.csv").set_value(2).run()
    assert any(text.startswith("mine.csv: 120 rows") for text in texts(app))
    assert any("2 missing values were filled by interpolation" in text for text in texts(app))


def test_of_series_side_by_side_the_others_become_inputs_by_one_click(app):
    rows = "\n".join(
        f"2024-{1 + day // 28:02d}-{1 + day % 28:02d},{name},{(day * factor) % 11}"
        for day in range(112)
        for name, factor in {"here": 3, "there": 5, "nowhere": 0, "far": 7}.items()
    )
    upload(app, f"date,place,value\n{rows}\n")
    app.selectbox(key="mine.csv-series").set_value("here").run()
    assert not [button for button in app.button if button.key == "others-as-inputs"]
    app.selectbox(key="mine.csv-series").set_value("every").run()
    app.selectbox(key="forecast.target").set_value("there").run()
    (offer,) = [button for button in app.button if button.key == "others-as-inputs"]
    assert offer.label == "Take the 2 others as inputs"
    offer.click().run()
    assert not app.exception
    assert app.multiselect(key="forecast.features").value == ["here", "far"]
    assert not [button for button in app.button if button.key == "others-as-inputs"]


def test_what_was_found_says_why_a_column_cannot_be_forecast(app):
    rows = "\n".join(f"2024-{1 + day // 28:02d}-{1 + day % 28:02d},{day % 9},7" for day in range(112))
    upload(app, f"date,value,same\n{rows}\n")
    first = next(table.value for table in app.dataframe if "2024-01-02" in table.value)
    assert (first.index.tolist(), first["2024-01-02"].tolist()) == (["value", "same"], [1, 7])
    assert "same cannot be forecast: it has the same value 7 in every row." in texts(app)


def test_an_uploaded_dataset_is_offered_again_and_can_be_deleted(app):
    kept = uploads.add(Text("to be or not to be. " * 30, "mine.txt"), "mine.txt")
    open_page(app, "text.py")
    app.selectbox(key="dataset.text").set_value(kept.id).run()
    assert not app.exception
    assert any(text.startswith("mine.txt: 600 characters") for text in texts(app))
    open_page(app, "runs.py")
    app.selectbox(key="upload-delete").set_value(kept.id).run()
    next(button for button in app.button if button.label == "Delete it").click().run()
    assert not app.exception
    assert uploads.uploads() == []


@pytest.mark.usefixtures("only_apart")
def test_a_file_of_the_servers_folder_is_read_apart(app, shelf):
    open_page(app, "forecast.py")
    assert "A file on the server …" not in app.selectbox(key="dataset.series").options
    rows = "\n".join(f"2024-{1 + row // 28:02d}-{1 + row % 28:02d},{row % 9},{row % 7}" for row in range(120))
    (shelf / "large.csv").write_text(f"date,first,second\n{rows}\n")
    app.run()
    app.selectbox(key="dataset.series").set_value("on-server").run()
    app.multiselect(key="shelf.columns-large.csv").set_value(["second"])
    next(button for button in app.button if button.label == "Read these columns").click().run()
    assert not app.exception
    assert any(text.startswith("large.csv: 120 rows") for text in texts(app))
    assert app.selectbox(key="forecast.target").options == ["second"]


def test_a_file_of_the_servers_folder_that_takes_too_long_is_told(app, shelf, monkeypatch):
    (shelf / "large.csv").write_text("date,first\n2024-01-01,1\n2024-01-02,2\n")
    open_page(app, "forecast.py")
    apart.apart("none", list)  # which starts a process, in the usual time
    monkeypatch.setattr(apart, "SECONDS", 0.0)
    monkeypatch.setattr(apart, "SLOWEST", 10**9)
    app.selectbox(key="dataset.series").set_value("on-server").run()
    assert not app.exception
    assert any(text.startswith("Reading large.csv takes more than 0 seconds: ") for text in texts(app))


def test_a_lesson_link_fills_locks_and_hides(app):
    app.query_params.update({"dataset": "sine", "units": "7", "seed": "3", "lock": "units~seed", "hide": "cell~layers"})
    open_page(app, "forecast.py")
    assert app.selectbox(key="dataset.series").value == "sine"
    assert (app.slider(key="forecast.units").value, app.slider(key="forecast.units").disabled) == (7, True)
    assert app.number_input(key="forecast.seed").value == 3
    assert not app.slider(key="forecast.timesteps").disabled
    assert not [box for box in app.selectbox if box.label == "Cell"]
    app.slider(key="forecast.timesteps").set_value(9).run()
    assert (app.slider(key="forecast.units").value, app.slider(key="forecast.timesteps").value) == (7, 9)


def test_a_lesson_link_with_a_wrong_setting_gets_a_sentence(app):
    app.query_params["units"] = "many"
    open_page(app, "forecast.py")
    assert any(
        "The link has a setting that is not possible, so none of its settings was taken: units is 'many'" in text
        for text in texts(app)
    )


def test_a_link_holds_what_differs_from_the_defaults():
    chosen = experiment("forecast")
    settings = chosen.settings(units=7, features=("wind", "a=b&c"), seconds=5)
    made = link(chosen, "seattle-weather", settings, Lesson(frozenset({"units"})))
    query = "dataset=seattle-weather&features=wind~a%3Db%26c&units=7&epochs=30&seed=1&lock=units"
    assert sorted(made.partition("?")[2].split("&")) == sorted(query.split("&"))


def test_a_ticked_run_can_be_named_and_deleted(app, finished):
    app.query_params["runs"] = finished.id
    open_page(app, "runs.py")
    app.text_input[1].set_value("Best of all")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    assert finished.title() == "Best of all"
    app.button(key=f"delete-{finished.id}").click().run()
    assert not app.exception
    assert list(runs.runs()) == []


def test_ticked_runs_are_compared(app, finished):
    other = queued_run(epochs=2, units=9)
    trained(other)
    app.query_params["runs"] = f"{finished.id},{other.id}"
    open_page(app, "runs.py")
    table = app.dataframe[1].value
    first = "1. Units 9, Epochs 2"
    assert list(table[""]) == ["Data", "Score", "Verdict", "Units", "Epochs"]
    assert table[first].tolist()[-2:] == ["9", "2"]
    assert any(text.startswith("Best by skill: ") for text in texts(app))


def test_the_list_is_filtered(app, finished):
    queued_run("random-walk").ask_to_stop()
    open_page(app, "runs.py")
    assert len(app.dataframe[0].value) == 2
    app.text_input(key="runs-find").set_value("sine LSTM").run()
    assert list(app.dataframe[0].value["Data"]) == ["Sine wave"]
    app.text_input(key="runs-find").set_value("").run()
    app.multiselect(key="runs-state").set_value(["stopped"]).run()
    assert list(app.dataframe[0].value["Data"]) == ["Random walk"]


def test_a_finished_run_is_used_on_other_data(app, finished):
    app.query_params["run"] = finished.id
    open_page(app, "forecast.py")
    app.selectbox(key="other.dataset.series").set_value("random-walk").run()
    next(button for button in app.button if button.label == "Try the network on them").click().run()
    assert not app.exception
    assert "On Random walk:" in texts(app)


def test_an_interrupted_run_offers_to_go_on(app):
    run = queued_run()
    run.write_status(changed(run.written_status(), state="interrupted", message="It ended."))
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert "Go on" not in [button.label for button in app.button]  # there is no checkpoint
    (run.folder / CHECKPOINT).parent.mkdir()
    (run.folder / CHECKPOINT).write_bytes(b"")
    app.run()
    assert "Go on" in [button.label for button in app.button]


def somebody_elses(run, shared):
    run.set_access(Access("b" * 32, shared))
    return run


def test_somebody_elses_run_is_neither_listed_nor_opened(app, finished):
    somebody_elses(finished, shared=False)
    open_page(app, "runs.py")
    assert not app.dataframe
    app.query_params["run"] = finished.id
    open_page(app, "forecast.py")
    assert "This run belongs to somebody else and is not shared: its owner can share it on the page Runs." in texts(app)
    assert not [head for head in app.subheader if head.value == "Training"]


def test_a_shared_run_can_be_looked_at_but_not_changed(app, finished):
    somebody_elses(finished, shared=True)
    app.session_state["runs-ticked"] = [finished.id]
    open_page(app, "runs.py")
    assert any("It belongs to somebody else" in text for text in texts(app))
    assert not [button for button in app.button if button.label in ("Save", ":red[Delete]")]
    app.query_params["run"] = finished.id
    open_page(app, "forecast.py")
    assert "How it learned" in [one.label for one in app.expander]


def test_the_stop_button_is_the_owners(app):
    run = queued_run()
    with run.lock():
        run.write_status(changed(run.status(), state="running"))
        open_page(app, "runs.py")
        app.query_params["run"] = run.id
        for owner, seen in ((owner_id(app.session_state["owner-key"]), ["Stop"]), ("b" * 32, [])):
            run.set_access(Access(owner, shared=True))
            open_page(app, "forecast.py")
            assert [button.label for button in app.button if button.label == "Stop"] == seen


def test_a_teacher_sees_and_changes_everything(app, finished, monkeypatch):
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "blue chalk")
    somebody_elses(finished, shared=False)
    app.session_state["runs-ticked"] = [finished.id]
    open_page(app, "runs.py")
    for word, seen in (("green chalk", False), ("blue chalk", True)):
        next(box for box in app.text_input if box.label == "Class password").set_value(word)
        next(button for button in app.button if button.label == "I am the teacher").click().run()
        assert not app.exception
        assert bool([button for button in app.button if button.label == ":red[Delete]"]) == seen


def test_a_private_link_asks_a_browser_that_has_its_own_key(app):
    offered = new_key()
    app.query_params["owner"] = offered
    open_page(app, "runs.py")
    assert any(text.startswith("You came by a private link") for text in texts(app))
    assert "owner" not in app.query_params
    next(button for button in app.button if button.label == "Keep this browser's").click().run()
    assert not any(text.startswith("You came by a private link") for text in texts(app))


def test_a_file_for_another_page_is_told_where_it_belongs(app):
    lines = "\n".join(f"12/03/2024, 18:{minute:02d} - Ann: how are you this fine evening {minute}" for minute in range(50))
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("upload").run()
    app.file_uploader(key="upload").upload("chat.txt", lines.encode(), "text/plain").run()
    assert not app.exception
    assert any("It looks like text: bring it to the page Text" in text for text in texts(app))
    open_page(app, "trajectory.py")
    app.selectbox(key="dataset.path").set_value("upload").run()
    labelled = "text,label\n" + "good film indeed,up\nbad film indeed,down\n" * 9
    app.file_uploader(key="upload_path").upload("words.csv", labelled.encode(), "text/csv").run()
    assert any("bring it to the page Classify" in text for text in texts(app))


def test_a_table_on_the_page_of_texts_is_pointed_to_its_own(app):
    open_page(app, "text.py")
    app.selectbox(key="dataset.text").set_value("upload").run()
    rows = "".join(f"2024-01-{day:02d},{day},{day * 2},AAPL\n" for day in range(1, 29)) * 9
    app.file_uploader(key="upload_text").upload("prices.csv", f"date,open,close,name\n{rows}".encode(), "text/csv").run()
    assert not app.exception
    assert any(text.startswith("It looks like a table of numbers: bring it to the page Forecast") for text in texts(app))


def test_an_answer_too_long_for_its_list_stands_below_it(app):
    rows = "\n".join(f"{number} long words of a text that goes on,{'ab'[number % 2]}" for number in range(40))
    open_page(app, "classify.py")
    app.selectbox(key="dataset.labelled").set_value("upload").run()
    app.file_uploader(key="upload_labelled").upload("mine.csv", f"what was said,class\n{rows}\n".encode(), "text/csv").run()
    assert not app.exception
    told = texts(app)
    assert any(text.startswith("what was said (") for text in told)
    assert not any(text.startswith("class (") for text in told)
