"""The bin of the page Runs: what was deleted, bring it back, empty it; and the way back right after a delete."""

import contextlib
import datetime

import streamlit as st

from pages.ui.common.messages import attempt
from pages.ui.common.owner import person
from rnn_core.access import Access
from rnn_core.experiments.listing import Row
from rnn_core.runs import bin

UNDO = "runs-undo"  # the folder in the bin of what was deleted last
UNDO_SHOWN = datetime.timedelta(minutes=5)


def throw_away(row: Row) -> None:
    """Into the bin; the page that follows offers the way back."""

    def deleted() -> None:
        st.session_state[UNDO] = bin.throw_away(row.run).run.id

    attempt(deleted)


def undo_box() -> None:
    """After a delete: where it is, and Undo."""
    one = bin.find(st.session_state.get(UNDO, ""))
    if one is None or datetime.datetime.now(datetime.UTC) - one.deleted > UNDO_SHOWN:
        st.session_state.pop(UNDO, None)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"Deleted: {one.title}. It stays in the bin for {bin.KEPT_DAYS} days.", width="content")
        st.button("Undo", icon=":material/undo:", key="undo-delete", on_click=_restore, args=(one,))


def bin_box() -> None:
    """A fold with the deleted runs that one may bring back; nothing while there is none."""
    _tidied()
    mine = [one for one in bin.binned() if person().may_change(_access(one))]
    if not mine:
        return
    with st.expander(f"Bin ({len(mine)})", icon=":material/delete:", key="runs-bin"):
        st.text(f"Deleted runs stay here for {bin.KEPT_DAYS} days, fewer when the disk fills.")
        titles = {one.run.id: _words(one) for one in mine}
        key = f"bin-chosen-{mine[0].run.id}"  # what is deleted next stands first, and is chosen
        chosen = st.selectbox("Deleted run", list(titles), format_func=titles.__getitem__, key=key)
        with st.container(horizontal=True):
            one = next((one for one in mine if one.run.id == chosen), mine[0])
            st.button("Bring it back", icon=":material/undo:", key="bin-restore", on_click=_restore, args=(one,))
            with st.popover(":red[Empty the bin]", icon=":material/delete_forever:"):
                st.text(f"Delete {len(mine)} run{'s' * (len(mine) > 1)} for good? Nothing brings them back.")
                st.button(":red[Delete for good]", key="bin-empty", on_click=_empty, args=(mine,))


@st.cache_data(ttl=3600, show_spinner=False)
def _tidied() -> None:
    """What is too old goes, without a look at the whole bin at each click. Another session may do it at the same moment."""
    with contextlib.suppress(OSError):
        bin.empty_old()


def _words(one: bin.Binned) -> str:
    when = one.deleted.astimezone()
    return f"{one.title} (deleted {when.day} {when:%b, %H:%M}) · {one.id[-8:]}"


def _access(one: bin.Binned) -> Access:
    try:
        return one.run.access()
    except (OSError, ValueError):
        return Access()


def _restore(one: bin.Binned) -> None:
    attempt(one.restore, done=f"The run {one.title} is back.")


def _empty(mine: list[bin.Binned]) -> None:
    for one in mine:
        attempt(one.remove, done="The bin is empty.")
