"""Follow a path in the plane or in space: from the last points to the next one."""

from rnn_core.experiments.base import Experiment, Score
from rnn_core.experiments.trajectory import alive, data, evaluate, explain, network, program, report, snapshots
from rnn_core.experiments.trajectory.advice import ADVICE
from rnn_core.experiments.trajectory.metrics import TrajectoryMetrics
from rnn_core.experiments.trajectory.settings import PRESETS, TrajectorySettings
from rnn_core.experiments.windowed_series import Preparation

EXPERIMENT = Experiment(
    name="trajectory",
    title="Follow a path",
    data="path",
    settings=TrajectorySettings,
    presets=PRESETS,
    presets_help="Quick: a first picture in seconds. Ladybug: the network of the course.",
    loss_unit="mean squared error, scaled",
    metrics=TrajectoryMetrics,
    preparation=Preparation,
    score=Score(lambda metrics: metrics.skill, "Skill", higher_is_better=True, guess=lambda metrics: 0.0),
    prepare=data.prepare,
    task=network.task,
    evaluate=evaluate.evaluate,
    prepare_other=data.prepare_other,
    advice=ADVICE,
    apply=evaluate.evaluate,
    network=lambda prepared: network.network(prepared.settings, prepared.series.targets),
    preparation_of=lambda prepared: prepared.series.preparation(),
    generated=data.generated,
    sample=snapshots.Said,
    scene=snapshots.scene,
    recounted=snapshots.checked,
    quick_dataset="ladybug",
    warmed=False,
    explain=explain.EXPLAIN,
    program=program.program,
    report=report.REPORT,
    alive=alive.alive,
)
