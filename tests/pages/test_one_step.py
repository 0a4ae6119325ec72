"""The page "One step by hand", run by Streamlit's own test driver."""

import pytest

from rnn_core.networks.cells import CELLS
from rnn_core.teaching.one_step.stages import titles
from tests.pages.conftest import open_page, texts


@pytest.fixture
def page(app):
    return open_page(app, "one_step.py")


def ran(app):
    app.run()
    assert not app.exception
    return app


def formulas(app):
    return " ".join(one.value for one in app.latex)


def captions(app):
    return [one.value for one in app.caption]


def test_the_whole_cell_is_shown_first(page):
    assert r"f &= \operatorname{sigmoid}(1.420) = \mathbf{0.805}" in formulas(page)
    assert page.button(key="stage-back").disabled


def test_stages_go_forwards_and_back(page):
    names = titles("lstm")
    for name in names[1:]:
        page.button(key="stage-next").click()
        ran(page)
        assert page.session_state["stage"] == name
    assert page.button(key="stage-next").disabled
    assert r"h' &= o \times \tanh(c')" in formulas(page)
    page.button(key="stage-back").click()
    ran(page)
    assert page.session_state["stage"] == "Long-term memory"
    assert any(text.startswith("What to look for: what was kept, 0.483") for text in captions(page))


@pytest.mark.parametrize("kind", CELLS)
def test_every_cell_at_every_stage(page, kind):
    page.selectbox(key="cell").set_value(kind)
    page.button_group(key="inputs").set_value(2)
    page.button_group(key="units").set_value(2)
    ran(page)
    for name in titles(kind):
        page.button_group(key="stage").set_value(name)
        page.button_group(key="unit").set_value(1)
        ran(page)
        assert page.latex


def test_a_stage_that_the_next_cell_lacks_falls_back_to_the_whole(page):
    page.button_group(key="stage").set_value("Forget gate")
    ran(page)
    page.selectbox(key="cell").set_value("lstm_coupled")
    assert ran(page).session_state["stage"] == "Forget gate"
    page.selectbox(key="cell").set_value("gru")
    assert ran(page).session_state["stage"] == "Whole cell"


def test_the_address_opens_cell_preset_and_stage(app):
    app.query_params["cell"] = "GRU"
    app.query_params["preset"] = "Count"
    app.query_params["stage"] = "Update gate"
    app.query_params["step"] = "3"
    open_page(app, "one_step.py")
    assert app.selectbox(key="cell").value == "gru"
    assert app.selectbox(key="preset").value == "count"
    assert r"z &= \operatorname{sigmoid}" in formulas(app)
    assert app.slider(key="step").value == 3


def test_steps_carry_the_memory(page):
    page.selectbox(key="preset").set_value("count")
    ran(page)
    page.button_group(key="stage").set_value("What comes in")
    ran(page)
    seen = []
    for _ in range(4):
        seen.append(formulas(page).split("c &=")[1].split("}")[0].split("{")[1])
        page.button(key="step-next").click()
        ran(page)
    assert seen == ["0.000", "1.000", "1.000", "2.000"]
    table = next(one.value for one in page.dataframe if "step" in one.value)
    assert list(table["c"].round(2)) == [1, 1, 2, 3, 3]
    page.button(key="step-reset").click()
    assert ran(page).slider(key="step").value == 1


def test_a_gate_set_by_hand_counts(page):
    page.button_group(key="held").set_value(["f"])
    ran(page)
    assert r"0.805 \;\to\; \mathbf{0.000} \;\text{by hand}" in formulas(page)
    page.slider(key="held_f").set_value(1.0)
    assert r"\mathbf{1.000} \;\text{by hand}" in formulas(ran(page))
    page.selectbox(key="cell").set_value("gru")
    assert "by hand" not in formulas(ran(page))


def test_peepholes_can_be_closed(page):
    page.selectbox(key="cell").set_value("lstm_peephole")
    before = formulas(ran(page))
    page.button_group(key="peepholes").set_value([])
    after = formulas(ran(page))
    assert before != after
    assert r"f &= \operatorname{sigmoid}(1.420)" in after


def test_weights_can_be_changed(page):
    key = "weights-lstm-typical-1-1-0"
    page.session_state[key] = {"edited_rows": {0: {"b": -0.62}}, "added_rows": [], "deleted_rows": []}
    assert r"f &= \operatorname{sigmoid}(0.000) = \mathbf{0.500}" in formulas(ran(page))
    page.session_state[key] = {"edited_rows": {0: {"b": None}}, "added_rows": [], "deleted_rows": []}
    assert "The field b of the forget gate has no number: type one, such as 0.5." in texts(ran(page))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There are no numbers for the input x: type some, such as 1, 0, 0.5."),
        ("1, b", "“b” in the input x is no number: write numbers apart by commas, such as 1, 0, 0.5."),
        ("1, nan", "“nan” in the input x is no number: write numbers apart by commas, such as 1, 0, 0.5."),
        ("5000", "x has the number 5000: take one between -1000 and 1000."),
    ],
)
def test_inputs_that_are_no_numbers_get_a_sentence(page, text, sentence):
    field = page.text_input(key="x0-lstm-typical-1-1-0")
    field.set_value(text)
    assert sentence in texts(ran(page))
    assert not page.latex
    page.text_input(key="x0-lstm-typical-1-1-0").set_value("1, 0")
    assert ran(page).latex


def test_one_input_is_a_sequence_too_and_a_shorter_one_keeps_the_step_inside(page):
    page.slider(key="step").set_value(8)
    ran(page)
    page.text_input(key="x0-lstm-typical-1-1-0").set_value("1, 0")
    assert ran(page).slider(key="step").value == 2
    page.text_input(key="x0-lstm-typical-1-1-0").set_value("1")
    assert ran(page).latex


def test_two_inputs_need_as_many_numbers(page):
    page.button_group(key="inputs").set_value(2)
    ran(page)
    page.text_input(key="x1-lstm-typical-2-1-0").set_value("1, 0")
    assert "The inputs have 8 and 2 numbers: give each of them one for every step." in texts(ran(page))


def test_another_seed_draws_other_numbers(page):
    page.selectbox(key="preset").set_value("random")
    first = formulas(ran(page))
    page.number_input(key="seed").set_value(2)
    assert formulas(ran(page)) != first


def test_cells_that_are_not_drawn_are_named(page):
    told = " ".join(one.value for one in page.markdown)
    assert "Depth-gated LSTM" in told
    assert "Clockwork RNN" in told
