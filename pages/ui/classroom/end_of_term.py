"""Everything that the class made, as one zip, and gone by one button."""

import streamlit as st

from pages.ui.common.messages import attempt
from rnn_core.classroom.whole_class import everything, forget


def end_of_term() -> None:
    """Folded: it is needed once."""
    with st.expander("End of term", icon=":material/inventory_2:"):
        st.text(
            "Names, tasks and the runs of the class lie on this computer only. Take them along as one zip, then delete them: "
            "names and tasks for good, runs as if each had been deleted (they lie in the bin for seven days)."
        )
        if st.button("Make the zip", icon=":material/folder_zip:"):
            st.download_button("Download", everything(), "class.zip", "application/zip", on_click="ignore")
        sure = st.checkbox("I have what I need", key="class-sure")
        st.button(
            "Delete what the class made", type="secondary", icon=":material/delete:", disabled=not sure,
            on_click=attempt, args=(forget,), kwargs={"done": "What the class made is deleted."},
        )  # fmt: skip
