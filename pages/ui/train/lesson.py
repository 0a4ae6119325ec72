"""Lesson links: an address that opens a page with a dataset, settings and, if wanted, locked or hidden controls."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.train.settings_form import COLUMNS, fill
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
    """What the address says about the form: settings that may not be changed, and those that are not shown.

    ``address``: all that it said, by name.
    """

    locked: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    address: Mapping[str, str] = field(default_factory=dict)


def lesson_comes() -> None:
    """The next link is taken as if it were new, even if it was opened before or a training of the session is under way."""
    st.session_state["lesson"] = COMING
    st.session_state.pop("asked", None)


def current_lesson(experiment: Experiment) -> Lesson:
    """Fill the form with the address's settings, once for each address, and say which controls are locked or hidden.

    These keep the link's values. The link stands in the address again when one comes back by the navigation, so that a reload
    finds them, too.
    """
    key = f"lesson.{experiment.name}"
    known = st.session_state.get(key, Lesson())
    if known.address and not {LOCK, HIDE} & {*st.query_params}:
        st.query_params.update(known.address)
        st.session_state["lesson"] = _marker(experiment, _asked(experiment))  # what was changed since stays as it is
        st.session_state["asked"] = known.address.get(DATASET)
    asked = _asked(experiment)
    marker, before = _marker(experiment, asked), st.session_state.get("lesson")
    if asked and (before == COMING or "run" not in st.query_params) and before != marker:
        st.session_state["lesson"] = marker
        try:
            fill(experiment, _values(experiment, asked))
        except UserError as error:
            tell(f"The link has a setting that is not possible, so none of its settings was taken: {error}")
    if LOCK in st.query_params or HIDE in st.query_params:
        known = st.session_state[key] = _of_address(experiment, asked)
    return known


def _asked(experiment: Experiment) -> dict[str, str]:
    """The settings in the address."""
    names = (*experiment.settings.model_fields, *experiment.settings.earlier)
    return experiment.settings.today({name: st.query_params[name] for name in names if name in st.query_params})


def _marker(experiment: Experiment, asked: Mapping[str, str]) -> str:
    return urlencode({"experiment": experiment.name, **asked})


def _values(experiment: Experiment, asked: Mapping[str, str]) -> dict[str, Any]:
    """All settings of a link. Raises UserError where one is not possible."""
    several = lists(experiment.settings)
    return experiment.settings.parse(
        {name: value.split(SEPARATOR) if name in several else value for name, value in asked.items()}
    ).model_dump()


def _of_address(experiment: Experiment, asked: Mapping[str, str]) -> Lesson:
    """The lesson in the address; what it fixes is set, whatever run was opened meanwhile."""
    fields = experiment.settings.model_fields
    wanted = (st.query_params.get(what, "").split(SEPARATOR) for what in (LOCK, HIDE))
    locked, hidden = (frozenset(experiment.settings.today(dict.fromkeys(some))) & set(fields) for some in wanted)
    with contextlib.suppress(UserError):  # that was told
        values = _values(experiment, asked)
        fixed = (locked | hidden) - {*NEVER, *COLUMNS} | (locked | hidden) & asked.keys()
        fill(experiment, {name: values[name] for name in fixed})
    said = {name: st.query_params[name] for name in (DATASET, LOCK, HIDE) if name in st.query_params}
    return Lesson(locked, hidden, {**said, **asked})


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
    """The address of :func:`query`."""
    base = urlsplit(st.context.url or "")
    return urlunsplit((base.scheme, base.netloc, base.path, urlencode(query(experiment, dataset, settings, lesson)), ""))


def query(experiment: Experiment, dataset: str, settings: Settings, lesson: Lesson) -> dict[str, str]:
    """The parameters of a link: every setting that is not the default, and always the seed and the epochs."""
    defaults, values = experiment.settings().model_dump(), settings.model_dump(mode="json", exclude=set(NEVER))
    always = ("seed", "epochs")
    told = {name: value for name, value in values.items() if name in always or value != _plain(defaults[name])}
    parts = {DATASET: dataset, **{name: _word(value) for name, value in told.items()}}
    for what, names in ((LOCK, lesson.locked), (HIDE, lesson.hidden)):
        if names:
            parts[what] = SEPARATOR.join(sorted(names))
    return parts


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _word(value: object) -> str:
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else str(value)
