"""A plain list of runs, the newest first."""

import datetime

import streamlit as st

from pages.ui.live_panel import summary
from rnn_core.runs import Run, runs

MOST = 200


def row(run: Run) -> dict:
    """What the list says about a run."""
    about, metrics = run.about(), run.metrics() or {}
    return {
        "Started": datetime.datetime.fromisoformat(about["created"]).astimezone().replace(tzinfo=None),
        "State": run.status().state,
        "Data": about["title"],
        "Network": ", ".join(summary(about["settings"])),
        "Verdict": metrics.get("verdict", ""),
        "Skill": metrics.get("skill"),
        "Open": f"/{about['experiment']}?run={run.id}",
    }


st.title("Runs")
found = [row(run) for run, _ in zip(runs(), range(MOST), strict=False)]
if found:
    st.write("Every training on this computer. Open one to see its curves and its result, also while it runs.")
    st.dataframe(
        found,
        hide_index=True,
        column_config={
            "Started": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
            "Skill": st.column_config.NumberColumn(format="%.2f", help="1 - RMSE / RMSE of 'tomorrow = today'"),
            "Open": st.column_config.LinkColumn(display_text="Open"),
        },
    )
else:
    st.info("No runs yet. Go to Forecast, press Train, and the run appears here.")
