"""The warm spare worker can get ready for every experiment."""

from rnn_core.experiments import experiments


def test_every_kind_of_data_has_a_small_one():
    from rnn_core.training import pipeline

    for one in experiments().values():
        task = one.task(one.prepare(pipeline.SMALL[one.data](), one.settings()))
        assert task.training.steps(one.settings().batch_size) > 0


def test_warming_up_to_classify_leaves_nothing_behind(own_home):
    from rnn_core.training import pipeline

    pipeline.warm_up("classify")
    assert list(own_home.iterdir()) == []
