"""A run and its result stand below data that are not its own: the page says so in one line."""

import pytest

from rnn_core import runs
from rnn_core.data import File, keep, read_labelled, read_path, read_table, read_text
from rnn_core.experiments import experiment
from tests.pages.conftest import open_page, texts

THEN = "What follows is of mine.csv as it was then; what is chosen now holds something else: press Train for that."
ANOTHER = "What follows is of mine.csv, not of other.csv, which is chosen now: press Train for that."
NONE = "What follows is of mine.csv; no other data are ready yet."


def table(extra: int) -> str:
    rows = (f"2024-{1 + row // 28:02d}-{1 + row % 28:02d},{row * (7 - extra) % 9}" for row in range(120))
    return "date,value\n" + "\n".join(rows)


def messages(extra: int) -> str:
    return "Author,Message\n" + "".join(f"{'AB'[row % 2]},this is message {row + extra} of many\n" for row in range(60))


def labelled(extra: int) -> str:
    return "text,label\n" + "".join(
        f"a text of {row} {'fine' if row % 2 else 'dull'} words,{row % 2}\n" for row in range(40 + extra)
    )


def points(extra: int) -> str:
    return "x,y,t\n" + "".join(f"{row % 17},{(row + extra) % 23},{row}\n" for row in range(400))


READ = {
    "forecast": (table, read_table, "series", "upload"),
    "text": (messages, read_text, "text", "upload_text"),
    "classify": (labelled, read_labelled, "labelled", "upload_labelled"),
    "trajectory": (points, read_path, "path", "upload_path"),
}


@pytest.mark.parametrize("name", READ)
def test_a_result_of_other_data_says_of_which(app, name):
    make, read, kind, key = READ[name]
    chosen, data = experiment(name), read(File(make(0).encode(), "mine.csv"))
    data = data.choose(data.column) if name == "text" else data
    run = runs.create(name, "mine.csv", keep(data), "mine.csv", chosen.settings())
    app.query_params["run"] = run.id
    open_page(app, f"{name}.py")

    def said(content: str, file: str) -> list[str]:
        app.file_uploader(key=key).upload(file, content.encode(), "text/csv").run()
        assert not app.exception
        return [text for text in texts(app) if text.startswith("What follows is of ")]

    assert not [text for text in texts(app) if text.startswith("What follows is of ")]
    app.selectbox(key=f"dataset.{kind}").set_value("upload").run()
    assert NONE in texts(app)
    assert said(make(0), "mine.csv") == []
    app.file_uploader(key=key).clear()
    assert said(make(2), "mine.csv") == [THEN]
    app.file_uploader(key=key).clear()
    assert said(make(0), "other.csv") == [ANOTHER]


def test_the_same_numbers_at_other_times_are_other_data(app):
    chosen, data = experiment("forecast"), read_table(File(table(0).encode(), "mine.csv"))
    run = runs.create("forecast", "mine.csv", keep(data), "mine.csv", chosen.settings())
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("upload").run()
    app.file_uploader(key="upload").upload("mine.csv", table(0).replace("2024-", "2020-").encode(), "text/csv").run()
    assert not app.exception
    assert THEN in texts(app)


def test_a_path_that_changes_with_every_slider_is_the_same(app):
    chosen = experiment("trajectory")
    settings = chosen.settings(noise=0.1)
    run = runs.create("trajectory", "ladybug", keep(chosen.generated("ladybug", settings)), "Ladybug", settings)
    app.query_params["run"] = run.id
    open_page(app, "trajectory.py")
    app.slider(key="trajectory.waves").set_value(2).run()
    assert not app.exception
    assert not [text for text in texts(app) if "as it was then" in text]
