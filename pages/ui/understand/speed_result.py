"""Measured training steps as bars, with what follows from them in words."""

from typing import Any

import pandas as pd
import streamlit as st

from rnn_core.explain import figures
from rnn_core.teaching.studies.speed import KERAS, LOOPS


def speed_result(result: dict[str, Any]) -> None:
    """``result``: see :func:`rnn_core.teaching.studies.speed.work`."""
    cases, ways = result["cases"], result["ways"]
    devices = [way for way in ways if way not in (KERAS, LOOPS)]
    with st.container(horizontal=True):
        st.badge(f"CPU: {result['processor']}, {result['cores']} cores", icon=":material/memory:", color="gray")
        for device in devices:
            st.badge(device, icon=":material/developer_board:", color="gray")
    if not devices:
        st.text(f"Found: {result['found']}. So two ways to compute on the CPU are compared.")
    if result["left_out"]:
        st.text(f"This machine was busy: {result['left_out']} cases were left out, so that it takes no more than a minute.")
    st.plotly_chart(figures.step_times(cases, ways), key="times", alt="Milliseconds of a training step by device")
    st.caption(
        "One training step: forward, backward, and the change of the weights. Each way in turn, several times; the bars are "
        "medians. The scale is logarithmic: each line is ten times the one below. What to look for: four times as many windows "
        "in a batch rarely take four times as long, so large batches use a device better, a graphics card most of all."
    )
    st.plotly_chart(figures.step_ratios(cases, ways), key="ratios", alt="How many times as fast as Keras on the CPU")
    st.text(sentence(cases, devices[0] if devices else LOOPS))
    st.caption(WITH_GPU if devices else WITHOUT)
    with st.expander("The numbers", icon=":material/table:"):
        table = pd.DataFrame([{"windows": one["batch"], "units": one["units"], **_milliseconds(one)} for one in cases])
        st.dataframe(table, hide_index=True)


WITH_GPU = (
    "What to look for: where the bars are below 1 the graphics card loses. A recurrent layer computes its steps one after the "
    "other, so a small one leaves most of a graphics card idle and waits for each order; only wide layers and large batches give "
    "it enough to do at once."
)
WITHOUT = (
    "What to look for: above 1 RNN Lab's compiled loops are faster than Keras on this CPU, below 1 slower. They save the "
    "overhead of each step, which counts most where a step has little to compute."
)


def _milliseconds(case: dict[str, Any]) -> dict[str, float]:
    return {f"{way} (ms)": round(1000 * seconds, 3) for way, seconds in case["seconds"].items()}


def sentence(cases: list[dict[str, Any]], way: str) -> str:
    """The smallest and the largest case in words: how ``way`` stands to Keras on the CPU."""
    small, large = (pick(cases, key=lambda case: case["batch"] * case["units"]) for pick in (min, max))
    chosen = [small] if large is small else [small, large]
    parts = [_beside(case, case["seconds"][way] / case["seconds"][KERAS]) for case in chosen]
    return f"{way} beside {KERAS}: {'; '.join(parts)}."


def _beside(case: dict[str, Any], ratio: float) -> str:
    of = f"with {case['batch']} windows and {case['units']} units a step"
    if 0.95 < ratio < 1.05:
        return f"{of} takes as long"
    return f"{of} is {1 / ratio:.1f} times as fast" if ratio < 1 else f"{of} takes {ratio:.1f} times as long"
