"""Forecast a series from its past."""

from rnn_core.experiments.base import Experiment, Score
from rnn_core.experiments.forecast import alive, data, evaluate, explain, network, program, report, snapshots
from rnn_core.experiments.forecast.advice import ADVICE
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.experiments.forecast.settings import PRESETS, ForecastSettings
from rnn_core.experiments.windowed_series import Preparation

EXPERIMENT = Experiment(
    name="forecast",
    title="Forecast a series",
    data="series",
    settings=ForecastSettings,
    presets=PRESETS,
    presets_help="Quick: a first picture in seconds. Tutorial: exactly the network of the article. Weather: for rows of "
    "an hour or several, with hour and season, up to 8 rows ahead.",
    loss_unit="mean squared error, scaled",
    metrics=ForecastMetrics,
    preparation=Preparation,
    score=Score(lambda metrics: metrics.skill, "Skill", higher_is_better=True, guess=lambda metrics: 0.0),
    prepare=data.prepare,
    task=network.task,
    evaluate=evaluate.evaluate,
    prepare_other=data.prepare_other,
    advice=ADVICE,
    apply=evaluate.evaluate,
    network=lambda prepared: network.network(prepared.settings),
    preparation_of=lambda prepared: prepared.series.preparation(),
    sample=snapshots.Said,
    scene=snapshots.scene,
    recounted=snapshots.checked,
    generated=None,
    quick_dataset="seattle-weather",
    warmed=True,
    explain=explain.EXPLAIN,
    program=program.program,
    report=report.REPORT,
    alive=alive.alive,
)
