"""From a run folder to its result: data, windows, network, fit, weights, measures. Only the worker loads this file."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import keras
import tensorflow as tf
from safetensors.numpy import save

from rnn_core import files
from rnn_core.data import KINDS, load_dataset
from rnn_core.experiments import Results, experiment, experiments
from rnn_core.networks.keras import models
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.told import silent
from rnn_core.networks.spec import Network, describe
from rnn_core.runs import PREPARATION, Losses, Run, TrainingFacts
from rnn_core.settings import TrainingSettings
from rnn_core.training import devices, fit, input_pipeline, kernel_plan, least_squares, ready
from rnn_core.training.checkpoint import Checkpoints
from rnn_core.training.ending import Ending, ending
from rnn_core.training.progress import Reporter, SetAside
from rnn_core.training.snapshots import Snapshots

COMPILING = "Compiling the network: the time of the training begins after that."
MEASURING = "Measuring the network on what it has not learned from."


def train(run: Run, reporter: Reporter) -> Ending:
    """Train and measure. Raises UserError for what the user can mend.

    When memory does not suffice, it tries once more with half the batch size.
    """
    about = run.about()
    settings = experiment(about.experiment).settings.parse(about.settings)
    try:
        return _train(run, reporter, settings)
    except (MemoryError, tf.errors.ResourceExhaustedError):
        if settings.batch_size < 2:
            raise
    reporter.stays = True  # going on would begin with the whole batch again
    half = settings.model_copy(update={"batch_size": settings.batch_size // 2})
    keras.backend.clear_session()
    reporter.rows.clear()
    Checkpoints(run).forget()
    print(f"Memory did not suffice: trying again with a batch size of {half.batch_size}.", flush=True)
    ended, more = (
        _train(run, reporter, half),
        f"Memory did not suffice for the batch size, so it was halved to {half.batch_size}.",
    )
    return replace(ended, words=f"{ended.words} {more}")


def _train(run: Run, reporter: Reporter, settings: TrainingSettings) -> Ending:
    about, start = run.about(), time.monotonic()
    chosen = experiment(about.experiment)
    data, device = load_dataset(about.data), devices.choose(settings.device)
    made = ready.take(ready.key(about.experiment, about.data, settings))
    if made is None:
        prepared = chosen.prepare(data, settings)
        made = ready.make(prepared, chosen.task(prepared), settings, device.gpu)
    prepared, task, plan, model = made.prepared, made.task, made.plan, made.model
    epochs = None if settings.seconds else settings.epochs
    message, at_once = COMPILING, least_squares.possible(task)
    if at_once:
        plan, device, message = replace(plan, kernel="NumPy"), replace(device, name="CPU"), least_squares.FITTING
    reporter.update(device=device.name, kernel=plan.kernel, epochs=epochs, message=message)
    print(f"Training on {device.name}, kernel {plan.kernel}.", flush=True)
    begun = time.monotonic()
    if task.initial:
        reporter.update(message="Reading or learning the vectors that the network begins with.")
        kernel_plan.begin_with(task.initial(), task.network, model)
        reporter.update(message=COMPILING)
    vector_seconds = round(time.monotonic() - begun, 3) if task.initial else None
    files.write_json(run.folder / "network.json", task.network.model_dump(mode="json"))
    files.write_json(run.folder / PREPARATION, task.preparation.model_dump(mode="json", exclude_none=True))
    save = partial(save_weights, run, task.network, model)
    snapshots = Snapshots(run, task.samples, task.network, task.last_samples) if task.samples else None
    fitting = least_squares.fit if at_once else fit.fit
    fitted = fitting(model, task, settings, reporter, save, snapshots)
    if fitted.aside:
        raise SetAside
    prepare_seconds, begun = time.monotonic() - start - fitted.now, time.monotonic()
    results = _measured(run, reporter, task.network, save(), partial(chosen.evaluate, prepared))
    sampling_seconds = round(snapshots.total, 3) if snapshots else None
    facts = training_facts(task.network, fitted, plan, device)
    notes = (*data.notes, *getattr(results.metrics, "notes", ()))
    times = {"prepare_seconds": max(0.0, prepare_seconds), "measure_seconds": time.monotonic() - begun}
    more = {"sampling_seconds": sampling_seconds, "vector_seconds": vector_seconds, "notes": notes, **times}
    results.write(run.folder / "results", facts.model_copy(update=more))
    if not fitted.stopped and fitted.budget is None:
        Checkpoints(run).forget()
    return ending(fitted, settings.seconds)


def _measured(run: Run, reporter: Reporter, network: Network, weights: dict, evaluate: Callable[..., Results]) -> Results:
    """What the trained network is worth; how far that is can be read in the status."""
    reporter.update(phase="evaluating", fraction=0.0, message=MEASURING, seconds_left=None)
    print(MEASURING, flush=True)
    results = evaluate(NumpyNetwork(network, weights), reporter.measured)
    models.save(network, weights, run.folder / "model.keras")
    return results


def save_weights(run: Run, network: Network, model: keras.Sequential) -> dict:
    """Write ``model.safetensors`` and return the weights in it."""
    weights = models.weights(network, model)
    files.write_bytes(run.folder / "model.safetensors", save(weights))
    return weights


def training_facts(network: Network, fitted: fit.Fitted, plan: kernel_plan.Plan, device: devices.Device) -> TrainingFacts:
    """The part of ``metrics.json`` that is the same for every experiment."""
    return TrainingFacts(
        loss=Losses.model_validate(fitted.loss),
        epochs=fitted.epochs,
        seconds=round(fitted.seconds, 3),
        checkpoint=fitted.checkpoint,
        parameters=sum(int(row["parameters"]) for row in describe(network)),
        device=device.name,
        kernel=plan.kernel,
        ridge=fitted.ridge,
    )


def warmed() -> list[str]:
    """The experiments whose first training should not wait."""
    return [name for name, chosen in experiments().items() if chosen.warmed]


def warm_up(name: str) -> None:
    """Train an experiment's default network for one step, so that what it needs is loaded and compiled when the click comes.

    Not with a GPU: the run chooses its own, before TensorFlow touches any.
    """
    if devices.has_gpu():
        return
    chosen = experiment(name)
    settings = next(iter(chosen.presets.values()))
    prepared = chosen.prepare(KINDS[chosen.data].small(), settings)
    task = chosen.task(prepared)
    made = ready.make(prepared, task, settings, gpu=False)
    feed = {
        **input_pipeline.training(task.training, made.rows, input_pipeline.Order(0)),
        **input_pipeline.validation(task.validation, made.rows),
    }
    made.model.fit(**feed, steps_per_epoch=made.plan.steps_per_execution, validation_steps=1, verbose=0)
    chosen.evaluate(prepared, NumpyNetwork(task.network, models.weights(task.network, made.model)), silent)
