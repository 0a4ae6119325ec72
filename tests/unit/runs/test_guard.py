"""Headers that make browsers careful, and what the server does not answer."""

import contextlib

import pytest
from starlette.responses import PlainTextResponse

from pages.ui.common.guard import Guard


def answered(scope: dict) -> list[dict]:
    """What comes back to this request."""
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "websocket.connect"}

    async def app(scope: dict, receive, send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await PlainTextResponse("page")(scope, receive, send)

    with contextlib.suppress(StopIteration):  # nothing in it waits, so one step is all of it
        Guard(app)(scope, receive, send).send(None)  # type: ignore[arg-type]
    return sent


def get(path: str = "/") -> tuple[int, dict[str, str]]:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    first = answered(scope)[0]
    return first["status"], {name.decode(): value.decode() for name, value in first["headers"]}


def test_every_answer_has_the_headers(monkeypatch):
    status, headers = get()
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'self'; " in policy
    assert policy.endswith("frame-ancestors 'self'")
    monkeypatch.setenv("RNN_LAB_EMBED_IN", "https://school.example https://other.example")
    assert get()[1]["content-security-policy"].endswith("frame-ancestors 'self' https://school.example https://other.example")


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/"])
def test_what_the_server_counts_is_not_told(path):
    status, headers = get(path)
    assert status == 404
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"host": "lab:8501", "origin": "http://lab:8501"}, True),
        ({"host": "lab:8501"}, True),
        ({"host": "lab:8501", "origin": "http://lab:8502"}, False),
        ({"host": "lab:8501", "origin": "https://elsewhere.example"}, False),
        ({"host": "lab:8501", "origin": "null"}, False),
        ({"host": "127.0.0.1:8501", "x-forwarded-host": "lab.school.example", "origin": "https://lab.school.example"}, True),
    ],
)
def test_a_websocket_is_opened_by_our_own_pages_only(headers, accepted):
    scope = {"type": "websocket", "path": "/_stcore/stream", "query_string": b""}
    scope["headers"] = [(name.encode(), value.encode()) for name, value in headers.items()]
    (message,) = answered(scope)
    assert message["type"] == ("websocket.accept" if accepted else "websocket.close")
