"""Tell classes of texts apart."""

from rnn_core.experiments.base import Experiment, Score
from rnn_core.experiments.classify import alive, data, evaluate, explain, network, program, report, snapshots
from rnn_core.experiments.classify.advice import ADVICE
from rnn_core.experiments.classify.metrics import ClassifyMetrics, Preparation
from rnn_core.experiments.classify.settings import PRESETS, ClassifySettings

EXPERIMENT = Experiment(
    name="classify",
    title="Classify texts",
    data="labelled",
    settings=ClassifySettings,
    presets=PRESETS,
    presets_help="Reviews: short texts, with an embedding and a GRU, or as bags of words. WebKB exercise: exactly its network.",
    loss_unit="nats a text",
    metrics=ClassifyMetrics,
    preparation=Preparation,
    score=Score(
        lambda metrics: metrics.validation.accuracy,
        "Validation accuracy",
        higher_is_better=True,
        guess=lambda metrics: metrics.most_frequent,
    ),
    prepare=data.prepare,
    task=network.task,
    evaluate=evaluate.evaluate,
    prepare_other=data.prepare_other,
    advice=ADVICE,
    apply=evaluate.apply,
    network=network.of,
    preparation_of=data.preparation,
    sample=snapshots.Said,
    scene=lambda prepared: snapshots.scene(prepared, network.of(prepared)),
    recounted=lambda prepared, said: snapshots.checked(snapshots.scene(prepared, network.of(prepared)), said),
    generated=None,
    quick_dataset="rotten-tomatoes",
    warmed=False,
    explain=explain.EXPLAIN,
    program=program.program,
    report=report.REPORT,
    alive=alive.alive,
)
