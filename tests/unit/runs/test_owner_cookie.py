"""The cookie that a browser gets with its first page, and private links, as the server answers them."""

import contextlib
from http.cookies import SimpleCookie

from starlette.responses import PlainTextResponse

from pages.ui.common.owner_cookie import A_YEAR, COOKIE, OwnerCookie
from rnn_core.access import is_key, new_key, owner_id

MINE, OFFERED = new_key(), new_key()


def answer(address: str = "/", key: str = "", accept: str = "text/html", scheme: str = "http") -> tuple[int, dict[str, str]]:
    """Status and headers of a GET."""
    path, _, query = address.partition("?")
    headers = [(b"accept", accept.encode()), *([(b"cookie", f"{COOKIE}={key}".encode())] if key else [])]
    scope = {"type": "http", "method": "GET", "scheme": scheme, "server": ("class", 80), "path": path, "headers": headers}
    scope["query_string"] = query.encode()
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    with contextlib.suppress(StopIteration):  # nothing in it waits, so one step is all of it
        OwnerCookie(PlainTextResponse("page"))(scope, None, send).send(None)  # type: ignore[arg-type]
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def cookie(headers: dict[str, str]) -> str:
    """The key that the answer sets, "" when it sets none."""
    return SimpleCookie(headers.get("set-cookie", "")).get(COOKIE, SimpleCookie("a=")["a"]).value


def test_the_first_page_brings_a_key_that_scripts_cannot_read():
    status, headers = answer()
    assert status == 200
    assert is_key(cookie(headers))
    assert cookie(headers) != cookie(answer()[1])
    parts = headers["set-cookie"].lower()
    assert "httponly" in parts
    assert "samesite=lax" in parts
    assert f"max-age={A_YEAR}" in parts
    assert "secure" not in parts
    assert "secure" in answer(scheme="https")[1]["set-cookie"].lower()


def test_the_key_stays_and_a_damaged_one_is_replaced():
    assert cookie(answer(key=MINE)[1]) == MINE
    assert is_key(cookie(answer(key="no-key")[1]))


def test_what_is_no_page_sets_nothing():
    assert cookie(answer("/assets/plotly.min.js", accept="*/*")[1]) == ""


def test_a_private_link_is_taken_by_no_browser_unasked():
    status, headers = answer(f"/forecast?owner={OFFERED}")
    assert status == 200
    assert cookie(headers) != OFFERED


def test_the_redirect_stays_on_this_server():
    address = f"//elsewhere.org/?owner={OFFERED}&instead={owner_id(MINE)}"
    assert answer(address, key=MINE)[1]["location"] == "/elsewhere.org/"


def test_a_private_link_does_not_take_a_key_away_unasked():
    status, headers = answer(f"/runs?owner={OFFERED}", key=MINE)
    assert (status, cookie(headers)) == (200, MINE)
    status, headers = answer(f"/runs?owner={OFFERED}&instead={owner_id(OFFERED)}", key=MINE)
    assert (status, cookie(headers)) == (200, MINE)


def test_a_private_link_is_taken_when_its_page_asked_and_leaves_the_address():
    status, headers = answer(f"/runs?owner={OFFERED}&runs=a%20b&instead={owner_id(MINE)}", key=MINE)
    assert (status, cookie(headers), headers["location"]) == (303, OFFERED, "/runs?runs=a+b")


def test_what_is_no_key_is_never_set():
    status, headers = answer("/runs?owner=short")
    assert status == 200
    assert is_key(cookie(headers))
