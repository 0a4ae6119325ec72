"""Lesson links: an address that opens a page with a dataset, settings and, if wanted, locked or hidden controls."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.train.settings_form import fill
from rnn_core.data import entries
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment
from rnn_core.settings import Settings, lists

LOCK, HIDE, DATASET = "lock", "hide", "dataset"
SEPARATOR = "~"  # between names in the address; no name of a setting has it
NEVER = ("device", "seconds")  # those of the reader's machine
COMING = "coming"  # in the session: the next link was offered by the page Lessons


@dataclass(frozen=True)
class Lesson:
    """What the address says about the form: settings that may not be changed, and those that are not shown."""

    locked: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


def lesson_comes() -> None:
    """The next link is taken as if it were new, even if it was opened before or a training of the session is under way."""
    st.session_state["lesson"] = COMING
    st.session_state.pop("asked", None)


def current_lesson(experiment: Experiment) -> Lesson:
    """Fill the form with the address's settings, once for each address, and say which controls are locked or hidden."""
    fields, names = experiment.settings.model_fields, (*experiment.settings.model_fields, *experiment.settings.earlier)
    asked = experiment.settings.today({name: st.query_params[name] for name in names if name in st.query_params})
    marker = urlencode({"experiment": experiment.name, **asked})
    before = st.session_state.get("lesson")
    if asked and (before == COMING or "run" not in st.query_params) and before != marker:
        st.session_state["lesson"] = marker
        values = {name: value.split(SEPARATOR) if name in lists(experiment.settings) else value for name, value in asked.items()}
        try:
            fill(experiment, experiment.settings.parse(values).model_dump())
        except UserError as error:
            tell(f"The link has a setting that is not possible, so none of its settings was taken: {error}")
    key = f"lesson.{experiment.name}"  # other pages' addresses do not hold it: it lasts as long as the session
    if LOCK in st.query_params or HIDE in st.query_params:
        wanted = (st.query_params.get(what, "").split(SEPARATOR) for what in (LOCK, HIDE))
        locked, hidden = (frozenset(experiment.settings.today(dict.fromkeys(some))) & set(fields) for some in wanted)
        st.session_state[key] = Lesson(locked, hidden)
    return st.session_state.get(key, Lesson())


def lesson_link(experiment: Experiment, dataset: str, settings: Settings, lesson: Lesson) -> None:
    """Make a link to the present dataset and settings; who came by such a link reads why controls are grey or missing."""
    if lesson.locked or lesson.hidden:
        st.caption(
            "This page was opened by a lesson link: some settings are fixed or left out. A new tab without the link has them all."
        )
        return
    fields = experiment.settings.model_fields
    with st.popover("Lesson link", icon=":material/link:", width="content"):
        st.write("Who opens this link finds this dataset and these settings, and on the same machine the same result.")
        if dataset not in {entry.id for entry in entries(experiment.data)}:
            st.text("The link cannot carry an uploaded dataset: choose a ready one, or hand out the file as well.")
            return
        if settings.model_dump().get("seconds"):
            st.text("A lesson counts epochs, so that every machine does the same: the link leaves the time budget out.")
        titles = {name: str(field.title) for name, field in fields.items()}
        locked = st.multiselect("May not be changed", list(titles), format_func=titles.__getitem__, key=f"lock-{experiment.name}")
        hidden = st.multiselect("Not shown", list(titles), format_func=titles.__getitem__, key=f"hide-{experiment.name}")
        if urlsplit(st.context.url or "").hostname in ("127.0.0.1", "localhost", "::1"):
            st.text("This address works on this computer only: open this page by the computer's address in the network first.")
        st.code(link(experiment, dataset, settings, Lesson(frozenset(locked), frozenset(hidden))), language=None, wrap_lines=True)


def link(experiment: Experiment, dataset: str, settings: Settings, lesson: Lesson) -> str:
    """The address, with every setting that is not the default, and always the seed and the epochs."""
    defaults, values = experiment.settings().model_dump(), settings.model_dump(mode="json", exclude=set(NEVER))
    always = ("seed", "epochs")
    told = {name: value for name, value in values.items() if name in always or value != _plain(defaults[name])}
    parts = {DATASET: dataset, **{name: _word(value) for name, value in told.items()}}
    for what, names in ((LOCK, lesson.locked), (HIDE, lesson.hidden)):
        if names:
            parts[what] = SEPARATOR.join(sorted(names))
    base = urlsplit(st.context.url or "")
    return urlunsplit((base.scheme, base.netloc, base.path, urlencode(parts), ""))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _word(value: object) -> str:
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else str(value)
