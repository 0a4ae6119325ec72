"""What the microscope looks at: a run's network, the input that somebody chooses, the data to look for telling units in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.classify.loaded_run import classifier_of, predictions
from pages.ui.common.messages import tell
from pages.ui.data.picker import load_dataset
from pages.ui.text.loaded_text import model_of, text_of
from rnn_core.errors import UserError
from rnn_core.experiments import forecast, trajectory
from rnn_core.experiments.apply import trained
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain import inputs
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.explain.probing import UnitProbe, probe_units
from rnn_core.networks.numpy.activations import Direction, traces
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.runs import Run

PASSAGE = 160  # characters that are shown unasked
NO_TEXT = "The quick brown fox jumps over the lazy dog."
EXAMPLE = "example"
LONGEST = 20_000  # characters of a typed text


def network_of(run: Run) -> NumpyNetwork:
    """The run's network, kept between page runs."""
    return _network(str(run.folder), _written(run))


def _written(run: Run) -> int:
    return (run.folder / "model.safetensors").stat().st_mtime_ns


@st.cache_resource(show_spinner=False, max_entries=8)
def _network(folder: str, written: int) -> NumpyNetwork:
    return trained(Run(Path(folder)))


def arranged_of(run: Run) -> WindowedSeries:
    """The series or the path of a run as its network reads it. Raises UserError when the data are no longer here."""
    return _arranged(str(run.folder))


@st.cache_resource(show_spinner=False, max_entries=8)
def _arranged(folder: str) -> WindowedSeries:
    about = Run(Path(folder)).about()
    data = load_dataset(about.data)
    if about.experiment == "trajectory":
        return trajectory.arrange(data, trajectory.TrajectorySettings.parse(about.settings))
    return forecast.arrange(data, forecast.ForecastSettings.parse(about.settings))


def chosen_reading(run: Run) -> Reading:
    """The controls of the input, and what they choose. Raises UserError when there is nothing to read."""
    return INPUTS[run.about().experiment](run)


def _text(run: Run) -> Reading:
    model = model_of(run)
    assert model is not None
    prepared = text_of(run)
    passage = NO_TEXT
    if prepared is not None:
        passage = _passage(prepared.text, prepared.train if prepared.unseen < len(prepared.text) - prepared.train else 0)
    typed = st.text_area("Text that it reads", passage, key="text", height=170, max_chars=2_000, bind="query-params")
    reading = inputs.of_text(model, typed)
    if model.window is not None and len(reading.names) > model.window:
        st.text(f"In training it saw {model.window} characters at a time; what it remembers beyond that is untested ground.")
    return reading


def _passage(text: str, begin: int) -> str:
    """About so many characters from the first word after ``begin`` on."""
    space = text.find(" ", begin)
    begin = space + 1 if 0 <= space < begin + PASSAGE else begin
    return text[begin : begin + PASSAGE].strip() or text[:PASSAGE]


def _words(run: Run) -> Reading:
    model = classifier_of(run)
    assert model is not None
    table = predictions(run)
    text = ""
    if "text" in table:
        st.session_state.update({EXAMPLE: len(table)} if st.session_state.get(EXAMPLE, 1) > len(table) else {})
        number = st.number_input("Text of the test part", 1, len(table), key=EXAMPLE, width=200, bind="query-params")
        row = table.iloc[int(number) - 1]
        text = str(row["text"])
    typed = st.text_area("Or a text of your own", "", key="words", height=80, max_chars=LONGEST, bind="query-params")
    if text and not typed:
        st.text(f"Its label is {row['label']}, the network's answer {row['predicted']}.")
    return inputs.of_words(model, typed or text)


def _window(run: Run) -> Reading:
    data = arranged_of(run)
    first, last = data.split.validation_stop, data.split.rows - 1
    dates = data.dates
    if run.about().experiment == "trajectory":
        point = st.slider("Window that ends before point", first, last, first, key="at", bind="query-params")
        return inputs.of_window(data, int(point), path=True)
    begin, end = (dates[place].to_pydatetime() for place in (first, last))
    whole = bool((dates == dates.normalize()).all())
    form = "YYYY-MM-DD" if whole else "YYYY-MM-DD HH:mm"
    step = (dates[1:] - dates[:-1]).to_series().median().to_pytimedelta()
    chosen = st.slider("Window that ends before", begin, end, begin, step=step, format=form, key="at", bind="query-params")
    origin = int(np.clip(np.searchsorted(dates, pd.Timestamp(chosen)), first, last))
    return inputs.of_window(data, origin)


INPUTS: dict[str, Callable[[Run], Reading]] = {"text": _text, "classify": _words, "forecast": _window, "trajectory": _window}


@dataclass(frozen=True)
class Told:
    """Telling units of a layer, where they were looked for, and what was too rare there to look for."""

    units: list[UnitProbe]
    where: str
    rare: list[str]


def told(run: Run, layer: int, direction: Direction) -> Told | None:
    """The telling units of one direction of one layer, None when the run's data are no longer here."""
    try:
        return _told(str(run.folder), _written(run), layer, direction)
    except UserError as error:
        tell(str(error), "warning")
        return None


@st.cache_resource(show_spinner="Looking for telling units ...", max_entries=64)
def _told(folder: str, written: int, layer: int, direction: Direction) -> Told:
    run = Run(Path(folder))
    material, network = _material(run), network_of(run)
    found = next(one for one in traces(network, material.values) if (one.layer, one.direction) == (layer, direction))
    units = probe_units(found.memory[material.counted], material.properties, material.blocks)
    rare = [one.name for one in material.properties if one.name not in {each.name for each in units}]
    return Told(units, material.where, rare)


def _material(run: Run) -> ProbeData:
    kind = run.about().experiment
    if kind == "text":
        model, prepared = model_of(run), text_of(run)
        if model is None or prepared is None:
            raise UserError("The text of this run is no longer here, so no telling units can be looked for.")
        return inputs.text_probe_data(model, prepared)
    if kind == "classify":
        classifier, table = classifier_of(run), predictions(run)
        if classifier is None or "text" not in table:
            raise UserError("The texts of this run are no longer here, so no telling units can be looked for.")
        return inputs.words_probe_data(classifier, table["text"].tolist(), table["label"].tolist())
    return inputs.series_probe_data(arranged_of(run), network_of(run).network, path=kind == "trajectory")
