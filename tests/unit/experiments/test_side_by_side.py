"""Which runs belong on one axis, and the same run with other seeds."""

import pandas as pd

from rnn_core.experiments.listing import rows
from rnn_core.experiments.side_by_side import of_one_kind, of_one_loss, other_seeds, repeats_of, same_test
from rnn_core.files import write_json, write_text
from rnn_core.runs import METRICS, Run
from tests.helpers import forecast_metrics, queued_run

TABLE = "date,actual,one_step,free_running,last_value\n2022-01-01,1,{0},,0\n2022-01-02,2,{0},,1\n"


def measured(says: float, dataset: str = "sine", target: str = "Value", table: str = TABLE, **settings) -> Run:
    run = queued_run(dataset, **settings)
    write_json(run.folder / METRICS, forecast_metrics(0.1, target=target).model_dump(mode="json"))
    write_text(run.folder / "results" / "forecast.csv", table.format(says))
    return run


def test_runs_of_one_kind_on_the_same_data_go_together():
    made = [queued_run("sine"), queued_run("random-walk"), queued_run("sine", units=8)]
    found = {row.run: row for row in rows()}
    chosen = [found[run] for run in made]
    assert of_one_kind(chosen) == [[chosen[0], chosen[2]], [chosen[1]]]
    assert of_one_kind([]) == []


def test_a_loss_of_changes_is_not_one_of_values():
    made = [queued_run(), queued_run(target_transform="difference"), queued_run(units=8)]
    found = {row.run: row for row in rows()}
    chosen = [found[run] for run in made]
    assert of_one_loss(chosen) == [[chosen[0], chosen[2]], [chosen[1]]]


def test_forecasts_of_the_same_test_rows():
    later = TABLE.replace("2022-01-01", "2021-12-31")
    made = [measured(1), measured(2), measured(3, table=later), measured(4, target="Other"), queued_run()]
    found = {row.run: row for row in rows()}
    same = same_test([found[run] for run in made])
    assert [row.run for row, _ in same] == made[:2]
    assert [table["one_step"].tolist() for _, table in same] == [[1, 1], [2, 2]]
    assert isinstance(same[0][1], pd.DataFrame)
    assert same_test([found[run] for run in made[2:]]) == []


def test_repeats_differ_in_nothing_but_the_seed():
    run, repeat = queued_run(), queued_run(seed=7)
    queued_run(seed=7, units=9)
    queued_run("random-walk", seed=7)
    found = {row.run: row for row in rows()}
    assert [row.run for row in repeats_of(found[run], rows())] == [repeat]


def test_other_seeds_are_the_lowest_that_are_free():
    queued_run(seed=2, units=9)
    (row,) = rows()
    chosen = other_seeds(row, {1, 4})
    assert [one.seed for one in chosen] == [3, 5, 6]
    assert {one.units for one in chosen} == {9}
