"""Settings: defaults, bounds, what is said about a mistake, and the article's values."""

import pytest
from pydantic import ValidationError

from rnn_core.errors import UserError
from rnn_core.experiments import experiments, preset
from rnn_core.experiments.classify import ClassifySettings
from rnn_core.experiments.forecast import EXPERIMENT, ForecastSettings
from rnn_core.networks.cells import CELLS
from rnn_core.settings import bound, choice_word, choices, close, extra, idle, shown

FIELDS = [
    pytest.param(one.settings.model_fields[name], id=f"{one.name}-{name}")
    for one in experiments().values()
    for name in one.settings.model_fields
]


def refused(**values) -> str:
    with pytest.raises(UserError) as caught:
        ForecastSettings.parse(values)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_the_defaults():
    assert ForecastSettings().model_dump() == {
        "cell": "lstm",
        "spectral_radius": 0.9,
        "layers": 1,
        "units": 32,
        "dropout": 0.1,
        "optimizer": "adam",
        "learning_rate": 0.005,
        "clipnorm": 0,
        "batch_size": 64,
        "epochs": 30,
        "seconds": None,
        "patience": 0,
        "seed": 1,
        "device": "auto",
        "kernel": "auto",
        "target": "",
        "also": (),
        "features": (),
        "calendar": False,
        "horizon": 1,
        "timesteps": 20,
        "scaling": "standard",
        "target_transform": "level",
        "validation": 0.15,
        "test": 0.15,
    }
    assert ForecastSettings.parse({}) == ForecastSettings()


def test_the_tutorial_preset_has_the_values_of_the_article():
    tutorial = preset(EXPERIMENT, "tutorial").model_dump()
    article = {
        "cell": "lstm",
        "layers": 4,
        "units": 45,
        "dropout": 0.2,
        "timesteps": 40,
        "scaling": "min-max",
        "optimizer": "adam",
        "learning_rate": 0.001,
        "batch_size": 32,
        "epochs": 100,
        "validation": 0,
        "patience": 0,
        "clipnorm": 0,
        "seconds": None,
        "features": (),
    }
    assert {name: tutorial[name] for name in article} == article
    assert ForecastSettings.article() == preset(EXPERIMENT, "tutorial")


@pytest.mark.parametrize("field", FIELDS)
def test_every_setting_explains_itself(field):
    assert field.title
    assert field.title[0].isupper()
    assert field.description.endswith(".")
    assert "!" not in field.title + field.description
    assert extra(field, "group") in {"Data", "Path", "Words", "Network", "Training"}


@pytest.mark.parametrize("one", experiments().values(), ids=lambda one: one.name)
def test_every_default_and_article_value_lies_within_its_bounds(one):
    defaults = {name: field.default for name, field in one.settings.model_fields.items()}
    assert one.settings.parse(defaults).model_dump() == defaults
    for name, field in one.settings.model_fields.items():
        article = extra(field, "article")
        for value in (field.default, article):
            if isinstance(value, (int, float)):
                assert bound(field, "le") is None or value <= bound(field, "le"), name
                assert bound(field, "ge") is None or value >= bound(field, "ge"), name
                assert bound(field, "gt") is None or value > bound(field, "gt"), name
            if choices(field):
                assert value is None or value in choices(field), name


@pytest.mark.parametrize("one", experiments().values(), ids=lambda one: one.name)
def test_what_a_setting_needs_exists(one):
    fields = one.settings.model_fields
    for name, field in fields.items():
        for other, wanted in (extra(field, "needs") or {}).items():
            assert other in fields, name
            assert other != name
            assert wanted, name
            assert set(wanted) < set(choices(fields[other])), name
        assert set(extra(field, "words") or {}) <= set(choices(field)), name


def test_a_setting_without_effect_says_what_it_needs():
    fields = ClassifySettings.model_fields
    embedding = ClassifySettings().model_dump()
    assert [name for name in fields if idle(ClassifySettings, name, embedding)] == ["spectral_radius", "vectors", "stems", "tune"]
    assert idle(ClassifySettings, "tune", embedding) == "Without effect now: it needs Encoding = GloVe or word2vec."
    pooling = {**embedding, "cell": "none"}
    *most, last = (cell.title for cell in CELLS.values())
    assert idle(ClassifySettings, "units", pooling) == f"Without effect now: it needs Cell = {', '.join(most)} or {last}."
    assert choice_word(fields["cell"], "none") == "None (pooling)"


@pytest.mark.parametrize("one", experiments().values(), ids=lambda one: one.name)
def test_every_number_has_an_upper_bound(one):
    for name, field in one.settings.model_fields.items():
        if isinstance(field.default, (int, float)) and field.annotation is not bool:
            assert bound(field, "le") is not None, name


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"units": 0}, "units is 0: give a whole number of at least 1 and at most 512."),
        ({"units": 513}, "units is 513: give a whole number of at least 1 and at most 512."),
        ({"timesteps": 1}, "timesteps is 1: give a whole number of at least 2 and at most 250."),
        ({"timesteps": 1000}, "timesteps is 1000: give a whole number of at least 2 and at most 250."),
        ({"layers": 5}, "layers is 5: give a whole number of at least 1 and at most 4."),
        ({"dropout": 2}, "dropout is 2: give a number of at least 0 and at most 0.9."),
        ({"dropout": -0.1}, "dropout is -0.1: give a number of at least 0 and at most 0.9."),
        ({"epochs": "abc"}, "epochs is 'abc': give a whole number of at least 1 and at most 500."),
        ({"epochs": 2.5}, "epochs is 2.5: give a whole number of at least 1 and at most 500."),
        ({"epochs": None}, "epochs is None: give a whole number of at least 1 and at most 500."),
        ({"seconds": 0}, "seconds is 0: give a number above 0 and at most 86400."),
        ({"test": 0}, "test is 0: give a number above 0 and at most 100000."),
        ({"seed": -1}, "seed is -1: give a whole number of at least 0 and at most 2147483647."),
        ({"learning_rate": float("nan")}, "learning_rate is nan: give a number of at least 1e-05 and at most 1."),
        ({"learning_rate": "nan"}, "learning_rate is 'nan': give a number of at least 1e-05 and at most 1."),
        ({"seconds": float("inf")}, "seconds is inf: give a number above 0 and at most 86400."),
        ({"validation": float("-inf")}, "validation is -inf: give a number of at least 0 and at most 100000."),
        (
            {"cell": "lstn"},
            f"cell is 'lstn': choose one of {', '.join(CELLS)} (did you mean 'lstm'?).",
        ),
        ({"device": "tpux"}, "device is 'tpux': choose one of auto, cpu, gpu."),
        ({"timestep": 3}, "There is no setting 'timestep' (did you mean 'timesteps'?)."),
        ({"zzz": 3}, "There is no setting 'zzz'."),
    ],
)
def test_a_mistake_is_told_in_one_sentence_with_setting_value_and_bound(values, sentence):
    assert refused(**values) == sentence


@pytest.mark.parametrize("values", [{"target": 3}, {"features": 3}, {"features": [1]}])
def test_a_column_name_that_is_no_text_is_not_called_a_number(values):
    message = refused(**values)
    assert message.startswith(f"{next(iter(values))} is ")
    assert "give a number" not in message


def test_bounds_themselves_are_allowed():
    low = ForecastSettings.parse({"units": 1, "timesteps": 2, "dropout": 0, "layers": 1, "learning_rate": 0.00001})
    high = ForecastSettings.parse({"units": 512, "timesteps": 250, "dropout": 0.9, "layers": 4, "learning_rate": 1})
    assert (low.units, low.timesteps, low.dropout, low.layers) == (1, 2, 0, 1)
    assert (high.units, high.timesteps, high.dropout, high.layers) == (512, 250, 0.9, 4)


def test_text_from_a_command_line_is_converted():
    settings = ForecastSettings.parse({"timesteps": "40", "dropout": "0.25", "seconds": "7", "features": ["a", "b"]})
    assert (settings.timesteps, settings.dropout, settings.seconds, settings.features) == (40, 0.25, 7.0, ("a", "b"))
    assert type(settings.timesteps) is int


def test_settings_survive_json():
    settings = ForecastSettings.parse({"features": ("High", "Low"), "target": "Größe, in m", "seconds": 1.5})
    assert ForecastSettings.parse(settings.model_dump(mode="json")) == settings


def test_settings_do_not_change():
    settings = ForecastSettings()
    with pytest.raises(ValidationError):
        settings.units = 5  # type: ignore[misc]
    assert settings.units == 32


def test_an_unknown_preset_names_the_closest():
    with pytest.raises(UserError) as caught:
        preset(EXPERIMENT, "tutoral")
    assert str(caught.value) == "There is no preset 'tutoral' (did you mean 'tutorial'?): choose one of quick, tutorial, weather."


def test_the_closest_word():
    assert close("timestep", ["timesteps", "test"]) == " (did you mean 'timesteps'?)"
    assert close("zzz", ["timesteps", "test"]) == ""


@pytest.mark.parametrize("name", ["UNITS", "RNN_LAB_UNITS", "EPOCHS", "units"])
def test_no_variable_of_the_environment_changes_a_setting(monkeypatch, name):
    monkeypatch.setenv(name, "3")
    assert ForecastSettings.parse({}) == ForecastSettings()
    assert ForecastSettings().units == 32
    assert ForecastSettings().epochs == 30


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("validation", 0.15, "15\u202f%"),
        ("validation", 200, "200"),
        ("share", 1, "100\u202f%"),
        ("dropout", 0.25, "0.25"),
        ("seconds", None, "none"),
        ("features", ["High", "Low"], "High, Low"),
        ("features", (), "none"),
        ("target", "open", "open"),
        ("lowercase", True, "on"),
        ("cell", "simple_rnn", "SimpleRNN"),
        ("decay", "cosine", "Cosine"),
    ],
)
def test_values_as_the_form_shows_them(name, value, words):
    assert shown(name, value) == words
