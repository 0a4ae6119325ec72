"""The command line: ``python -m rnn_core datasets | train | show | runs``."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from rnn_core import datasets, files, runs
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment, experiments, preset
from rnn_core.settings import choices, close, extra


class Parser(argparse.ArgumentParser):
    """Tells a mistake in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the usage and leaving."""
        raise UserError(f"{message[0].upper()}{message[1:]}. '{self.prog} --help' lists what there is.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0, 1 for a run that failed, 2 for bad input."""
    try:
        chosen, unknown = _parser().parse_known_args(arguments)
        if unknown:
            flags = getattr(chosen, "flags", ())
            raise UserError(f"There is no flag '{unknown[0]}' here{close(unknown[0], flags)}: '--help' lists what there is.")
        return int(chosen.command(chosen))
    except UserError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
    except OSError as error:
        print(files.cannot_write(error), file=sys.stderr)
    return 2


def _parser() -> Parser:
    parser = Parser(prog="python -m rnn_core", description="Explore recurrent neural networks.", allow_abbrev=False)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    commands.add_parser("datasets", help="list the datasets").set_defaults(command=_datasets)
    commands.add_parser("runs", help="list the runs, newest first").set_defaults(command=_runs)
    show = commands.add_parser("show", help="print a run's metrics.json")
    show.add_argument("run", help="the run's id or folder")
    show.set_defaults(command=_show)
    train = commands.add_parser("train", help="train a network and print its run folder")
    kinds = train.add_subparsers(title="experiments", required=True, metavar="EXPERIMENT")
    for found in experiments().values():
        _add_flags(kinds.add_parser(found.name, help=found.title, allow_abbrev=False), found)
    return parser


def _add_flags(parser: argparse.ArgumentParser, found: Experiment) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--dataset", metavar="ID", help="a dataset of the catalogue")
    source.add_argument("--data", metavar="FILE", type=Path, help="a CSV file with a date column")
    parser.add_argument("--test-data", metavar="FILE", type=Path, help="a second file as test period")
    parser.add_argument("--preset", metavar="NAME", default="", help=f"{' or '.join(found.presets)}")
    for name, field in found.settings.model_fields.items():
        many = isinstance(field.default, tuple)
        help = f"{field.description} Default: {field.default}. Article: {extra(field, 'article')}.".replace("%", "%%")
        parser.add_argument(
            _flag(name),
            dest=f"setting_{name}",
            metavar="|".join(choices(field)) or name.upper(),
            action="append" if many else "store",
            help=help,
        )
    flags = ["--dataset", "--data", "--test-data", "--preset", *map(_flag, found.settings.model_fields)]
    parser.set_defaults(command=lambda chosen: _train(found, chosen), flags=flags)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _train(found: Experiment, chosen: argparse.Namespace) -> int:
    given = {name: value for name in found.settings.model_fields if (value := getattr(chosen, f"setting_{name}")) is not None}
    base = preset(found, chosen.preset).model_dump() if chosen.preset else {}
    settings = found.settings.parse({**base, **given})
    name, data = _load(chosen, given.get("target"))
    found.task(data, settings)
    run = runs.create(found.name, name, datasets.keep(data), data.title, settings)
    from rnn_core import worker

    _stop_on_interrupt(run)
    worker.train(run.folder)
    status = run.status()
    print(status.message)
    print(run.folder)
    return 1 if status.state == "failed" else 0


def _stop_on_interrupt(run: runs.Run) -> None:
    """The first Ctrl-C stops the run and keeps what it has; the second ends the process."""

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        run.ask_to_stop()

    signal.signal(signal.SIGINT, stop)


def _load(chosen: argparse.Namespace, target: str | None) -> tuple[str, Any]:
    if chosen.dataset:
        if chosen.test_data:
            raise UserError("--test-data goes with --data: a dataset of the catalogue brings its own test period.")
        return chosen.dataset, datasets.entry(chosen.dataset).load()
    test = (_read(chosen.test_data), chosen.test_data.name) if chosen.test_data else None
    return chosen.data.name, datasets.read_table(_read(chosen.data), chosen.data.name, test=test, target=target)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(datasets.MAX_BYTES + 1)
    except OSError as error:
        raise UserError(f"The file {path} cannot be read ({error.strerror}): check its name and folder.") from error


def _datasets(_: argparse.Namespace) -> int:
    for entry in datasets.entries():
        missing = entry.missing()
        print(f"{entry.id:20}  {entry.title}: {entry.size}, {entry.period}{f'  [{missing}]' if missing else ''}")
    return 0


def _runs(_: argparse.Namespace) -> int:
    for run in runs.runs():
        status, about = run.status(), run.about()
        print(f"{run.id}  {status.state:11}  {about['experiment']}  {about['title']}")
    return 0


def _show(chosen: argparse.Namespace) -> int:
    run = runs.find(chosen.run)
    metrics = run.metrics()
    if metrics is None:
        raise UserError(f"The run {run.id} has no result: it is {run.status().state}. {run.status().message}")
    print(json.dumps(metrics, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
