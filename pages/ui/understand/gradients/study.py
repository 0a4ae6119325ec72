"""Cells trained at several distances: who learned to look back how far, and what became of their gradients."""

from typing import Any

import streamlit as st

from pages.ui.understand.gradients.controls import FIELDS, Choice
from pages.ui.understand.study_panel import study_panel
from rnn_core.jobs.study_queue import StudyRun
from rnn_core.networks.cells import CELLS
from rnn_core.settings import RESERVOIRS
from rnn_core.teaching.gradients import figures, sentences
from rnn_core.teaching.gradients.copy_settings import CopySettings
from rnn_core.teaching.gradients.copy_training import RESERVOIR
from rnn_core.teaching.studies.vanishing import STUDY

PATHS = {"hidden": "Gradient dL/dh", "kept": "Gates multiplied, mean", "best": "Gates multiplied, best unit"}


def study_section(choice: Choice) -> None:
    """The study with the settings of the sidebar."""
    st.subheader("Who learns to look back how far?")
    default = list(FIELDS["cells"].default)
    cells = st.multiselect(
        str(FIELDS["cells"].title),
        list(CELLS),
        default,
        format_func=lambda cell: CELLS[cell].title,
        key="train",
        bind="query-params",
        help=f"Echo state network: {RESERVOIR} units whose random recurrence (spectral radius Wrec) is never trained; only the "
        "output is fitted.",
    )
    if not cells:
        st.info("Choose at least one cell to train.")
        return
    settings = CopySettings.parse({**choice.settings.model_dump(), "cells": [cell for cell in CELLS if cell in cells]})
    st.caption(
        f"Each cell is trained from the start at {', '.join(map(str, settings.distances))} steps, with the start and the "
        f"remedies of the sidebar: {settings.units} units, at most {settings.updates} updates. All of that takes about half a "
        "minute on a free processor core."
    )
    result = study_panel(STUDY, settings, "Train them")
    if result:
        _accuracy(result, settings)
        _trained(result)


def _accuracy(result: dict[str, Any], settings: CopySettings) -> None:
    usual = CopySettings(seed=settings.seed)
    before = StudyRun(STUDY, usual).result() if settings != usual else None
    known = [point for point in (before or {}).get("points", []) if point["cell"] in settings.cells]
    drawn = figures.accuracy(result["points"], result["chance"], known)
    st.plotly_chart(drawn, key="accuracy", alt="Right answers by distance, a line a cell")
    for sentence in sentences.verdict(result):
        st.text(sentence)
    st.caption(
        f"Measured on {result['rows']:,} new sequences; one training each, so another seed can turn out otherwise. "
        f"{'Dotted: the usual start without remedies. ' if known else ''}"
        "What to look for: where does each line drop to guessing? Then try a remedy of the sidebar, such as a forget gate's bias "
        "of 3, or the identity start with ReLU, and train again."
    )


def _trained(result: dict[str, Any]) -> None:
    points = [point for point in result["points"] if point["cell"] not in RESERVOIRS]
    if not points:
        return
    st.subheader("The same gradients after training")
    distances = sorted({point["distance"] for point in points})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        learned = sentences.longest_learned(points)
        distance = st.segmented_control("Distance", distances, default=learned, required=True, key="at", bind="query-params")
        path = st.selectbox(
            "What is shown", list(PATHS), format_func=PATHS.__getitem__, key="path", bind="query-params", width=360
        )
    mine = [point for point in points if point["distance"] == distance]
    st.plotly_chart(figures.trained(mine, str(path)), key="trained", alt="Gradients before and after training by steps back")
    for point in mine:
        st.text(sentences.changed(point))
    st.caption(
        "Dotted before, solid after training. What to look for: does the line of a cell that learned the task reach the sign "
        "without falling? And what does a longer distance show, at which it failed?"
    )
