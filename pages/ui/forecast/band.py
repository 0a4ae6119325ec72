"""The band around a forecast one step ahead: what it promises, what it held, and one that learns from its misses."""

import math

import pandas as pd
import streamlit as st

from rnn_core.experiments.forecast.metrics import Band, TargetMeasures
from rnn_core.experiments.forecast.sentences import band_held
from rnn_core.wording import percent

FIXED, LEARNING = ("low", "high"), ("learning_low", "learning_high")
WIDTH = (
    "The band is as wide as the errors on the validation part ask for, where they were no larger in {share} of rows (split "
    "conformal prediction). It promises that share of the values, as long as the rows to come are like those."
)
LEARNS = (
    "After each row the band is told whether it held: a miss makes it wider, a hit a little narrower (adaptive conformal "
    "inference, Gibbs and Candès 2021). So it keeps its promise where the series changes, too."
)


def band_choice(shown: TargetMeasures, forecast: pd.DataFrame, key: str) -> dict[str, list[float | None]] | None:
    """The switch, the counter, and the edges to draw, ``low`` and ``high``; None for a run without a band, which says why."""
    if shown.band is None or FIXED[0] not in forecast:
        if shown.band_why:
            st.caption(f"There is no band: {shown.band_why}")
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        learns = st.toggle("The band learns from its misses", key=f"{key}-learns", help=LEARNS)
        st.caption(_counter(shown.band, learns), help=WIDTH.format(share=percent(shown.band.nominal)))
    names = LEARNING if learns else FIXED
    return {side: _edge(forecast[name]) for side, name in zip(FIXED, names, strict=True)}


def beyond_bands(shown: TargetMeasures) -> list[str]:
    """What the bands of free runs, which go on beyond the data, held on the test part."""
    told = []
    if band := shown.free_band:
        told.append(
            "Left alone: each row ahead has a width of its own, from free runs in the validation part. "
            f"Of {band.starts} free runs in the test part, {band.rows} rows each, the bands held {percent(band.coverage)} of the "
            f"values; {percent(band.nominal)} were promised."
        )
    if band := shown.dropout_band:
        told.append(
            f"The band of dropout (the network asked {band.samples} times with its dropout left on) promises nothing, it shows "
            f"how unsure the network is of itself: of {band.starts} free runs in the test part, {band.rows} rows each, it held "
            f"{percent(band.coverage)} of the values. Far below {percent(band.nominal)} would mean that it is too sure."
        )
    return told or ["Only the first row has a band."]


def _counter(band: Band, learns: bool) -> str:
    if learns and band.learning is not None:
        held = band_held(band.nominal, band.learning, band.rows, None)
    else:
        held = band_held(band.nominal, band.coverage, band.rows, band.ratio)
    return f"The pale band lies around the network's line. {held}"


def _edge(column: pd.Series) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in column]
