"""What every answer of the server carries so that browsers are careful with it, and what is not answered at all.

Loaded by the launcher: no Streamlit in here.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rnn_core.config import config

CLOSED = ("/_stcore/metrics",)  # what the server counts is nobody's
POLICY_VIOLATION = 1008
# Streamlit's own scripts make functions of text and style elements, and components come as blobs.
CONTENT = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


class Guard:
    """ASGI middleware: headers on every answer; no metrics; no websocket that a page of another address opens."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is closed, and pass on all else."""
        if scope["type"] == "websocket" and _from_elsewhere(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        app = PlainTextResponse("Not found", 404) if scope["path"].rstrip("/") in CLOSED else self.app

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(careful())
            await send(message)

        await app(scope, receive, guarded)


def careful() -> dict[str, str]:
    """The headers. Other sites may show the pages in a frame only where ``RNN_LAB_EMBED_IN`` names them."""
    framing = " ".join(["'self'", *config().embed_in.split()])
    policy = {**CONTENT, "frame-ancestors": framing}
    return {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "content-security-policy": "; ".join(f"{what} {where}" for what, where in policy.items()),
    }


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a page of another host or port asks; programs send no origin."""
    origin = headers.get("origin")
    here = headers.get("x-forwarded-host") or headers.get("host", "")
    return origin is not None and urlsplit(origin).netloc != here
