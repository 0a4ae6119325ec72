"""A plain list of runs, the newest first."""

import datetime

import streamlit as st

from pages.ui.live_panel import summary
from rnn_core.runs import Run, runs

MOST = 200


def row(run: Run) -> dict:
    """What the list says about a run."""
    about, metrics = run.about(), run.metrics() or {}
    skill = metrics.get("skill")
    return {
        "Open": f"/{about['experiment']}?run={run.id}",
        "Started": datetime.datetime.fromisoformat(about["created"]).astimezone().replace(tzinfo=None),
        "State": run.status().state,
        "Data": about["title"],
        "Verdict": metrics.get("verdict", ""),
        "Skill": "" if skill is None else f"{skill:.2f}",
        "Network": ", ".join(summary(about["settings"])),
    }


st.title("Runs")
found = [row(run) for run, _ in zip(runs(), range(MOST), strict=False)]
if found:
    st.write("Every training on this computer. Open one to see its curves and its result, also while it runs.")
    st.dataframe(
        found,
        hide_index=True,
        column_config={
            "Open": st.column_config.LinkColumn(display_text="Open", width=60),
            "Started": st.column_config.DatetimeColumn(format="D MMM, HH:mm", width=110),
            "State": st.column_config.TextColumn(width=80),
            "Verdict": st.column_config.TextColumn(width=180),
            "Skill": st.column_config.TextColumn(width=50, help="1 - RMSE / RMSE of 'tomorrow = today'"),
        },
    )
else:
    st.info("No runs yet. Go to Forecast, press Train, and the run appears here.")
