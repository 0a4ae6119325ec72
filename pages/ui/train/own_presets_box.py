"""The presets that the one who looks keeps by name."""

import streamlit as st

from pages.ui.common.messages import attempt, plain
from pages.ui.common.owner import person
from pages.ui.train.settings_form import fill, key
from rnn_core.experiments import Experiment
from rnn_core.experiments.own_presets import MOST_NAME, forget_preset, keep_preset, own_presets


def own_presets_box(experiment: Experiment) -> None:
    """Take one, delete one, keep what the form shows now."""
    owner = person().id
    with st.popover("My presets", icon=":material/bookmark:", width="stretch"):
        for number, (name, settings) in enumerate(own_presets(owner, experiment).items()):
            with st.container(horizontal=True, vertical_alignment="center"):
                values = settings.model_dump()
                st.button(plain(name), width="stretch", key=f"own-preset-{number}", on_click=fill, args=(experiment, values))
                st.button(
                    "Delete",
                    type="tertiary",
                    icon=":material/delete:",
                    key=f"own-preset-delete-{number}",
                    on_click=attempt,
                    args=(forget_preset, owner, experiment, name),
                )
        typed = key(experiment, "own-preset-name")
        st.text_input("Name", max_chars=MOST_NAME, key=typed, placeholder="such as: My best")
        st.button(
            "Keep these settings", icon=":material/save:", key="own-preset-keep", on_click=attempt, args=(_keep, experiment)
        )


def _keep(experiment: Experiment) -> None:
    values = {name: st.session_state[key(experiment, name)] for name in experiment.settings.model_fields}
    typed = key(experiment, "own-preset-name")
    keep_preset(person().id, experiment, st.session_state[typed], experiment.settings.parse(values))
    st.session_state[typed] = ""
