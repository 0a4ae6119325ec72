"""From a run folder to its result: data, windows, network, fit, weights, measures. Only the worker loads this file."""

import keras
import pandas as pd
from safetensors.numpy import save

from rnn_core import devices, files, kernels, networks, training
from rnn_core.architecture import Network, describe
from rnn_core.datasets import kept
from rnn_core.experiments import Results, experiment
from rnn_core.numpy_rnn import NumpyNetwork
from rnn_core.progress import Reporter
from rnn_core.runs import Run


def train(run: Run, reporter: Reporter) -> str:
    """Train and measure. Returns the sentence that ends the run. Raises UserError for what the user can mend."""
    about = run.about()
    chosen = experiment(about["experiment"])
    settings = chosen.settings.parse(about["settings"])
    data = kept(about["data"])
    task = chosen.task(data, settings)
    device = devices.choose(settings.device)
    steps = -(-len(task.inputs) // settings.batch_size)
    plan = kernels.plan(task.network, settings.batch_size, steps, device.gpu)
    epochs = None if settings.seconds else settings.epochs
    reporter.update(device=device.name, kernel=plan.kernel, epochs=epochs, message="Compiling the network.")
    keras.utils.set_random_seed(settings.seed)
    model = networks.build(task.network)
    files.write_json(run.folder / "network.json", task.network.model_dump(mode="json"))
    files.write_json(run.folder / "preparation.json", dict(task.preparation))
    fitted = training.fit(model, task, settings, reporter, plan, lambda: save_weights(run, task.network, model))
    reporter.update(phase="evaluating", message="Measuring the network on the test part.", seconds_left=None)
    weights = save_weights(run, task.network, model)
    results = chosen.evaluate(data, settings, NumpyNetwork(task.network, weights))
    write_results(run, results, training_facts(task.network, fitted, plan, device))
    networks.save(task.network, weights, run.folder / "model.keras")
    return f"{'Stopped' if fitted.stopped else 'Finished'} after {fitted.epochs} epochs; kept: {fitted.checkpoint}."


def save_weights(run: Run, network: Network, model: keras.Sequential) -> dict:
    """Write ``model.safetensors`` and return the weights in it."""
    weights = networks.weights(network, model)
    files.write_bytes(run.folder / "model.safetensors", save(weights))
    return weights


def training_facts(network: Network, fitted: training.Fitted, plan: kernels.Plan, device: devices.Device) -> dict:
    """The part of ``metrics.json`` that is the same for every experiment. ``seconds``: of fitting."""
    return {
        "loss": fitted.loss,
        "epochs": fitted.epochs,
        "seconds": round(fitted.seconds, 3),
        "checkpoint": fitted.checkpoint,
        "parameters": sum(int(row["parameters"]) for row in describe(network)),
        "device": device.name,
        "kernel": plan.kernel,
    }


def write_results(run: Run, results: Results, facts: dict) -> None:
    """``results/``: the tables first, ``metrics.json`` last, so that whoever sees it sees all of them."""
    folder = run.folder / "results"
    for name, table in results.tables.items():
        files.write_text(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
    files.write_json(folder / "metrics.json", {**results.metrics, **facts})


def warm_up() -> None:
    """Load what a training needs, so that the spare worker begins at once."""
    import scipy.stats  # noqa: F401
    import sklearn.preprocessing  # noqa: F401

    pd.DataFrame()
