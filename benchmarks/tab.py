"""A tab without a browser: it speaks to the server as Streamlit's own page does, so that many fit on one machine."""

import asyncio
import time
import urllib.request
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLsRequest, UploadedFileInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
PATIENCE_SECONDS = 60.0  # for one answer of the server


def cookie_of(address: str) -> str:
    """The cookies that a browser's first requests set, as a header."""
    kept = ""
    for path in ("", "/_stcore/health"):
        asked = urllib.request.Request(address + path, headers={"Accept": "text/html", "Cookie": kept})
        with urllib.request.urlopen(asked) as answer:
            set_now = [one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or []]
        kept = "; ".join(filter(None, [kept, *set_now]))
    return kept


@asynccontextmanager
async def opened_tab(address: str, cookie: str, page: str, query: str = "") -> AsyncIterator["Tab"]:
    """A connected tab at a page, by its address within ours, which has not asked for anything yet."""
    async with connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(address),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": cookie} if cookie else None,
        compression=None,
        max_size=None,
        proxy=None,
    ) as socket:
        yield Tab(socket, address, cookie, ClientState(query_string=query, page_name=page))


class Tab:
    """A browser's tab as the server knows it: it asks for a page, acts on its widgets, and renews the part that renews itself."""

    def __init__(self, socket: ClientConnection, address: str, cookie: str, page: ClientState):
        self.opened = 0.0
        self.answers: list[tuple[float, int]] = []  # seconds and bytes of each renewal
        self._socket, self._address, self._cookie, self._page = socket, address, cookie, page
        self._session = ""
        self._fragment, self._interval, self._due = "", 0.0, 0.0
        self._widgets: dict[str, WidgetState] = {}
        self._ids: dict[str, str] = {}  # of widgets, by their labels
        self._cached: dict[tuple[int, ...], str] = {}

    async def run_page(self) -> float:
        """Seconds until the whole page has come."""
        begin = time.monotonic()
        await self._ask(self._page)
        await self._answer()
        return time.monotonic() - begin

    async def choose(self, label: str, **value: Any) -> float:
        """Give the widget of this label a value, as the field of its state is called; seconds until the page has answered."""
        self.fill_in(label, **value)
        return await self._again()

    def fill_in(self, label: str, **value: Any) -> None:
        """As :meth:`choose`, of a widget in a form: it is sent with the press of a button."""
        self._widgets[self._ids[label]] = WidgetState(id=self._ids[label], **value)

    async def press(self, label: str) -> float:
        """As :meth:`choose`, of a button."""
        return await self._again(WidgetState(id=self._ids[label], trigger_value=True))

    async def upload(self, label: str, name: str, content: bytes) -> float:
        """As :meth:`choose`, of a widget that takes files."""
        asked = FileURLsRequest(request_id=name, file_names=[name], session_id=self._session)
        await self._socket.send(BackMsg(file_urls_request=asked).SerializeToString())
        while (message := await self._message()).WhichOneof("type") != "file_urls_response":
            self._take(message)
        place = message.file_urls_response.file_urls[0]
        await asyncio.to_thread(_put, self._address + place.upload_url, self._cookie, name, content)
        info = UploadedFileInfo(file_id=place.file_id, name=name, size=len(content), file_urls=place)
        return await self.choose(label, file_uploader_state_value=FileUploaderState(uploaded_file_info=[info]))

    async def _again(self, *more: WidgetState) -> float:
        begin = time.monotonic()
        asked = self._state()
        asked.widget_states.widgets.extend(more)
        await self._ask(asked)
        await self._answer()
        return time.monotonic() - begin

    async def watch(self) -> None:
        """Open the page, then renew its live part as often as it says, until cancelled.

        The wait counts from the moment the renewal is due, so an answer that is late makes the next one late, too.
        """
        self.opened = await self.run_page()
        if not self._fragment:
            raise RuntimeError("no part of the page renews itself: does the run train?")
        while True:
            self._due += self._interval
            await asyncio.sleep(max(0.0, self._due - time.monotonic()))
            await self._ask(self._renewal())
            size = await self._answer()
            self.answers.append((time.monotonic() - self._due, size))

    def _renewal(self) -> ClientState:
        asked = self._state()
        asked.fragment_id, asked.is_auto_rerun = self._fragment, True
        return asked

    def _state(self) -> ClientState:
        asked = ClientState()
        asked.MergeFrom(self._page)
        asked.widget_states.widgets.extend(self._widgets.values())
        asked.cached_message_hashes.extend(self._cached.values())
        return asked

    async def _ask(self, page: ClientState) -> None:
        await self._socket.send(BackMsg(rerun_script=page).SerializeToString())

    async def _answer(self) -> int:
        """Read up to the end of the script; the bytes that came."""
        size = 0
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                message = await self._message()
                size += message.ByteSize()
                if message.WhichOneof("type") == "script_finished" and message.script_finished in FINISHED:
                    return size
                self._take(message)

    async def _message(self) -> ForwardMsg:
        return ForwardMsg.FromString(await self._socket.recv(decode=False))

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._session = message.new_session.initialize.session_id
        elif kind == "page_info_changed":
            self._page.query_string = message.page_info_changed.query_string
        elif kind == "navigation":
            self._page.page_script_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._fragment, self._interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
            self._due = time.monotonic()
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                raise RuntimeError(f"the page shows an error: {element.exception.message}")
            if message.metadata.cacheable:
                self._cached[tuple(message.metadata.delta_path)] = message.hash
            widget: Any = getattr(element, str(element.WhichOneof("type")))
            if getattr(widget, "id", "") and getattr(widget, "label", ""):
                self._ids[widget.label] = widget.id
            if (state := widget_state(element)) and (widget.set_value or state.id not in self._widgets):
                self._widgets[state.id] = state


def widget_state(element: Element) -> WidgetState | None:
    """What a browser answers for a widget that nobody has touched; None for what is no such widget."""
    kind = element.WhichOneof("type")
    if kind not in ("slider", "selectbox", "multiselect", "button_group", "number_input"):
        return None
    widget: Any = getattr(element, kind)
    state = WidgetState(id=widget.id)
    if kind == "slider" and widget.options:
        state.string_array_value.data.extend(widget.raw_value or [widget.options[int(at)] for at in widget.default])
    elif kind == "slider":
        state.double_array_value.data.extend(widget.value if widget.set_value else widget.default)
    elif kind == "number_input":
        value = widget.value if widget.set_value else widget.default
        if widget.data_type == NumberInput.INT:
            state.int_value = int(value)
        else:
            state.double_value = value
    elif kind == "selectbox":
        state.string_value = widget.raw_value if widget.set_value else widget.options[widget.default]
    else:
        names = [getattr(one, "content", one) for one in widget.options]
        state.string_array_value.data.extend(widget.raw_values if widget.set_value else [names[at] for at in widget.default])
    return state


def _put(address: str, cookie: str, name: str, content: bytes) -> None:
    """As a browser's form does."""
    end = uuid.uuid4().hex
    head = f'--{end}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{end}--\r\n".encode()
    token = dict(one.split("=", 1) for one in cookie.split("; "))["_streamlit_xsrf"]
    headers = {"Content-Type": f"multipart/form-data; boundary={end}", "Cookie": cookie, "X-Xsrftoken": token}
    with urllib.request.urlopen(urllib.request.Request(address, body, headers, method="PUT")):
        pass
