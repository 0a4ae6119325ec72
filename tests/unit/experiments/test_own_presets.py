"""Settings kept under a name."""

import pytest

from rnn_core import files
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.own_presets import MOST, forget_preset, keep_preset, own_presets

FORECAST, TEXT = experiment("forecast"), experiment("text")
ANN, BOB = "a" * 32, "b" * 32


def units(owner=ANN, of=FORECAST):
    return {name: settings.units for name, settings in own_presets(owner, of).items()}


def test_kept_with_their_owner_and_experiment(own_home):
    assert units() == {}
    keep_preset(ANN, FORECAST, " My  best ", FORECAST.settings(units=7, features=("wind",)))
    keep_preset(ANN, FORECAST, "other", FORECAST.settings(units=8))
    assert units() == {"My best": 7, "other": 8}
    assert own_presets(ANN, FORECAST)["My best"] == FORECAST.settings(units=7, features=("wind",))
    assert units(BOB) == units(ANN, TEXT) == {}
    keep_preset(ANN, FORECAST, "My best", FORECAST.settings(units=9))
    assert units() == {"My best": 9, "other": 8}
    forget_preset(ANN, FORECAST, "My best")
    forget_preset(ANN, FORECAST, "nobody's")
    assert units() == {"other": 8}


def test_without_a_name_and_beyond_the_most_it_is_refused(own_home):
    with pytest.raises(UserError, match="The preset has no name"):
        keep_preset(ANN, FORECAST, "  ", FORECAST.settings())
    for number in range(MOST):
        keep_preset(ANN, FORECAST, f"{number}", FORECAST.settings())
    with pytest.raises(UserError, match="There are 20 presets already"):
        keep_preset(ANN, FORECAST, "one more", FORECAST.settings())
    keep_preset(ANN, FORECAST, "3", FORECAST.settings(units=3))
    assert units()["3"] == 3


@pytest.mark.parametrize("damage", ["{", "[]", '{"gone": {"units": -1}, "odd": 7, "fine": {"units": 5}}'])
def test_what_is_damaged_is_left_out(own_home, damage):
    files.write_text(own_home / "presets" / ANN / "forecast.json", damage)
    assert units() == ({"fine": 5} if "fine" in damage else {})
