"""A run from elsewhere is measured here, as if it had been trained here: none of its numbers is believed."""

from rnn_core import files
from rnn_core.data import load_dataset
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.apply import trained
from rnn_core.runs import BEING_MEASURED, BROUGHT, PREPARATION, SAMPLES, Run
from rnn_core.training.progress import Reporter


def measure(run: Run, reporter: Reporter) -> None:
    """Write the results of a brought run. Raises UserError when its network is not the one that settings and data describe."""
    brought, about = run.brought(), run.about()
    if brought is None:
        raise ValueError("only a run from elsewhere is measured")
    reporter.update(phase="evaluating", fraction=0.0, message=BEING_MEASURED)
    chosen, network = experiment(about.experiment), trained(run)
    prepared = chosen.prepare(load_dataset(about.data), chosen.settings.parse(about.settings))
    if network.network != chosen.network(prepared):
        raise UserError("The network of this run is not that of its settings and data, or of another version: train it again.")
    files.write_json(run.folder / PREPARATION, chosen.preparation_of(prepared).model_dump(mode="json", exclude_none=True))
    if chosen.sample and chosen.recounted:
        rows = [chosen.recounted(prepared, row) for row in run.samples(chosen.sample)]
        files.write_text(run.folder / SAMPLES, "".join(f"{row.model_dump_json()}\n" for row in rows))
    facts = brought.training.model_copy(update={"prepare_seconds": None, "measure_seconds": None})  # of another machine
    chosen.evaluate(prepared, network, reporter.measured).write(run.folder / "results", facts)
    (run.folder / BROUGHT).unlink()
