"""Chats of many programs and languages: authors and messages come out, stamps and notices are left out and told."""

import pytest

from rnn_core.data import Messages, Text
from tests.unit.data.test_text_forms import CHAT, read, rows

READ = "Read as a {} chat: 3 messages; their dates and times were left out."
LEFT = "Read as {} chat: 3 messages; their dates and times, and {} of the program itself, were left out."


@pytest.mark.parametrize(
    "stamp",
    [
        "١٢\u200f/٣\u200f/٢٠٢٣، ١٠:٠٥ م - ",
        "[١٢\u200f/٣\u200f/٢٠٢٣, ١٠:٠٥:١٣ ص] ",
        "\u200f\u202b12\u200f/3\u200f/2023، 10:05 م - ",
        "۱۴۰۱/۱۲/۲۱،\u200f ۱۰:۰۵ ب.ظ - ",
        "12/03/23, 10:05 पूर्वाह्न - ",
        "12.03.2023 ÖS 10:05 - ",
        "12.03.2023 10:05 - ",
        "12.3.2023 klo 10.05 - ",
        "12/3/23, 10:05 π.μ. - ",
        "12.3.2023, 10:05 אחה״צ - ",
        "2023/3/12 下午10:05 - ",
        "[2023. 3. 12. 오후 10:05:13] ",
        "[10:05 AM, 3/12/2023] ",
        "10:05, 12/03/2023 - ",
    ],
)
def test_whatsapp_in_many_languages(stamp):
    found = read(f"{stamp}Ann: hi\n{stamp}\u202bBob Muster\u202c: hello: you\nand a second line\n{stamp}Ann: bye\n")
    assert rows(found) == CHAT
    assert found.notes == (READ.format("WhatsApp"),)


KAKAO = "[Ann] [{0}] hi\n[Bob Muster] [{0}] hello: you\nand a second line\n{1}\n[Ann] [{0}] bye\n"
MOBILE = "{0}, Ann : hi\n{0}, Bob Muster : hello: you\nand a second line\n{1}\n{0}, Ann : bye\n"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Ann 님과 카카오톡 대화\n저장한 날짜 : 2023-06-03 15:21:00\n\n" + KAKAO.format("오후 3:21", "Cleo님이 나갔습니다."), 3),
        (KAKAO.format("오전 11:02", "--------------- 2023년 6월 4일 일요일 ---------------"), 1),
        (KAKAO.format("3:21 PM", "--------------- Saturday, June 3, 2023 ---------------"), 1),
        (KAKAO.format("15:21", "Cleo joined this chatroom."), 1),
        ("KakaoTalk Chats with A\n" + MOBILE.format("June 3, 2023, 3:21 PM", "June 3, 2023, 3:22 PM"), 2),
        (MOBILE.format("2023년 6월 3일 오후 3:21", "2023년 6월 3일 오후 3:25, Cleo님이 들어왔습니다."), 1),
        (MOBILE.format("2023. 6. 3. 오후 3:21", "2023년 6월 4일 일요일"), 1),
    ],
)
def test_a_kakaotalk_chat(text, own):
    found = read(text)
    assert rows(found) == CHAT
    assert found.notes == (LEFT.format("a KakaoTalk", "1 line" if own == 1 else f"{own} lines"),)


def test_a_kakaotalk_table():
    found = read('Date,User,Message\n"2023-06-03 15:21:00","Ann","hi"\n"2023-06-03 15:22:00","Bob","hello"\n', "chat.csv")
    assert isinstance(found, Messages)
    assert (found.column, found.by_author("Message")) == ("Message", "User")


def test_a_line_chat():
    head = "[LINE] Chat history with Ann\nSaved on: 2023/06/03 12:34\n\n2023/06/03(土)\n"
    text = (
        head + '午後3:21\tAnn\thi\n午後3:22\tBob Muster\t"hello: you\nand a second line"\n\n2023/06/04(日)\n12:36\tCleo joined\n'
    )
    found = read(f"{text}12:37\tAnn\tbye\n")
    assert rows(found) == CHAT
    assert found.notes == (LEFT.format("a LINE", "5 lines"),)
    assert rows(read("Sat, 6/3/2023\n3:21 PM\tAnn\thi\n3:21 PM\tAnn\thi\n3:21 PM\tAnn\thi")) == (["Ann", "hi"],) * 3


@pytest.mark.parametrize("stamp", ["[12:34] ", "12:34 ", "12:34:56 ", "[2023-06-03 12:34:56] ", "Jun 03 12:34:56 "])
def test_an_irc_log(stamp):
    lines = ["--- Log opened", f"{stamp}<Ann> hi", f"{stamp}-!- Cleo [c@d] has joined #rnn", f"{stamp}<@Bob> hello: <you>"]
    found = read("\n".join([*lines, f"{stamp}* Cleo waves", "", f"{stamp}<Ann> bye"]))
    assert rows(found) == (["Ann", "hi"], ["Bob", "hello: <you>"], ["Ann", "bye"])
    assert found.notes == (LEFT.format("an IRC", "3 lines"),)


def test_an_irc_log_with_tabs():
    stamp = "2023-06-03 12:34:56\t"
    found = read(f"{stamp}-->\tCleo has joined\n{stamp}@Ann\thi\n{stamp}Bob\thello\n{stamp} *\tBob waves\n{stamp}Ann\tbye\n")
    assert rows(found) == (["Ann", "hi"], ["Bob", "hello"], ["Ann", "bye"])


@pytest.mark.parametrize(
    ("form", "program"),
    [
        ("12:34:56\t From  {} : ", "Zoom"),
        ("12:34:56 From {} to Everyone:\n\t", "Zoom"),
        ("\n\n[03-Jun-23 12:34 PM] {}\n", "Discord"),
        ("\n\n[6/3/2023 12:34 PM] {}\n", "Discord"),
        ("\n\n{}, [03.06.2023 12:34]\n", "Telegram"),
        ("\n\n{}, [Jun 3, 2023 at 12:34:56 PM]:\n", "Telegram"),
    ],
)
def test_chats_that_are_copied_or_saved(form, program):
    indent = "\t" if form.endswith("\t") else ""
    said = (("Ann", "hi"), ("Bob Muster", f"hello: you\n{indent}and a second line"), ("Ann", "bye"))
    found = read("\n".join(form.format(author) + words for author, words in said))
    assert rows(found) == CHAT
    assert found.notes == (READ.format(program),)


@pytest.mark.parametrize(
    "text",
    [
        "[1] [a] b\n" * 5,
        "<b> bold\n" * 5,
        "12:34\tone\n" * 5,
        "[2023-06-03 12:34:56] INFO It starts\n" * 5,
        "At 12:34 <b> came\n" * 5,
        "June 3, 2023\n\nDear diary : today\n" * 5,
        "[Ann] [3:21 PM] hi\n" * 2,
        "[Ann] [3:21 PM] hi\n" * 3 + "A line of a book.\n" * 60,
        "A line of a book.\n" * 20 + "[Ann] [3:21 PM] hi\n" * 20,
    ],
)
def test_texts_that_are_no_chat(text):
    found = read(text)
    assert isinstance(found, Text)
    assert found.text == text


def test_a_messenger_chat_is_sorted_and_its_letters_mended():
    def message(author: str, time: int, **more) -> dict:
        return {"sender_name": author.encode().decode("latin-1"), "timestamp_ms": time, **more}

    messages = [
        message("Zoë", 3000, content="bye 😀".encode().decode("latin-1")),
        message("Bob", 2500, photos=[{"uri": "a.jpg"}]),
        message("Bob", 2000, content="hello, 你"),
        message("Zoë", 1000, content="hi"),
    ]
    found = read({"participants": [{"name": "Bob"}], "messages": messages}, "message_1.json")
    assert rows(found) == (["Zoë", "hi"], ["Bob", "hello, 你"], ["Zoë", "bye 😀"])
    assert found.notes == (
        "Read as a Messenger chat: 3 messages; their dates and times, and 1 record that nobody wrote, were left out.",
    )
    newer = [{"senderName": "Zoë", "text": words, "timestamp": time, "type": "text"} for words, time in (("b", 2), ("a", 1))]
    assert rows(read({"threadName": "x", "messages": newer}, "x.json")) == (["Zoë", "a"], ["Zoë", "b"])


def test_chats_of_google_and_matrix():
    google = [{"creator": {"name": "Ann", "email": "a@b.c"}, "created_date": "Saturday", "text": "hi"}]
    assert rows(read({"messages": google}, "messages.json")) == (["Ann", "hi"],)
    matrix = [
        {"type": "m.room.message", "sender": "@ann:b.c", "content": {"msgtype": "m.text", "body": "hi"}},
        {"type": "m.room.member", "sender": "@bob:b.c", "content": {"membership": "join"}},
    ]
    assert rows(read({"room_name": "r", "messages": matrix}, "r.json")) == (["@ann:b.c", "hi"],)


def test_the_signs_of_slack():
    message = {"type": "message", "ts": "1.0", "user": "Ann", "text": "a &amp; b &lt;3"}
    assert rows(read([message], "day.json")) == (["Ann", "a & b <3"],)


def test_conversations_with_an_assistant():
    def node(role: str, *parts: object) -> dict:
        return {"message": {"author": {"role": role}, "content": {"content_type": "text", "parts": [*parts]}}}

    nodes = [
        {"message": None},
        node("system", ""),
        node("user", "hi"),
        node("assistant", "hello", {"image": 1}),
        node("tool", "x"),
    ]
    talk = {"title": "T", "mapping": {str(number): one for number, one in enumerate(nodes)}}
    assert rows(read([talk, talk], "conversations.json")) == (["user", "hi"], ["assistant", "hello"]) * 2
