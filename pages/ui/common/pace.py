"""Who has pages drawn without end waits, so that nobody else does. Loaded by the launcher: of Streamlit only its messages."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.ui.common.owner_cookie import COOKIE

AT_ONCE, EACH_SECOND = 40.0, 1.0  # pages of one browser, while others are here
PART = 0.1  # of a page: what a part of it that renews itself counts
HERE_SECONDS = 60.0  # that who has asked for something is here
MOST = 1_000  # browsers remembered


@dataclass
class Allowance:
    """``left``: pages at the time ``at``, below zero where they are owed."""

    left: float
    at: float


class Allowances:
    """How long each browser waits for its next page: not at all with pages left or alone, else until it has earned it."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Allowance] = OrderedDict()  # who has asked last at the end

    def wait(self, who: str, pages: float, now: float) -> float:
        """Seconds, for so many ``pages`` asked for at the time ``now``, also in seconds."""
        own = self._known.pop(who, None) or Allowance(AT_ONCE, now)
        left = min(AT_ONCE, own.left + (now - own.at) * EACH_SECOND) - pages
        newest = next(reversed(self._known.values()), None)
        if newest is None or now - newest.at > HERE_SECONDS:
            left = max(0.0, left)
        self._known[who] = Allowance(left, now)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return max(0.0, -left / EACH_SECOND)


class Pace:
    """ASGI middleware: what a browser asks for over its websockets is handed on at its pace."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self._allowances = app, Allowances()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pages as they are asked for, those beyond the allowance later."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        asking = HTTPConnection(scope)
        who = asking.cookies.get(COOKIE) or (asking.client.host if asking.client else "")

        async def paced() -> Message:
            message = await receive()
            await asyncio.sleep(self._allowances.wait(who, pages(message.get("bytes") or b""), time.monotonic()))
            return message

        await self.app(scope, paced, send)


def pages(sent: bytes) -> float:
    """What a message of a browser counts: a whole page 1, else less."""
    asked = BackMsg.FromString(sent)
    if asked.WhichOneof("type") != "rerun_script":
        return 0.0
    return PART if asked.rerun_script.fragment_id else 1.0
