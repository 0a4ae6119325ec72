"""Paths: those that are made, and users' files of points."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import File, Path, keep, load_dataset, read_path
from rnn_core.data.sources.synthetic_paths import drunkard, ladybug
from rnn_core.errors import UserError


def csv(header: str, rows: list[list]) -> bytes:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]).encode()


def circle(points: int = 40, start: float = 0.0, step: float = 0.5) -> list[list[float]]:
    angles = np.arange(points) / 5
    return [[start + step * at, np.cos(angle), np.sin(angle)] for at, angle in enumerate(angles)]


def refused(content: bytes) -> str:
    with pytest.raises(UserError) as error:
        read_path(File(content, "path.csv"))
    return str(error.value)


def test_the_ladybug_is_smooth_and_of_unit_size():
    path = ladybug()
    assert path.points.shape == (12_000, 2)
    assert path.step == 0.01
    np.testing.assert_allclose(path.points.std(axis=0), 1, atol=0.05)
    bend = np.abs(np.diff(path.points, 2, axis=0)).max()
    assert bend < 20**2 * 0.01**2 * 4  # no faster than 20 radians a second, amplitudes of at most 4 together


def test_the_ladybugs_spectrum_lies_between_5_and_20_radians_a_second():
    for speed in (1.0, 0.5):
        points = ladybug(speed=speed).points[:, 0]
        power = np.abs(np.fft.rfft(points * np.hanning(len(points)))) ** 2
        frequencies = 2 * np.pi * np.fft.rfftfreq(len(points), 0.01)
        inside = (frequencies > speed * 4.9) & (frequencies < speed * 20.1)
        assert power[inside].sum() / power.sum() > 0.999
        assert (power > 0.02 * power.max()).any()


def test_noise_seed_and_waves_of_the_ladybug():
    assert np.array_equal(ladybug(800).points, ladybug(800).points)
    assert not np.array_equal(ladybug(800).points, ladybug(800, seed=2).points)
    noise = ladybug(5000, noise=0.2).points - ladybug(5000).points
    assert noise.std() == pytest.approx(0.2, rel=0.05)
    one = ladybug(5000, waves=1).points[:, 0]
    assert np.abs(one).max() == pytest.approx(np.sqrt(2), abs=1e-3)


def test_the_drunkards_steps_know_nothing_of_each_other():
    steps = np.diff(drunkard().points[:, 0])
    assert abs(np.corrcoef(steps[1:], steps[:-1])[0, 1]) < 0.05


@pytest.mark.parametrize("columns", [("x", "y"), ("a, b", "ß", "")])
def test_a_kept_path_is_the_same_to_the_last_digit(columns):
    points = np.random.default_rng(0).normal(size=(50, len(columns)))
    path = Path(points, 0.1, "Mine", columns, "me", "mine", ("One was left out.",))
    again = load_dataset(keep(path))
    assert np.array_equal(again.points, points)
    for field in dataclasses.fields(Path):
        if field.name != "points":
            assert getattr(again, field.name) == getattr(path, field.name)


def test_a_path_as_a_series_has_its_step_between_rows():
    series = ladybug(500).as_series()
    assert set(np.diff(series.frame.index)) == {np.timedelta64(10, "ms")}
    assert list(series.frame) == ["x", "y"]


def test_a_file_of_points_with_times():
    path = read_path(File(csv("t,x,y", circle(start=3.0, step=0.25)), "path.csv"))
    assert path.columns == ("x", "y")
    assert path.step == 0.25
    assert path.points[0].tolist() == [1, 0]
    assert path.notes == ()


def test_a_file_without_times_and_with_other_names():
    rows = [[x, y] for _, x, y in circle()]
    path = read_path(File(csv("east,north", rows), "path.csv"))
    assert (path.columns, path.step) == (("east", "north"), 1.0)
    three = read_path(File(csv("Z,y,X,name", [[1, y, x, "a"] for _, x, y in circle()]), "path.csv"))
    assert three.columns == ("X", "y", "Z")


def test_points_out_of_order_twice_and_missing():
    rows = circle()
    rows[3], rows[4] = rows[4], rows[3]
    rows.append(rows[10])
    rows.append([99, "", 1])
    path = read_path(File(csv("t,x,y", rows), "path.csv"))
    assert len(path.points) == 40
    np.testing.assert_allclose(path.points, [row[1:] for row in circle()])
    assert path.notes[-3:] == (
        "1 point was left out because a number is missing.",
        "The points were not in time order and were sorted.",
        "1 point of a repeated time left out; the last of each was kept.",
    )


def test_uneven_times_are_put_on_a_grid():
    rows = [[at, at, -2 * at] for at in [*range(40), 41.5, 43]]
    path = read_path(File(csv("time,x,y", rows), "path.csv"))
    np.testing.assert_allclose(path.points, [[at, -2 * at] for at in range(44)], atol=1e-12)
    assert path.notes[-1].startswith("The times are uneven: the path was put on a grid of 1 s")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (csv("x,name", [[1, "a"]] * 40), "too few columns of numbers for a path (found: x)"),
        (csv("x,y", [[1, 2]] * 5), "has 5 whole points; expected 30 to 200,000"),
        (csv("t,x,y", [[1, 2, 3]] * 40), "holds only 1 different times"),
        (csv("t,x,y", [[at * 1e6, at, at] for at in range(40)]), "lie 1e+06 apart; expected seconds"),
        (csv("t,x,y", [*circle(), [1e6, 0, 0]]), "large gaps"),
        (b"%PDF-1.4 no table", "PDF"),
        (b"", "empty"),
    ],
)
def test_files_that_are_no_path(content, words):
    assert words in refused(content)


def test_a_path_of_a_workbook(tmp_path):
    place = tmp_path / "p.xlsx"
    pd.DataFrame(circle(), columns=["t", "x", "y"]).to_excel(place, index=False)
    path = read_path(File(place.read_bytes(), "p.xlsx"))
    assert path.step == 0.5
    np.testing.assert_allclose(path.points, [row[1:] for row in circle()])
