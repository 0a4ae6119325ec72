"""The browser's tab: its title says the state first, its icon shows it. And what the style sheet cannot know by itself."""

import json

import streamlit as st

from pages.ui.common.tab_icons import tab_icon, tab_icon_address

NAME = "RNN Lab"

# What hangs outside the app (popovers, dialogs, toasts) takes its color-scheme from the document, which Streamlit leaves light.
_JS = """
const app = document.querySelector('[data-testid="stApp"]');
const follow = () => { document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme; };

export default function (component) {
  const { title, icon, place, sound } = component.data;
  if (place !== undefined) {
    document.documentElement.style.setProperty('--rl-place', place);
    if (!window.__rnnLabTheme) {
      window.__rnnLabTheme = new MutationObserver(follow);
      window.__rnnLabTheme.observe(app, { attributes: true, attributeFilter: ['class', 'style'] });
    }
    follow();
  }
  if (title) document.title = title;
  if (icon) document.querySelectorAll('link[rel~="icon"]').forEach(link => { link.href = icon; });
  if (sound && window.__rnnLabSound !== sound) {
    window.__rnnLabSound = sound;
    ring(new AudioContext());
  }
}

// Two soft tones, a fifth apart.
const ring = audio => [392, 587].forEach((pitch, number) => {
  const [tone, loudness, begin] = [audio.createOscillator(), audio.createGain(), audio.currentTime + 0.18 * number];
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.12, begin);
  loudness.gain.exponentialRampToValueAtTime(0.001, begin + 0.5);
  tone.connect(loudness).connect(audio.destination);
  tone.start(begin);
  tone.stop(begin + 0.5);
});
"""

_tab = st.components.v2.component("rnn_lab_tab", js=_JS)


def tab(title: str, icon: str = "plain") -> None:
    """Name the tab "``title`` · RNN Lab" and give it an icon of :mod:`pages.ui.common.tab_icons`.

    For the script of a page, as often as its state changes; within a fragment that is polled take :func:`live_tab`.
    """
    st.set_page_config(page_title=_named(title), page_icon=tab_icon(icon))


def live_tab(title: str, icon: str = "plain") -> None:
    """The same from within a fragment; once in a page. It takes no place."""
    with st.container(key="rl-tab"):
        _tab(key="rl-live-tab", data={"title": _named(title), "icon": tab_icon_address(icon)})


def head(place: str) -> None:
    """Once on every page: tell the style sheet where one is, and the document whether it is light or dark."""
    with st.container(key="rl-head"):
        _tab(key="rl-head-of-page", data={"place": json.dumps(f" · {place}", ensure_ascii=False)})


def sound(occasion: str) -> None:
    """A short sound, once for each ``occasion``."""
    with st.container(key="rl-sound"):
        _tab(key="rl-sound-once", data={"sound": occasion})


def _named(title: str) -> str:
    return f"{title} · {NAME}" if title else NAME
