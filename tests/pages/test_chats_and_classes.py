"""Chats, whose authors can be chosen, and classes that come as files of their own."""

import pytest

from tests.pages.conftest import open_page, texts

AUTHORS = [f"Author {number:02}" for number in range(15)]
SAID = [f"message {number} of a chat\nthat goes on" for number in range(40)]


def chat() -> bytes:
    """The author of a number has as many messages more than the first one as its number says."""
    rows = [(author, SAID[number]) for place, author in enumerate(AUTHORS) for number in range(place + 3)]
    lines = (f"31.12.19, 22:{number % 60:02} - {author}: {said}\n" for number, (author, said) in enumerate(rows))
    return "".join(lines).encode()


@pytest.fixture
def page(app):
    open_page(app, "text.py")
    app.selectbox(key="dataset.text").set_value("upload").run()
    app.file_uploader(key="upload_text").upload("chat.txt", chat(), "text/plain").run()
    assert not app.exception
    return app


def test_every_author_can_be_chosen_or_left_out(page):
    who = next(box for box in page.selectbox if box.label == "Only messages of")
    assert who.options == ["everyone", *(f"{AUTHORS[place]} ({place + 3})" for place in reversed(range(15)))]
    left_out = next(box for box in page.multiselect if box.label == "Leave out")
    assert len(left_out.options) == 15
    left_out.set_value([AUTHORS[0], AUTHORS[14]]).run()
    assert not page.exception
    assert any("20 messages with author = Author 00, Author 14 were left out, as asked." in text for text in texts(page))
    next(box for box in page.selectbox if box.label == "Only messages of").set_value(AUTHORS[1]).run()
    assert any("4 messages with author = Author 01, " in text for text in texts(page))


def test_messages_stand_beside_their_author(page):
    next(box for box in page.selectbox if box.label == "Only messages of").set_value(AUTHORS[2]).run()
    shown = next(table.value for table in page.dataframe if "message" in table.value.columns)
    assert shown["author"].tolist() == ["Author 02"] * 5
    assert shown["message"].tolist() == SAID[:5]


def test_of_very_many_authors_the_most_active_are_listed_and_a_name_is_better_than_a_number(app):
    rows = "".join(f"{number % 1_100},u{number % 1_100},message {number}\n" for number in range(5_000))
    open_page(app, "text.py")
    app.selectbox(key="dataset.text").set_value("upload").run()
    app.file_uploader(key="upload_text").upload("mine.csv", f"AuthorID,Author,Content\n{rows}".encode(), "text/csv").run()
    assert not app.exception
    assert next(box for box in app.selectbox if box.label == "Choose by").value == "Author"
    who = next(box for box in app.selectbox if box.label == "Only messages of")
    assert len(who.options) == 1_001
    assert who.options[1] == "u0 (5)"


def test_one_file_per_class(app):
    open_page(app, "classify.py")
    app.selectbox(key="dataset.labelled").set_value("upload").run()
    names = ("German", [f"Müller {number}" for number in range(20)]), ("Italian", [f"Rossi {number}" for number in range(20)])
    files = [(f"{name}.txt", "\n".join(lines).encode(), "text/plain") for name, lines in names]
    app.file_uploader(key="upload_labelled").set_value(files).run()
    assert not app.exception
    assert any(text.startswith("German.txt and 1 more: 40 texts of 2 classes") for text in texts(app))
