"""What the microscope looks at: the input that somebody chooses, and the data to look for telling units in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.inside_views import inside_views
from pages.ui.runs.opened_run import network_of, prepared_of, written
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.base import Explain
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.explain.probing import UnitProbe, probe_units
from rnn_core.networks.numpy.activations import Direction, traces
from rnn_core.runs import Run

PLACE = "input"  # in the session and in the address


def chosen_reading(run: Run) -> Reading:
    """The controls of the input, and what they choose. Raises UserError when there is nothing to read."""
    own = inside_views(run.about().experiment).microscope
    return own(run) if own else _example(run)


def _explain(run: Run) -> Explain[Any]:
    found = experiment(run.about().experiment).explain
    assert found is not None  # of others the page offers no runs
    return found


def _example(run: Run) -> Reading:
    """A slider over the experiment's examples; one that goes over to another run keeps to those that there are."""
    explain, prepared = _explain(run), prepared_of(run)
    count = explain.examples(prepared)
    if st.session_state.get(PLACE, 1) > count:
        st.session_state[PLACE] = count
    number = st.slider("Example", 1, count, 1, key=PLACE, bind="query-params") if count > 1 else 1
    return explain.reading(prepared, network_of(run).network, number - 1)


@dataclass(frozen=True)
class Told:
    """Telling units of a layer, where they were looked for, and what was too rare there to look for."""

    units: list[UnitProbe]
    where: str
    rare: list[str]


def told(run: Run, layer: int, direction: Direction) -> Told | None:
    """The telling units of one direction of one layer, None when the run's data are no longer here."""
    try:
        return _told(str(run.folder), written(run), layer, direction)
    except UserError as error:
        tell(str(error), "warning")
        return None


@st.cache_resource(show_spinner="Looking for telling units ...", max_entries=64)
def _told(folder: str, written: int, layer: int, direction: Direction) -> Told:
    run = Run(Path(folder))
    data, network = _probe_data(run), network_of(run)
    found = next(one for one in traces(network, data.values) if (one.layer, one.direction) == (layer, direction))
    units = probe_units(found.memory[data.counted], data.properties, data.blocks)
    rare = [one.name for one in data.properties if one.name not in {each.name for each in units}]
    return Told(units, data.where, rare)


def _probe_data(run: Run) -> ProbeData:
    try:
        prepared = prepared_of(run)
    except UserError as error:
        raise UserError("The data of this run are no longer here, so no telling units can be looked for.") from error
    return _explain(run).probe_data(prepared, network_of(run).network)
