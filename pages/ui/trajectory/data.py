"""The path before training: its parts in the plane, and what the network gets to see."""

import pandas as pd
import streamlit as st

from pages.ui.data.picker import catalogue_table, source
from pages.ui.train.shapes import shapes
from pages.ui.train.train_button import Start
from rnn_core.data import Path
from rnn_core.experiments.trajectory import TrajectorySettings, figures
from rnn_core.experiments.trajectory.data import Prepared
from rnn_core.experiments.trajectory.network import network
from rnn_core.networks.spec import describe


def data_section(start: Start[Path, TrajectorySettings], prepared: Prepared) -> None:
    """The path, a line a part, then shapes and layers."""
    path, settings, split = start.data, start.settings, prepared.series.split
    made = network(settings, len(path.columns))
    edges = (0, split.train, split.validation_stop, split.rows)
    st.plotly_chart(figures.path_with_parts(path.points, edges, path.columns), key="path")
    st.caption(
        f"The first {figures.STRETCH} points of each part. What to look for: the network learns from the first part only. "
        "Where the later ones run as it has never seen, it must have learned how the path moves, not where it lies."
    )
    st.text(f"{path.title}: {len(path.points):,} points, {path.step:g} s apart.")
    source(path)
    with st.expander("What the network reads and gives", icon=":material/footprint:"):
        st.text(
            f"Each example is a window of {settings.timesteps} points; the point after it is the answer. "
            f"{split.train - settings.timesteps:,} windows to learn from."
        )
        shapes(made, settings.batch_size)
        st.markdown("##### The network")
        st.table(pd.DataFrame(describe(made)).rename(columns=str.capitalize), hide_index=True)
    with st.expander("All ready paths", icon=":material/database:"):
        catalogue_table("path")
