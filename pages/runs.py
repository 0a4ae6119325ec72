"""The trainings on this computer: find, compare, name, take along, delete."""

import streamlit as st

from pages.ui.common.owner import person, who_box
from pages.ui.data.uploads_list import uploads_list
from pages.ui.runs.actions import bring_back, one_run
from pages.ui.runs.bin_box import bin_box, undo_box
from pages.ui.runs.compare import compare
from pages.ui.runs.table import filtered, runs_table
from pages.ui.runs.waiting import waiting_runs
from rnn_core.experiments.listing import rows

st.title("Runs")
undo_box()
found = rows(person())
if found:
    st.write(
        "Your trainings on this computer, and those that others share. Tick one to name, share, download or delete it; tick "
        "several to compare them."
    )
    waiting_runs(found)
    shown = filtered(found)
    ticked = runs_table(shown, st.query_params.get("runs", "").split(",")) if shown else []
    if len(ticked) == 1:
        one_run(ticked[0])
    elif ticked:
        compare(ticked)
else:
    st.info("No runs yet. Go to Forecast, press Train, and the run appears here.")
bin_box()
bring_back()
uploads_list()
who_box()
