"""Texts in the forms that programs export: chats, subtitles, books with a licence. What is read, left out and told."""

import json

import pytest

from rnn_core.data import File, Messages, Text, read_text, server_files
from rnn_core.data.readers.file import LargeFile
from rnn_core.errors import UserError

CHAT = ["Ann", "hi"], ["Bob Muster", "hello: you\nand a second line"], ["Ann", "bye"]


def read(content: str | dict | list, name: str = "chat.txt") -> Text | Messages:
    text = content if isinstance(content, str) else json.dumps(content)
    return read_text(File(text.encode(), name))


def rows(found: Text | Messages) -> tuple[list[str], ...]:
    assert isinstance(found, Messages)
    assert (found.columns, found.column) == (["author", "message"], "message")
    return tuple(found.table.to_numpy().tolist())


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("12/31/19, 10:05 PM - ", "12/31/19, 10:06 PM - ", "1/1/20, 12:00 AM - "),
        ("31.12.19, 22:05 - ", "31.12.19, 22:06 - ", "01.01.20, 00:00 - "),
        ("31/12/2019 à 22:05 - ", "31/12/2019 à 22:06 - ", "01/01/2020 à 00:00 - "),
        ("[31.12.19, 22:05:13] ", "[31.12.19, 22:06:13] ", "[01.01.20, 00:00:00] "),
        ("[12/31/19, 10:05:13\u202fPM] ", "\u200e[12/31/19, 10:06:13\u202fPM] ", "[1/1/20, 12:00:00\u202fAM] "),
        ("2019-12-31 10:05 p. m. - ", "2019-12-31 10:06 p. m. - ", "2020-01-01 12:00 a. m. - "),
    ],
)
def test_a_whatsapp_chat(first, second, third):
    text = f"{first}Ann: hi\r\n{second}Bob Muster: hello: you\r\nand a second line\r\n{third}Ann: bye\r\n"
    found = read(text)
    assert rows(found) == CHAT
    assert found.table.index.tolist() == [1, 2, 4]  # the lines where they begin
    assert found.notes == ("Read as a WhatsApp chat: 3 messages; their dates and times were left out.",)
    assert found.choose(where={"author": "Ann"}).text == "hi\nbye"


def test_lines_of_the_program_are_no_messages():
    stamp = "[31.12.19, 22:05:13] "
    lines = [
        "Group: \u200eMessages are encrypted.",
        "Ann: hi",
        "Ann added Bob",
        "Bob: \u200eimage omitted",
        "Bob: a",
        "~ C: b\n\nc",
    ]
    found = read("".join(f"{stamp}{line}\n" for line in lines))
    assert rows(found) == (["Ann", "hi"], ["Bob", "a"], ["C", "b\n\nc"])
    assert found.notes == (
        "Read as a WhatsApp chat: 3 messages; their dates and times, and 3 lines of the program itself, were left out.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "At 12/31/19, 10:05 PM - Ann: hi\n" * 5,
        "12/31/19, 10:05 PM - Ann: hi\n" * 2,
        "12/31/19, 10:05 PM - Ann: hi\n" * 3 + "A line of a diary.\n" * 60,
        "10:05 - Ann: hi\n" * 5,
    ],
)
def test_texts_that_only_look_like_a_chat(text):
    found = read(text)
    assert isinstance(found, Text)
    assert (found.text, found.notes) == (text, ())


def telegram(author, text, **more) -> dict:
    return {"id": 1, "type": "message", "date": "2021-05-01T10:00:00", "from": author, "text": text, **more}


def test_a_telegram_chat():
    linked = ["hello: ", {"type": "bold", "text": "you"}, "\nand a second line"]
    messages = [telegram("Ann", "hi"), {"type": "service", "text": ""}, telegram("Bob Muster", linked), telegram("Ann", "bye")]
    found = read({"name": "Group", "type": "private_group", "messages": messages}, "result.json")
    assert rows(found) == CHAT
    assert found.notes == (
        "Read as a Telegram chat: 3 messages; their dates and times, and 1 record that nobody wrote, were left out.",
    )
    account = read({"chats": {"list": [{"messages": messages[:2]}, {"messages": messages[2:]}]}})
    assert rows(account) == CHAT
    unknown = read({"messages": [telegram(None, "x", from_id="user7")]})
    assert rows(unknown) == (["user7", "x"],)


def test_a_discord_chat():
    def message(author, content, **more):
        return {"id": "1", "type": "Default", "timestamp": "2021", "content": content, "author": author, **more}

    ann, bob = {"id": "1", "name": "ann1", "nickname": "Ann"}, {"id": "2", "name": "Bob Muster"}
    messages = [
        message(ann, "hi"),
        message(bob, "joined", type="GuildMemberJoin"),
        message(bob, "hello: you\nand a second line", type="Reply"),
        message(ann, "bye"),
    ]
    found = read({"guild": {"name": "G"}, "messages": messages}, "G.json")
    assert rows(found) == CHAT
    assert found.notes[0].startswith("Read as a Discord chat: 3 messages; their dates and times, and 1 record that nobody")


def test_a_slack_chat():
    def message(user, text, **more):
        return {"type": "message", "ts": "1.0", "user": user, "text": text, **more}

    named = {"user_profile": {"display_name": "", "real_name": "Bob Muster"}}
    messages = [
        message("U1", "joined", subtype="channel_join"),
        message("Ann", "hi"),
        message("U2", "hello: you\nand a second line", **named),
        message("Ann", "bye"),
    ]
    assert rows(read(messages, "2021-05-01.json")) == CHAT


@pytest.mark.parametrize("content", [{"a": 1}, {"messages": [{"text": "x"}]}, {"messages": 3}, {"chats": 1}, [1, "a"], [[]]])
def test_other_json_is_a_text(content):
    found = read(content, "some.json")
    assert isinstance(found, Text)
    assert (found.text, found.notes) == (json.dumps(content), ())
    assert read("[broken", "some.json").text == "[broken"


def test_a_licence_is_left_out():
    head, tail = "The Project Gutenberg EBook\n", "Section 1. Terms\n"
    start, end = "*** START OF THIS PROJECT GUTENBERG EBOOK X ***\n", "***END OF THE PROJECT GUTENBERG EBOOK X***\n"
    found = read(f"\ufeff{head}{start}\n\nCHAPTER I\n\nOnce.\n\n{end}{tail}".replace("\n", "\r\n"), "pg1.txt")
    assert found.text == "CHAPTER I\n\nOnce.\n"
    left = len(head + start + "\n\n" + "\n\n" + end + tail) - 1
    assert found.notes == (f"The licence of Project Gutenberg around the book ({left} characters) was left out.",)
    assert read(f"{head}{start}Once.\n").text == "Once.\n"
    assert read(f"Once.\n{end}{tail}").text == "Once.\n"
    assert read(f"{head}{start}One.\n{end}{tail}{head}{start}Two.\n{end}{tail}").text == "One.\nTwo.\n"
    assert read(f"{head}about it\n").notes == ()


def test_subtitles_are_read_without_numbers_and_times():
    text = "1\n00:00:01,600 --> 00:00:04,200\n- Good morning.\n- 7\n\n2\n00:00:05.000 --> 00:00:06.000 X1:40\n12\n\n"
    found = read(text, "film.srt")
    assert found.text == "- Good morning.\n- 7\n12\n"
    assert found.notes == ("The numbers and times of 2 subtitles were left out.",)
    counted = "1\n2\n3\n00:00:05,000 --> 00:00:06,000\n"
    assert read(counted).text == counted


def test_lines_of_old_computers_and_tunes_stay():
    assert read("First line\rsecond line\r\rThird\r").text == "First line\nsecond line\n\nThird\n"
    tune = 'X: 0\nT:Tune\nM:6/8\nK:D\n|:d|"D"fed faf:|\n'
    assert read(tune, "tunes.abc").text == tune


def test_a_chat_on_the_server(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path))
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "chat.txt"
    path.write_text("".join(f"31.12.19, 22:0{minute} - Ann: hi\n" for minute in range(4)))
    assert rows(server_files.read_text(LargeFile.at(path))) == (["Ann", "hi"],) * 4


# tables without names, and with lone quotation marks


def listed(content: str, name: str = "tweets.csv") -> Messages:
    found = read(content, name)
    assert isinstance(found, Messages)
    return found


def test_the_first_line_of_a_list_is_kept():
    found = listed('"ok 👍🏽 0"\n"see you at eight, and bring the cake"\n"how are you?"\n')
    assert found.choose().text == "ok 👍🏽 0\nsee you at eight, and bring the cake\nhow are you?"
    assert found.notes == (
        "The first row holds no column names, so it was read as the others; the column is called 'column 1' here.",
    )
    assert listed("Anna\nEmil\nAnna\nDora\n").table["column 1"].tolist() == ["Anna", "Emil", "Anna", "Dora"]
    dated = listed("".join(f"{number},2020-01-0{number} 10:00,ann,hi {number}\n" for number in range(1, 4)))
    assert (len(dated.table), dated.column) == (3, "column 4")
    numbered = listed("".join(f"{number},and this is a message of number {number}\n" for number in range(3)))
    assert len(numbered.table) == 3
    assert listed("ann,hi there\nbob,hello\nann,bye\n").choose().text == "hi there\nhello\nbye"


def test_lines_with_commas_are_whole():
    found = listed('good morning, all of you who are out there\n\nhi\n"well, ""hello"", you, two"\nok\n')
    assert found.table["text"].tolist() == ["good morning, all of you who are out there", "hi", 'well, "hello", you, two', "ok"]
    assert found.table.index.tolist() == [1, 3, 4, 5]
    assert found.notes == ("Each line was read as a message.",)
    assert listed("ok, thanks\nwell, yes, I see\n").choose().text == "ok, thanks\nwell, yes, I see"


def test_rows_that_do_not_fit_their_names_are_no_lines():
    with pytest.raises(UserError, match="has 3 values in row 2, but 2 columns in its first row"):
        listed("nutzer,nachricht\nann,hallo,ihr\n")


@pytest.mark.parametrize(
    "header",
    [
        "Spruch",
        "tweet_text",
        "Tweet text",
        "user,said",
        "Klasse,What would you change about this course",
        "Timestamp,How did you like the course and what would you change?",
    ],
)
def test_a_row_of_names_is_none_of_the_messages(header):
    row = ",".join(["some longer words of a message"] * (header.count(",") + 1))
    found = listed(f"{header}\n{row}\n{row}\n")
    assert found.columns == header.split(",")
    assert found.notes == ()


def test_a_lone_quotation_mark_swallows_no_rows():
    found = listed('id\ttext\n0\t"so it began\n1\ta "b" c\n2\t"well, ""you"""\n3\t"and it ended\n', "tweets.tsv")
    assert found.table["text"].tolist() == ['"so it began', 'a "b" c', 'well, "you"', '"and it ended']
    assert found.notes == (
        "A quotation mark at the beginning of a cell is not closed at its end, so it was read as a sign of the text.",
    )
    whole = listed('id\ttext\n0\t"one\ntwo"\n1\t"a ""b"""\n', "tweets.tsv")
    assert (whole.table["text"].tolist(), whole.notes) == (["one\ntwo", 'a "b"'], ())


def test_subtitles_of_web_pages():
    web = "WEBVTT\nKind: captions\n\n1\n00:00.000 --> 00:01.000 align:start\n<c.yellow>Good</c> <i>morning</i>\n\n"
    web += "00:00:01.500 --> 00:00:02.000\nTo you\n"
    found = read_text(File(web.encode(), "film.txt"))
    assert found.text == "Good morning\nTo you\n"
    assert found.notes == ("The numbers and times of 2 subtitles were left out.",)
    placed = "1\n00:00:05,000 --> 00:00:06,000\n{\\an8}{\\i1}Up\n"
    assert read(placed).text == "Up\n"


def test_subtitles_with_styles():
    rows = ["Dialogue: 0,0:00:01.00,0:00:02.00,Default,Ann,0,0,0,,{\\i1}Good{\\i0}, old\\NFriend", "Comment: 0,a,b,c,d,0,0,0,,no"]
    found = read("\n".join(["[Script Info]", "Title: Film", "", "[Events]", "Format: Layer, Start", *rows]), "film.ass")
    assert (found.text, found.notes) == ("Good, old\nFriend\n", ("The numbers and times of 1 subtitles were left out.",))


def test_subtitles_by_frames():
    found = read("{0}{25}{y:i}One|two\n{30}{50}Three\n{60}{}Four\n", "film.sub")
    assert found.text == "One\ntwo\nThree\nFour\n"
    assert read("{0}{25}One\n{1}{2}Two\nThree\n").notes == ()


def test_the_words_of_a_song():
    song = "[ti:Song]\n[ar:Ann]\n[offset:+0]\n[00:01.50]La <00:01.70> la\n\n[00:02.50][01:02.50]Li\n[00:03]Lo [low]\n"
    found = read(song, "song.lrc")
    assert (found.text, found.notes) == ("La la\n\nLi\nLo [low]\n", ("The times of 3 lines of a song were left out.",))
    assert read("[00:01]a\n[00:02]b\n").notes == ()


# messages as JSON


def test_a_message_in_each_object():
    rows = [{"author": "Ann", "body": "hi\nyou", "score": 1}, {"author": "Bob", "body": "bye", "score": 2}]
    for content in (json.dumps(rows), "\n".join(map(json.dumps, rows))):
        found = read(content, "rows.json")
        assert isinstance(found, Messages)
        assert (found.column, found.table["body"].tolist()) == ("body", ["hi\nyou", "bye"])
    nameless = json.dumps([{"a": "b"}, {"a": "c"}])
    assert read(nameless, "rows.json").text == nameless
