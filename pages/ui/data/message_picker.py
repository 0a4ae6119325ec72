"""From a table of messages to the text of one author: columns, whose messages, what to leave out."""

from dataclasses import dataclass

import streamlit as st

from rnn_core.data import Messages, Text
from rnn_core.data.messages import BLANK, LINE
from rnn_core.figures import charts
from rnn_core.figures.palette import ACTUAL
from rnn_core.wording import percent

SHOWN = 20
MOST_OF_ONE = 500  # characters of a message in the overview
MOST_NAMES = 1_000  # in the lists: the browser gets them all
ALL = ""
ARTICLE_SHARE = 0.2
PART = f"the first {percent(ARTICLE_SHARE)} of the messages, joined by blanks"
PRESET, LOWERCASE = "text.preset", "text.lowercase"  # where the form keeps them


@dataclass(frozen=True)
class _Choice:
    """Which messages were chosen: those of ``author`` in the column ``by``, of everyone if ALL, but not those ``left_out``."""

    column: str
    by: str = ""
    author: str = ALL
    left_out: tuple[str, ...] = ()
    as_article: bool = False

    @property
    def where(self) -> dict[str, str]:
        return {self.by: self.author} if self.author else {}

    @property
    def exclude(self) -> dict[str, tuple[str, ...]]:
        return {self.by: self.left_out} if self.left_out else {}


def message_picker(messages: Messages, place: str = "") -> Text:
    """The controls, in the sidebar or (``place`` tells them apart) elsewhere. Raises UserError when nothing is left."""
    choice = _choice(messages, f"{place}-{messages.title}")
    st.session_state[f"messages-{place}-{messages.title}"] = choice
    part = (ARTICLE_SHARE, BLANK) if choice.as_article else (1.0, LINE)
    return messages.choose(choice.column, choice.where, choice.exclude, *part)


def _choice(messages: Messages, at: str) -> _Choice:
    columns = messages.columns
    column = st.selectbox("Column of text", columns, index=columns.index(messages.column), key=f"text-column-{at}")
    others = [name for name in columns if name != column]
    if not others:
        return _Choice(column, as_article=_as_article(at))
    by = st.selectbox("Choose by", others, index=others.index(messages.by_author(column) or others[0]), key=f"by-{at}")
    active = messages.most_active(by, MOST_NAMES)
    names = {str(value): f"{value} ({count:,})" for value, count in active.items()}
    more = len(names) == MOST_NAMES
    listed = f"The {MOST_NAMES:,} most active are listed; type the name of another one." if more else "Type to search."
    chosen = st.selectbox(
        "Only messages of",
        [ALL, *names],
        format_func=lambda value: names.get(value, value or "everyone"),
        key=f"where-{at}-{by}",
        help=f"All values of the column above, the most active first. {listed}",
        accept_new_options=more,
    )
    left_out = st.multiselect(
        "Leave out",
        [value for value in names if value != chosen],
        format_func=lambda value: names.get(value, value),
        key=f"exclude-{at}-{by}",
        help=listed,
        accept_new_options=more,
    )
    return _Choice(column, by, chosen or ALL, tuple(left_out), _as_article(at))


def _as_article(at: str) -> bool:
    """Whether the part of the messages is that of the article; with its preset this is offered."""
    key = f"as-article-{at}"
    if st.session_state.get(PRESET) == "article" and not st.session_state.get(key):
        st.text(f"The article also used lower case and {PART}.")
        st.button("Apply", key=f"{key}-apply", on_click=_apply_article, args=(key,))
    return st.checkbox(f"Only {PART}, as in the article", key=key)


def _apply_article(key: str) -> None:
    st.session_state[key] = st.session_state[LOWERCASE] = True


def message_overview(messages: Messages, text: Text) -> None:
    """Who writes most, and the first messages that were chosen, beside their authors."""
    choice = st.session_state.get(f"messages--{messages.title}")
    if not isinstance(choice, _Choice):
        return
    if choice.by:
        active = messages.most_active(choice.by)
        st.plotly_chart(
            charts.counts([str(value) for value in active.index], active.to_numpy(), "messages", ACTUAL), key="active"
        )
        st.caption("The ten most active. What to look for: who writes enough to learn from? Some 100,000 characters are a start.")
    st.text(f"The first {SHOWN} messages")
    rows = messages.matching(choice.column, choice.where, choice.exclude).head(SHOWN)
    authors = {choice.by: rows[choice.by]} if choice.by else {}
    st.dataframe({**authors, "message": rows[choice.column].str[:MOST_OF_ONE]}, hide_index=True)
