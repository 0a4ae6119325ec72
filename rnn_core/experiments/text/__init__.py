"""Learn a text character by character and write on."""

import math

from rnn_core.experiments.base import Experiment, Score
from rnn_core.experiments.text import alive, data, evaluate, explain, network, program, report, scene
from rnn_core.experiments.text.advice import ADVICE
from rnn_core.experiments.text.metrics import Preparation, Sample, TextMetrics
from rnn_core.experiments.text.settings import PRESETS, TextSettings

EXPERIMENT = Experiment(
    name="text",
    title="Generate text",
    data="text",
    settings=TextSettings,
    presets=PRESETS,
    presets_help="Fast: readable words soon. Article: exactly its network and training; your choice of the text stays. "
    "Thorough: a larger network and three minutes, for texts of a million characters.",
    loss_unit="nats a character",
    metrics=TextMetrics,
    preparation=Preparation,
    score=Score(
        lambda metrics: metrics.nats,
        "Nats a character",
        higher_is_better=False,
        guess=lambda metrics: math.log(metrics.vocabulary),
    ),
    prepare=data.prepare,
    task=network.task,
    evaluate=evaluate.evaluate,
    prepare_other=data.prepare_other,
    advice=ADVICE,
    apply=evaluate.evaluate,
    network=lambda prepared: network.network(prepared.settings, len(prepared.vocabulary.symbols)),
    preparation_of=data.preparation,
    sample=Sample,
    scene=scene.scene,
    recounted=evaluate.recounted,
    generated=None,
    quick_dataset="hamlet",
    warmed=True,
    explain=explain.EXPLAIN,
    program=program.program,
    report=report.REPORT,
    alive=alive.alive,
)
