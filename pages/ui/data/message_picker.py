"""From a table of messages to the text of one author: columns, the most active values, what to leave out."""

import streamlit as st

from rnn_core.data import Messages, Text
from rnn_core.figures import charts
from rnn_core.figures.palette import ACTUAL

SHOWN = 20
ALL = ""


def message_picker(messages: Messages, place: str = "") -> Text:
    """The controls, in the sidebar or (``place`` tells them apart) elsewhere. Raises UserError when nothing is left."""
    columns = messages.columns
    at = f"{place}-{messages.title}"
    column = st.selectbox("Column of text", columns, index=columns.index(messages.column), key=f"text-column-{at}")
    others = [name for name in columns if name != column]
    if not others:
        return messages.choose(column)
    by = st.selectbox("Choose by", others, index=others.index(_author(messages, others)), key=f"by-{at}")
    active = messages.most_active(by)
    values = [str(value) for value in active.index]
    names = {value: f"{value} ({count:,})" for value, count in zip(values, active, strict=True)}
    chosen = st.selectbox(
        "Only messages of",
        [ALL, *values],
        format_func=lambda value: names.get(value, "everyone"),
        key=f"where-{at}-{by}",
        help="The ten most active values of the column above.",
    )
    left_out = st.multiselect("Leave out", [value for value in values if value != chosen], key=f"exclude-{at}-{by}")
    return messages.choose(column, {by: chosen} if chosen else None, {by: left_out} if left_out else None)


def _author(messages: Messages, columns: list[str]) -> str:
    """The column that most likely says whose a message is: few different values, each with many messages."""
    counts = {name: messages.table[name].nunique() for name in columns}
    fit = [name for name in columns if 1 < counts[name] <= max(2, len(messages.table) // 4)]
    usual = [name for name in fit if any(word in name.lower() for word in ("user", "author", "speaker", "from", "name"))]
    return (usual or fit or columns)[0]


def message_overview(messages: Messages, text: Text) -> None:
    """Who writes most, and the first messages that were chosen."""
    by = st.session_state.get(f"by--{messages.title}")
    if by:
        active = messages.most_active(by)
        st.plotly_chart(
            charts.counts([str(value) for value in active.index], active.to_numpy(), "messages", ACTUAL), key="active"
        )
        st.caption("The ten most active. What to look for: who writes enough to learn from? Some 100,000 characters are a start.")
    st.text(f"The first {SHOWN} messages")
    st.dataframe({"message": text.text.split("\n")[:SHOWN]}, hide_index=True)
