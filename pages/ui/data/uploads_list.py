"""The uploaded datasets of this computer: what they are, how much they take, delete them."""

import streamlit as st

from pages.ui.common.messages import attempt
from pages.ui.common.owner import person, whose
from rnn_core.data import forget_unused
from rnn_core.data.uploads import QUOTA, Upload, remove, taken_bytes, uploads
from rnn_core.runs import bin


def uploads_list() -> None:
    """A table and a button to delete one."""
    me = person()
    found = uploads(person=me)
    if not found:
        return
    with st.expander("Uploaded datasets", icon=":material/database:"):
        st.text(
            f"All uploads on this computer together take {taken_bytes() / 1e6:,.1f} MB of {QUOTA / 1e6:,.0f} MB. "
            "Each was kept when it was trained on; only you see yours."
        )
        st.dataframe(
            [
                {
                    "Name": one.name,
                    "Kind": one.kind,
                    "MB": round(one.bytes / 1e6, 2),
                    "Kept": one.created[:10],
                    "Hash": one.id[:12],
                    **({"Owner": whose(one.access())} if me.teacher else {}),
                }
                for one in found
            ],
            hide_index=True,
        )
        _delete_one([one for one in found if me.may_change(one.access())])


def _delete_one(found: list[Upload]) -> None:
    names = {one.key: f"{one.name} ({one.id[:12]})" for one in found}
    chosen = st.selectbox("Delete a dataset", list(names), index=None, format_func=names.__getitem__, key="upload-delete")
    if chosen:
        st.text("It goes from the lists; runs that used it keep their copy.")
        st.button(
            "Delete it",
            on_click=attempt,
            args=(_delete, found[list(names).index(chosen)]),
        )


def _delete(upload: Upload) -> None:
    remove(upload)
    forget_unused(bin.data_in_use() | {one.id for one in uploads()})
    st.session_state.pop("upload-delete", None)
