"""One browser's flood of pages does not keep the others waiting."""

from contextlib import suppress

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from pages.ui.common import pace
from pages.ui.common.pace import AT_ONCE, HERE_SECONDS, Allowances, Pace, pages

FULL = int(AT_ONCE)


def test_beside_others_a_flood_earns_a_page_a_second():
    allowances = Allowances()
    assert allowances.wait("ann", 1, now=0.0) == 0
    assert [allowances.wait("bob", 1, now=1.0) for _ in range(FULL + 3)] == [0.0] * FULL + [1.0, 2.0, 3.0]
    assert allowances.wait("ann", 1, now=2.0) == 0
    assert allowances.wait("bob", 1, now=3.0) == 2  # three owed, two seconds over, one more
    assert allowances.wait("bob", 0, now=5.0) == 0
    assert [allowances.wait("bob", 1, now=100.0) for _ in range(FULL)] == [0.0] * FULL


def test_who_is_alone_never_waits():
    allowances = Allowances()
    allowances.wait("ann", 1, now=0.0)
    later = HERE_SECONDS + 1
    assert [allowances.wait("bob", 1, now=later) for _ in range(3 * FULL)] == [0.0] * 3 * FULL
    allowances.wait("ann", 1, now=later)
    assert allowances.wait("bob", 1, now=later) == 1


def test_those_who_asked_longest_ago_are_forgotten(monkeypatch):
    monkeypatch.setattr(pace, "MOST", 2)
    allowances = Allowances()
    for who in "abc":
        allowances.wait(who, FULL, now=0.0)
    assert allowances.wait("a", FULL, now=0.0) == 0
    assert allowances.wait("c", FULL, now=0.0) == FULL


@pytest.mark.parametrize(
    ("message", "count"),
    [
        (BackMsg(rerun_script=ClientState(page_name="forecast")), 1),
        (BackMsg(rerun_script=ClientState(fragment_id="live")), pace.PART),
        (BackMsg(stop_script=True), 0),
    ],
)
def test_what_a_message_counts(message, count):
    assert pages(message.SerializeToString()) == count


def test_messages_come_whole_and_in_their_order():
    asked = [BackMsg(rerun_script=ClientState(page_name=str(number))).SerializeToString() for number in range(5)]
    sent, heard = [{"type": "websocket.receive", "bytes": one} for one in asked] + [{"type": "websocket.disconnect"}], []

    async def application(scope, receive, send):
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message["bytes"])

    async def receive():
        return sent.pop(0)

    answering = Pace(application)({"type": "websocket", "headers": [], "client": ("10.0.0.1", 1)}, receive, None)
    with suppress(StopIteration):  # without an event loop, as nothing here waits
        while True:
            answering.send(None)
    assert heard == asked
