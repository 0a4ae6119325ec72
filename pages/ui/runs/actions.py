"""What can be done with one run of the list, and bringing one back from another machine."""

from dataclasses import replace

import streamlit as st

from pages.ui.common.messages import attempt
from pages.ui.common.owner import person
from pages.ui.runs.bin_box import throw_away
from pages.ui.runs.repeat import repeat_button
from pages.ui.views import page_of
from rnn_core.access import Access
from rnn_core.bundle import archive
from rnn_core.experiments.listing import DAMAGED, Row
from rnn_core.experiments.room import check_room
from rnn_core.runs import MOST_NOTE, MOST_TITLE, Run


def one_run(row: Row) -> None:
    """Open, name, take along, delete; one that is damaged can only be deleted."""
    st.subheader("The ticked run")
    mine = person().may_change(row.access)
    if row.state == DAMAGED:
        st.text(f"{row.title}. {row.note}")
        if mine:
            _delete_button(row)
        return
    run, active = row.run, row.run.status().active
    st.text(f"{row.title or row.data}: {row.state}. {run.status().message}")
    with st.container(horizontal=True):
        if page := page_of(row.experiment):
            st.page_link(
                page,
                label="Open; change its settings and train again",
                icon=":material/open_in_new:",
                query_params={"run": run.id},
            )
        if not active:
            st.download_button(
                "Download (zip)",
                lambda: archive.pack(run),
                f"{run.id}.zip",
                "application/zip",
                icon=":material/download:",
                on_click="ignore",
                help="Settings, curves, results, network and data: bring it back here or on another machine.",
            )
        repeat_button(row)
        if mine:
            _delete_button(row, active)
    if mine:
        _label(row)
    else:
        st.text(f"{row.note}\nIt belongs to somebody else: you can look at it and take it along, not change it.".strip())


def _delete_button(row: Row, active: bool = False) -> None:
    """No question is asked: it comes back by Undo, or from the bin."""
    why = "It is under way: stop or cancel it first." if active else None
    st.button(
        ":red[Delete]",
        icon=":material/delete:",
        disabled=active,
        help=why,
        on_click=throw_away,
        args=(row,),
        key=f"delete-{row.run.id}",
    )


def _label(row: Row) -> None:
    run, access = row.run, row.access
    with st.form(f"label-{run.id}", border=False):
        title = st.text_input("Name", row.title, max_chars=MOST_TITLE)
        note = st.text_area("Note", row.note, max_chars=MOST_NOTE, height=80)
        shared = access.owner and st.checkbox(
            "Share: whoever uses this server may look at the run and download it with its data", access.shared
        )
        if st.form_submit_button("Save"):
            attempt(_save, run, title, note, replace(access, shared=bool(shared)))
            st.rerun()


def _save(run: Run, title: str, note: str, access: Access) -> None:
    run.relabel(title, note)
    if access.owner:
        run.set_access(access)


def _unpack(content: bytes) -> None:
    check_room(person().id, len(content))
    archive.unpack(content, person().id)


def bring_back() -> None:
    """Upload a zip that this page made."""
    with st.expander("Bring back a run", icon=":material/upload:"):
        file = st.file_uploader("Zip of a run, as this page makes it", type="zip", max_upload_size=200, key="runs-zip")
        if file is not None and st.button("Bring it back", type="primary"):
            attempt(_unpack, file.getvalue(), done="The run is here.")
            st.rerun()
