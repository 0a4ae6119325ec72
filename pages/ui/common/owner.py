"""Who this session acts for: the key of its browser, a signed-in user, the teacher."""

import contextlib
import time
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from pages.ui.common.goes_to import goes_to
from pages.ui.common.messages import tell
from pages.ui.common.owner_cookie import COOKIE, INSTEAD, KEY
from pages.ui.common.teacher_cookie import TEACHER_COOKIE, TOKEN
from rnn_core.access import (
    NOBODY,
    Access,
    Person,
    has_class_password,
    is_class_password,
    is_key,
    is_teacher_token,
    new_key,
    owner_id,
    teacher_token,
)
from rnn_core.classroom import members, tasks
from rnn_core.classroom.new_key import hand_over
from rnn_core.errors import UserError

OWN_KEY, OFFERED, TEACHER, NOTED = "owner-key", "owner-offered", "owner-teacher", "owner-noted"
NOTE_SECONDS = 20.0


def person() -> Person:
    """The signed-in user where Streamlit's login is configured and used, else who has this browser's key."""
    signed_in = f"{st.user.get('iss')} {st.user.get('sub') or st.user.get('email')}"
    secret = signed_in if st.user.get("is_logged_in") else _key()
    teacher = bool(st.session_state.get(TEACHER)) or _stays_teacher()
    return Person(owner_id(secret), teacher=teacher, alone=has_class_password() and _test_goes_on())


def _stays_teacher() -> bool:
    """Whether this browser has given the password today."""
    token = st.context.cookies.get(TEACHER_COOKIE)
    return bool(token) and is_teacher_token(str(token), _kept_key() or "")


@st.cache_data(ttl=2.0, show_spinner=False)  # a page asks twenty times
def _test_goes_on() -> bool:
    with contextlib.suppress(UserError, OSError):
        return tasks.is_test()
    return False


def _key() -> str:
    """The browser's; where it keeps no cookies one of this session."""
    return _kept_key() or st.session_state.setdefault(OWN_KEY, new_key())


def _kept_key() -> str | None:
    key = str(st.context.cookies.get(COOKIE))
    return key if is_key(key) else None


def whose(access: Access) -> str:
    """In a word, for lists."""
    if access.owner in (NOBODY, person().id):
        return "yours" if access.owner else "nobody's"
    return members.name_of(access.owner) or access.owner[:6]


def noted_here() -> None:
    """In a class: who looks at a page is seen by the teacher to be there."""
    me = person()
    if has_class_password() and not me.teacher and time.monotonic() - st.session_state.get(NOTED, -NOTE_SECONDS) >= NOTE_SECONDS:
        st.session_state[NOTED] = time.monotonic()
        with contextlib.suppress(UserError, OSError):  # a home that cannot be written is told where something is to be kept
            members.seen(me.id)


def private_link_offered() -> None:
    """Who came by another browser's private link, with a key of their own, is asked. The key leaves the address at once."""
    if KEY in st.query_params:
        offered = st.query_params[KEY]
        for name in (KEY, INSTEAD):
            st.query_params.pop(name, None)
        if not is_key(offered):
            tell("The private link is not whole: copy it again from the page Runs of the other browser.")
        elif offered != _key():
            st.session_state[OFFERED] = offered
    if OFFERED not in st.session_state:
        return
    with st.container(border=True):
        st.text(
            "You came by a private link. If it is your own, take its key, and this browser sees and changes the runs of the "
            "other one; if somebody else gave it to you, do not: they would see all that you do here. What this browser has made "
            "so far comes back only by its own private link (page Runs, Whose runs)."
        )
        with st.container(horizontal=True):
            taken = {KEY: st.session_state[OFFERED], INSTEAD: owner_id(_key())}
            st.link_button("Take the key of the link", _address(taken), icon=":material/key:")
            st.button("Keep this browser's", on_click=lambda: st.session_state.pop(OFFERED, None))


def who_box() -> None:
    """Whose runs these are, the private link to another browser, the teacher's password, signing in."""
    with st.expander("Whose runs", icon=":material/key:"):
        st.text(
            "What you train and upload belongs to this browser: only here it can be stopped, renamed and deleted, and others see "
            "it only when you share it. "
            + ("A teacher with the class password can do all of this, too." if has_class_password() else "")
        )
        if st.user.get("is_logged_in"):
            st.text("You are signed in: your runs are yours on every computer where you sign in.")
            st.button("Sign out", on_click=st.logout)
        elif _kept_key():
            _private_link()
        else:
            st.text("This browser keeps no cookies: what you make belongs to this tab alone and is lost to you when it closes.")
        if "is_logged_in" in st.user and not st.user.get("is_logged_in"):
            st.button("Sign in", on_click=st.login)
        if has_class_password():
            teacher_box()


def _private_link() -> None:
    if st.toggle("Show the private link", key="owner-link"):
        st.text("Open it in another browser to go on there. Who has it can change and delete your runs: keep it to yourself.")
        st.code(_address({KEY: _key()}), language=None, wrap_lines=True)
    if st.button(
        "New key", help="Where somebody else has come by the private link: it opens nothing any more. Your runs stay yours."
    ):
        fresh = new_key()
        hand_over(owner_id(_key()), owner_id(fresh))
        goes_to(_address({KEY: fresh, INSTEAD: owner_id(_key())}))


def teacher_box() -> None:
    """The class password, and back to being a student."""
    if person().teacher:
        st.text("You are the teacher: you see and can change everybody's runs. This browser knows it for a day.")
        if st.button("Be a student again"):
            st.session_state.pop(TEACHER, None)
            goes_to(_address({TOKEN: ""}))
        return
    with st.form("teacher", border=False, clear_on_submit=True):
        given = st.text_input("Class password", type="password", max_chars=200)
        if st.form_submit_button("I am the teacher"):
            try:
                right = is_class_password(given, person().id)
            except UserError as error:
                tell(str(error))
                return
            if right:
                members.leave(person().id)
                st.session_state[TEACHER] = True
                if key := _kept_key():
                    goes_to(_address({TOKEN: teacher_token(key)}))
                else:
                    st.rerun()
                return
            tell("This is not the class password: it stands in the configuration of the server (RNN_LAB_CLASS_PASSWORD).")


def _address(query: dict[str, str]) -> str:
    base = urlsplit(st.context.url or "")
    return urlunsplit((base.scheme, base.netloc, base.path, urlencode(query), ""))
