"""Files that do not say how they are encoded: what the pages take them for, and choosing another encoding."""

import pytest

from tests.languages import FRENCH, POLISH, RUSSIAN
from tests.pages.conftest import open_page, texts

FILE, TEST = "Encoding of the file", "Encoding of the test file"
LINES = [line for line in RUSSIAN.split("\n") if line]
CYRILLIC = "Note: The file is not UTF-8; it was read as Cyrillic text (cp1251)."
CHOSEN = "Note: The file was read as Cyrillic text (KOI8-R), as chosen."


def series(year: int) -> str:
    words = (line.split()[0] for line in LINES * 24)
    return "день,цена,слово\n" + "".join(
        f"{year}-{1 + row // 28:02d}-{1 + row % 28:02d},{row % 7},{word}\n" for row, word in enumerate(words)
    )


def labelled() -> str:
    return "".join(f"{'хорошо' if row % 2 else 'плохо'}\t{LINES[row % 5]} {row}\n" for row in range(40))


def bring(app, page: str, kind: str, name: str, content: bytes, key: str):
    open_page(app, page)
    app.selectbox(key=f"dataset.{kind}").set_value("upload").run()
    return add(app, name, content, key)


def add(app, name: str, content: bytes, key: str):
    app.file_uploader(key=key).upload(name, content, "text/plain").run()
    assert not app.exception
    return app


def select(app, title: str = FILE):
    return next((one for one in app.selectbox if one.label == title), None)


def test_a_text(app):
    bring(app, "text.py", "text", "mine.txt", (RUSSIAN * 3).encode("cp1251"), "upload_text")
    assert select(app).value == "cp1251"
    assert CYRILLIC in texts(app)
    assert RUSSIAN[:40] in next(one.value for one in app.code)
    select(app).set_value("koi8_r").run()
    assert not app.exception
    assert CHOSEN in texts(app)
    assert CYRILLIC not in texts(app)
    assert RUSSIAN[:40].encode("cp1251").decode("koi8_r") in next(one.value for one in app.code)
    select(app).set_value("euc_jp").run()
    assert not app.exception
    sentence = "mine.txt cannot be read as Japanese text (EUC-JP): choose another encoding, or none to have it found out."
    assert sentence in texts(app)
    select(app).set_value("cp1251").run()
    assert CYRILLIC in texts(app)


@pytest.mark.parametrize("content", [(POLISH * 3).encode(), (FRENCH * 2).encode("utf-16")])
def test_a_text_that_says_how_it_is_encoded(app, content):
    bring(app, "text.py", "text", "mine.txt", content, "upload_text")
    assert any(text.startswith("mine.txt: ") for text in texts(app))
    assert select(app) is None


def test_a_table_and_its_test_file(app):
    bring(app, "forecast.py", "series", "mine.csv", series(2023).encode("cp1251"), "upload")
    assert select(app).value == "cp1251"
    assert select(app, TEST) is None
    add(app, "later.csv", series(2024).encode("koi8_r"), "upload_test")
    assert select(app, TEST).value == "koi8_r"
    assert app.selectbox(key="forecast.target").options == ["цена"]
    assert {CYRILLIC, "Note: later.csv: The file is not UTF-8; it was read as Cyrillic text (KOI8-R)."} <= {*texts(app)}
    select(app, TEST).set_value("cp1251").run()
    assert not app.exception
    assert any(text.startswith("later.csv has no column цена") for text in texts(app))


def test_labelled_texts_and_their_test_file(app):
    bring(app, "classify.py", "labelled", "mine.txt", labelled().encode("koi8_r"), "upload_labelled")
    assert select(app).value == "koi8_r"
    add(app, "test.txt", labelled().replace(" ", "  ").encode("cp1251"), "labelled_test")
    assert select(app, TEST).value == "cp1251"
    assert any("of 2 classes to learn and choose from, 40 more in a test file." in text for text in texts(app))
    select(app).set_value("cp1251").run()
    assert not app.exception
    assert not any("in a test file" in text for text in texts(app))
    select(app).set_value("koi8_r").run()
    assert any("in a test file" in text for text in texts(app))


def test_a_path(app):
    points = "х,у,слово\n" + "".join(f"{row},{row * row},{LINES[row % 5].split()[0]}\n" for row in range(200))
    bring(app, "trajectory.py", "path", "mine.csv", points.encode("cp1251"), "upload_path")
    assert select(app).value == "cp1251"
    select(app).set_value("koi8_r").run()
    assert not app.exception
    assert CHOSEN in texts(app)


def test_a_file_on_the_server(app, shelf):
    (shelf / "mine.txt").write_bytes((RUSSIAN * 3).encode("cp1251"))
    open_page(app, "text.py")
    app.selectbox(key="dataset.text").set_value("on-server").run()
    assert CYRILLIC in texts(app)
    select(app).set_value("koi8_r").run()
    assert not app.exception
    assert CHOSEN in texts(app)
