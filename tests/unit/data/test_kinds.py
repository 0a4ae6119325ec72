"""What every kind of data says about itself."""

import pytest

from rnn_core.data import KINDS, Labelled, Messages, entries, entry, keep, kind_of, load_dataset, server_files, store
from rnn_core.data.kinds import LABELLED, SERIES
from rnn_core.errors import UserError
from rnn_core.experiments import experiments

every = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@every
def test_its_first_dataset_is_of_the_kind_and_on_every_machine(kind):
    first = entry(kind.first)
    assert (first.kind, first.remote, first.missing()) == (kind.name, False, "")
    assert isinstance(first.load(), (kind.document, Messages))


@every
def test_a_small_one_comes_back_from_its_copy(kind):
    small = kind.small()
    assert kind_of(small) is kind
    files = small.files()
    assert [*files] == [name for name in (*kind.files, store.ABOUT) if name in files]
    assert kind.files[0] in files
    assert store.kind_of(files) is kind.document
    assert load_dataset(keep(small)).files() == files


@every
def test_equal_content_is_the_same_question_wherever_it_comes_from(kind):
    one, other = kind.small(), kind.document(**{**vars(kind.small()), "title": "Another", "source": "elsewhere"})
    assert hash(kind.content(one)) == hash(kind.content(other))
    assert not kind.too_large(one)
    assert kind.part(one) == (one, 1.0)


def test_a_test_file_is_part_of_the_content():
    whole = LABELLED.small()
    tested = Labelled(whole.texts, whole.labels, whole.title, test=(("up",), ("up",)))
    assert LABELLED.content(whole) != LABELLED.content(tested)
    assert SERIES.content(SERIES.small()) != SERIES.content(entry("random-walk").load())


def test_all_that_there_is_to_choose_and_to_learn_is_of_a_known_kind():
    assert {one.kind for one in entries()} == KINDS.keys()
    assert {one.data for one in experiments().values()} <= KINDS.keys()


def test_the_first_files_tell_the_kinds_apart():
    assert len({kind.files[0] for kind in KINDS.values()}) == len(KINDS)
    with pytest.raises(UserError, match=r"^These files hold no data: expected one of data\.csv, data\.txt, "):
        store.kind_of({store.ABOUT: b""})


def test_large_files_of_a_kind_without_endings_are_not_read(own_home):
    (own_home / "data").mkdir()
    (own_home / "data" / "points.csv").write_text("x,y\n1,2\n")
    assert [name for name in KINDS if server_files.files(name)] == ["series", "labelled"]
