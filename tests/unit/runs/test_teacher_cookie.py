"""Being the teacher in a browser for a day: only with its own key and the present password."""

import contextlib
from http.cookies import SimpleCookie

import pytest
from starlette.responses import PlainTextResponse

from pages.ui.common.owner_cookie import COOKIE
from pages.ui.common.teacher_cookie import A_DAY, TEACHER_COOKIE, TeacherCookie
from rnn_core.access import is_teacher_token, new_key, teacher_token

MINE, OTHER = new_key(), new_key()


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "the one of today")


def answer(query: str, key: str = MINE, method: str = "GET") -> tuple[int, dict[str, str]]:
    """Status and headers of what a page's address with this query brings."""
    headers = [(b"accept", b"text/html"), (b"cookie", f"{COOKIE}={key}".encode())]
    scope = {"type": "http", "method": method, "scheme": "http", "server": ("class", 80), "path": "/runs", "headers": headers}
    scope["query_string"] = query.encode()
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    with contextlib.suppress(StopIteration):  # nothing in it waits, so one step is all of it
        TeacherCookie(PlainTextResponse("page"))(scope, None, send).send(None)  # type: ignore[arg-type]
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_the_token_becomes_a_cookie_and_leaves_the_address():
    status, headers = answer(f"runs=x&teacher={teacher_token(MINE)}")
    assert (status, headers["location"]) == (303, "/runs?runs=x")
    cookie = SimpleCookie(headers["set-cookie"])[TEACHER_COOKIE]
    assert cookie.value == teacher_token(MINE)
    assert (cookie["max-age"], bool(cookie["httponly"])) == (str(A_DAY), True)


@pytest.mark.parametrize(
    "token", [lambda: "", lambda: "x" * 64, lambda: teacher_token(OTHER)], ids=["none", "made up", "another's"]
)
def test_another_token_takes_the_cookie_away(token):
    status, headers = answer(f"teacher={token()}")
    assert (status, headers["location"]) == (303, "/runs")
    assert SimpleCookie(headers["set-cookie"])[TEACHER_COOKIE].value == ""


def test_other_addresses_are_left_alone():
    assert answer("runs=x")[0] == 200
    assert answer("teacher=x", method="HEAD")[0] == 200


def test_a_token_is_of_one_key_and_one_password(monkeypatch):
    token = teacher_token(MINE)
    assert is_teacher_token(token, MINE)
    assert not is_teacher_token(token, OTHER)
    assert not is_teacher_token("ä", MINE)
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "the one of tomorrow")
    assert not is_teacher_token(token, MINE)
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "")
    assert not is_teacher_token(teacher_token(MINE), MINE), "without a class nobody is its teacher"
