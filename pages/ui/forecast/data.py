"""The data of a forecast before training: the parts, one window, and every step from table to network input."""

import pandas as pd
import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.data.picker import catalogue_table, source
from pages.ui.train.shapes import shapes
from pages.ui.train.train_button import Start
from rnn_core.data import Series, entries
from rnn_core.data.readers.forms.odd import leaves_range
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.experiments.forecast.data import Prepared
from rnn_core.experiments.forecast.network import network
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.figures import charts
from rnn_core.networks.spec import describe


def column_titles(series: Series) -> dict[str, str]:
    """Each column with its readable name and its unit, where they are known."""
    titles = {}
    for name in map(str, series.frame.columns):
        readable = series.label(name) + (f" ({series.unit_of(name)})" if series.unit_of(name) else "")
        titles[name] = readable if readable.startswith(name) else f"{name}: {readable}"
    return titles


def data_section(start: Start[Series, ForecastSettings], prepared: Prepared) -> None:
    """The series with its parts named, then what the network gets to see."""
    data, made = prepared.series, network(start.settings)
    values = pd.Series(data.values[:, 0], name=data.columns[0])
    if warning := leaves_range(values[: data.split.train], values[data.split.validation_stop :]):
        tell(warning, "warning")
    split = data.split
    edges = (0, split.train, split.validation_stop, split.rows)
    drawn = charts.series_with_parts(data.places, data.values[:, 0], edges, data.columns[0], data.unit)
    st.plotly_chart(drawn, key="parts", alt="The series over its training, validation and test part")
    chosen = "without validation the last epoch is kept"
    if split.validation:
        chosen = f"its best epoch is chosen on the second (validation, {split.validation:,} rows)"
    st.caption(
        f"What to look for: the network learns from the first part only (training, {split.train:,} rows), {chosen}, and the last "
        f"part (test, {split.test:,} rows) is kept aside to measure it once."
    )
    _about(start.name, start.data)
    for note in data.notes:
        st.text(f"Note: {note}")
    with st.expander("The first rows", icon=":material/table:"):
        st.dataframe(start.data.placed(start.data.frame.head(8)))
    with st.expander("From the table to the network, step by step", icon=":material/footprint:"):
        _steps(data)
        st.markdown("##### Shapes")
        shapes(made, start.settings.batch_size)
        st.markdown("##### The network")
        st.table(pd.DataFrame(describe(made)).rename(columns=str.capitalize), hide_index=True)
    with st.expander("All ready datasets", icon=":material/database:"):
        catalogue_table("series")


def _about(name: str, series: Series) -> None:
    """Where the data come from and what was done to them."""
    frames = [series.placed(part) for part in (series.frame, series.test) if part is not None]
    first, last = frames[0].index[0], frames[-1].index[-1]
    rows = len(series.frame) + (len(series.test) if series.test is not None else 0)
    known = {entry.id: entry.sentence for entry in entries()}
    reach = f"numbered {first} to {last}" if series.numbered else f"{first:%d %b %Y} to {last:%d %b %Y}"
    st.text(f"{series.title}: {rows:,} rows, {reach}. {known.get(name, '')}")
    source(series)


def _steps(data: WindowedSeries) -> None:
    split, timesteps = data.split, data.timesteps
    count, columns = split.train - timesteps - data.choice.horizon + 1, data.values.shape[1]
    bridge = timesteps + split.test
    scaled = data.scaled[: split.train]
    st.table(
        {
            "Step": [
                "Training values",
                "Scaled, learned from the training part only",
                "Windows",
                "As the network reads them (windows, timesteps, features)",
                "The first test window reaches back (bridge)",
            ],
            "Shape or values": [
                f"{split.train:,}",
                f"{scaled.min():.2f} to {scaled.max():.2f}",
                f"({count}, {timesteps})" if columns == 1 else f"{count} of {timesteps} rows",
                f"({count}, {timesteps}, {columns})",
                f"{timesteps} + {split.test} = {bridge} values",
            ],
            "Why": [
                "the rows before the other parts",
                "numbers near 0 are easier to learn from",
                f"each holds {timesteps} rows in a row; the row after it is the answer",
                "one more axis: how many numbers each row has",
                f"the first test row needs the {timesteps} rows before it",
            ],
        },
        hide_index=True,
    )
    number = st.slider("Look at window", 1, count, min(100, count), key="window")
    inputs, targets = data.part(timesteps + number - 1, timesteps + number - 1 + data.choice.horizon)
    st.plotly_chart(charts.one_window(inputs[0, :, 0], float(data.ahead(targets, inputs)[0, 0, 0]), data.columns[0]), key="one")
    st.caption(f"What to look for: from the {timesteps} values of the line the network must say where the star is.")
