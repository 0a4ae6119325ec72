"""The owner key of a browser, a cookie that no script can read. Loaded by the launcher: no Streamlit in here."""

from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import URL, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rnn_core.access import is_key, new_key, owner_id

COOKIE = "rnn-lab-key"
KEY, INSTEAD = "owner", "instead"  # in the address of a private link
A_YEAR = 365 * 24 * 3600


class OwnerCookie:
    """ASGI middleware: every browser that opens a page gets a key of its own.

    It takes that of a private link when the link's ``instead`` is the id of the key it has, which only the page knows that asks
    first: no link from elsewhere gives anybody another key.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a private link by a redirect without the key; see that every other page sets the cookie."""
        if scope["type"] != "http" or scope["method"] != "GET" or "text/html" not in Request(scope).headers.get("accept", ""):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        present, offered = request.cookies.get(COOKIE, ""), request.query_params.get(KEY, "")
        if is_key(offered) and is_key(present) and request.query_params.get(INSTEAD) == owner_id(present):
            answer = RedirectResponse(without(request.url, KEY, INSTEAD), status_code=303)
            answer.raw_headers.append(_cookie(offered, request))
            await answer(scope, receive, send)
            return
        header = _cookie(present if is_key(present) else new_key(), request)

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).raw.append(header)
            await send(message)

        await self.app(scope, receive, with_cookie)


def _cookie(key: str, request: Request) -> tuple[bytes, bytes]:
    """The header that sets it anew for a year."""
    answer = Response()
    answer.set_cookie(COOKIE, key, max_age=A_YEAR, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return next((name, value) for name, value in answer.raw_headers if name == b"set-cookie")


def without(url: URL, *names: str) -> str:
    """The same address on this server, without these parameters."""
    left = [(name, value) for name, value in parse_qsl(url.query) if name not in names]
    path = "/" + url.path.lstrip("/")  # never the name of another server
    return f"{path}?{urlencode(left)}" if left else path
