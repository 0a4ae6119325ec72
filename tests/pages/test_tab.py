"""The browser's tab: a title of its own for every page, icons that can be told apart."""

from itertools import pairwise

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.common.tab_icons import DRAWINGS, running, tab_icon, tab_icon_address
from rnn_core.figures.palette import BETTER, EVEN, NETWORK, WORSE


def shown(name):
    return np.asarray(tab_icon(name)).astype(int)


def of_color(name, color):
    """The share of the picture that has this colour, to a little."""
    picture, wanted = shown(name), np.array([*bytes.fromhex(color[1:])])
    near = np.abs(picture[..., :3] - wanted).max(axis=-1) < 12
    return float((near & (picture[..., 3] > 200)).mean())


@pytest.mark.parametrize(("share", "quarters"), [(0, 0), (0.24, 0), (0.25, 1), (0.99, 3), (1, 4), (7, 4)])
def test_a_training_under_way_fills_its_loop_by_quarters(share, quarters):
    assert running(share) == f"running-{quarters}"


def test_each_quarter_is_more_of_the_network_colour():
    filled = [of_color(f"running-{quarters}", NETWORK.both) for quarters in range(5)]
    assert all(after - before > 0.02 for before, after in pairwise(filled))
    assert of_color("plain", NETWORK.both) > 0.1


@pytest.mark.parametrize(("name", "color"), [("better", BETTER), ("even", EVEN), ("worse", WORSE)])
def test_how_it_ended_is_a_disc_of_the_verdict(name, color):
    assert of_color(name, color.both) > 0.4
    assert shown(name)[0, 0, 3] == 0  # round: its corners are empty
    assert shown(name)[2:-2, 2:-2].reshape(-1, 4).max(axis=0)[:3].tolist() == [255, 255, 255]  # the sign


def test_icons_are_small_and_all_different():
    addresses = {name: tab_icon_address(name) for name in DRAWINGS}
    assert all(one.startswith("data:image/png;base64,") and len(one) < 8_000 for one in addresses.values())
    assert len(set(addresses.values())) == len(DRAWINGS)


def test_a_script_may_name_its_tab_again_and_again():
    def script():
        from pages.ui.common.tab import live_tab, tab

        tab("Forecast")
        tab("Epoch 12 of 30 · Sine", "running-1")
        live_tab("Better · Sine", "better")

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert '"title": "Better \\u00b7 Sine \\u00b7 RNN Lab"' in app.get("bidi_component")[0].proto.json
