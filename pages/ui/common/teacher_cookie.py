"""Being the teacher lasts for a day in the browser that gave the class password. Loaded by the launcher: no Streamlit in here."""

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.ui.common.owner_cookie import COOKIE, without
from rnn_core.access import is_teacher_token

TEACHER_COOKIE = "rnn-lab-teacher"
TOKEN = "teacher"  # in the address
A_DAY = 24 * 3600


class TeacherCookie:
    """ASGI middleware: a page's address with ``teacher=TOKEN`` sets the cookie, with any other value it takes it away.

    The token goes with the key of this browser and with the class password: elsewhere, or after another password was set, it is
    worth nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer such an address by a redirect without the token."""
        if scope["type"] != "http" or scope["method"] != "GET" or TOKEN not in Request(scope).query_params:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        token, key = request.query_params[TOKEN], request.cookies.get(COOKIE, "")
        answer = RedirectResponse(without(request.url, TOKEN), status_code=303)
        if is_teacher_token(token, key):
            secure = request.url.scheme == "https"
            answer.set_cookie(TEACHER_COOKIE, token, max_age=A_DAY, httponly=True, samesite="lax", secure=secure)
        else:
            answer.delete_cookie(TEACHER_COOKIE)
        await answer(scope, receive, send)
