"""The command line: ``python -m rnn_core datasets | train | resume | predict | generate | show | runs``."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from rnn_core import files, runs
from rnn_core.cli import data_flags, read
from rnn_core.cli.other_columns import hint, with_others
from rnn_core.data import KINDS, entries, keep
from rnn_core.data.questions import Unanswered
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment, experiments, preset
from rnn_core.experiments.classify.initial_vectors import adopt
from rnn_core.settings import choices, close, extra, lists

HOTTEST = 2  # temperature
LONGEST = 1_000_000  # characters
EXPORTS = ("script", "notebook", "report", "alive", "run")


class Parser(argparse.ArgumentParser):
    """Tells a mistake in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the usage and leaving."""
        raise UserError(f"{message[0].upper()}{message[1:]}. '{self.prog} --help' lists what there is.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0, 1 for a run that failed, 2 for bad input, 3 for a question to be answered."""
    try:
        chosen, unknown = _parser().parse_known_args(arguments)
        if unknown:
            flags = getattr(chosen, "flags", ())
            raise UserError(f"There is no flag '{unknown[0]}' here{close(unknown[0], flags)}: '--help' lists what there is.")
        files.keep_private()
        return int(chosen.command(chosen))
    except UserError as error:
        _tell_notes(error.notes)
        _tell(f"{error} {error.flag}" if isinstance(error, Unanswered) else str(error))
    except BrokenPipeError:  # who read what we print has had enough, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(files.cannot_write(error), file=sys.stderr)
    return 2


def _tell(sentence: str) -> None:
    """As one line."""
    print(" ".join(sentence.split()), file=sys.stderr)


def _tell_notes(notes: Iterable[str]) -> None:
    """What was done to the data, a line each."""
    for note in notes:
        _tell(f"Note: {note}")


def _parser() -> Parser:
    parser = Parser(prog="python -m rnn_core", description="Explore recurrent neural networks.", allow_abbrev=False)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    commands.add_parser("datasets", help="list the datasets").set_defaults(command=_datasets)
    commands.add_parser("runs", help="list the runs, newest first").set_defaults(command=_runs)
    read.add_flags(commands.add_parser("read", help="say how files would be read, and train nothing", allow_abbrev=False))
    show = commands.add_parser("show", help="print a run's metrics.json")
    show.add_argument("run", help="the run's id or folder")
    show.set_defaults(command=_show)
    resume = commands.add_parser("resume", help="train on with a run that was stopped or interrupted")
    resume.add_argument("run", help="the run's id or folder")
    resume.set_defaults(command=_resume)
    export = commands.add_parser("export", help="write a run as a script, a notebook, a report, a living page or a whole run")
    export.add_argument("run", help="the run's id or folder")
    export.add_argument("form", choices=EXPORTS, metavar="|".join(EXPORTS), help="what to make of it")
    export.add_argument("file", type=Path, help="where to write it")
    export.set_defaults(command=_export)
    bring = commands.add_parser("import", help="bring back a run that was exported as run")
    bring.add_argument("file", type=Path, help="the zip")
    bring.set_defaults(command=_import)
    _add_predict(commands.add_parser("predict", help="measure a trained network on other data", allow_abbrev=False))
    _add_generate(commands.add_parser("generate", help="write on with a trained text network", allow_abbrev=False))
    train = commands.add_parser("train", help="train a network and print its run folder")
    kinds = train.add_subparsers(title="experiments", required=True, metavar="EXPERIMENT")
    for found in experiments().values():
        _add_flags(kinds.add_parser(found.name, help=found.title, allow_abbrev=False), found)
    return parser


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", help="the run's id or folder")
    parser.add_argument("--prompt", required=True, help="the beginning that the network continues")
    parser.add_argument("--temperature", default="0.5", help=f"0 (always the likeliest) to {HOTTEST}")
    parser.add_argument("--length", default="400", help=f"characters, at most {LONGEST:,}")
    parser.add_argument("--seed", help="a whole number, for the same text every time")
    parser.set_defaults(command=_generate, flags=["--prompt", "--temperature", "--length", "--seed"])


def _add_predict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", help="the run's id or folder")
    flags = data_flags.add_flags(parser, *KINDS)
    parser.add_argument("--output", metavar="FOLDER", type=Path, help="where to write metrics.json and the tables as CSV")
    parser.set_defaults(command=_predict, flags=[*flags, "--output"])


def _add_flags(parser: argparse.ArgumentParser, found: Experiment) -> None:
    flags = data_flags.add_flags(parser, found.data, taken=found.settings.model_fields)
    parser.add_argument("--preset", metavar="NAME", default="", help=f"{' or '.join(found.presets)}")
    for name, field in found.settings.model_fields.items():
        several = name in lists(found.settings) or name == "target"  # the second and later ones go to "also"
        form: dict[str, Any] = {"action": "append"} if several else {}
        if field.annotation is bool:
            form = {"nargs": "?", "const": "true"}  # the flag alone switches it on
        help = f"{field.description} Default: {field.default}. Article: {extra(field, 'article')}.".replace("%", "%%")
        parser.add_argument(
            _flag(name),
            dest=f"setting_{name}",
            metavar="|".join(choices(field)) or name.upper(),
            help=help,
            **form,
        )
    for name in found.settings.earlier:
        parser.add_argument(_flag(name), dest=f"setting_{name}", help=argparse.SUPPRESS)
    flags += ["--preset", *map(_flag, found.settings.model_fields)]
    parser.set_defaults(command=lambda chosen: _train(found, chosen), flags=flags)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _train(found: Experiment, chosen: argparse.Namespace) -> int:
    names = (*found.settings.model_fields, *found.settings.earlier)
    given = found.settings.today({name: value for name in names if (value := getattr(chosen, f"setting_{name}")) is not None})
    base = preset(found, chosen.preset).model_dump() if chosen.preset else {}
    if given.get("vectors"):
        given["vectors"] = adopt(Path(given["vectors"]))
    if targets := given.get("target"):
        given["target"], given["also"] = targets[0], (*targets[1:], *given.get("also", ()))
    settings = found.settings.parse({**base, **given})
    name, data = data_flags.load(chosen, found.data, given.get("target") or None)
    data = (found.generated and found.generated(name, settings)) or data
    settings = with_others(settings, data)
    _tell_notes((*data.notes, *filter(None, [hint(settings, data_flags.answers_of(chosen, found.data))])))
    found.task(found.prepare(data, settings))
    return _work(runs.create(found.name, name, keep(data), data.title, settings))


def _resume(chosen: argparse.Namespace) -> int:
    run = runs.find(chosen.run)
    run.resume()
    return _work(run)


def _work(run: runs.Run) -> int:
    """Train in this very process."""
    from rnn_core.training import worker

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


def _datasets(_: argparse.Namespace) -> int:
    for entry in entries():
        missing = entry.missing()
        print(f"{entry.id:20}  {entry.title}: {entry.size}, {entry.period or entry.kind}{f'  [{missing}]' if missing else ''}")
    return 0


def _runs(_: argparse.Namespace) -> int:
    for run in runs.runs():
        status, about = run.status(), run.about()
        print(f"{run.id}  {status.state:11}  {about.experiment}  {about.title}")
    for run in runs.damaged():
        print(f"{run.id}  damaged")
    return 0


def _show(chosen: argparse.Namespace) -> int:
    run = runs.find(chosen.run)
    try:
        metrics = files.read_json(run.folder / runs.METRICS)
    except FileNotFoundError as error:
        raise UserError(f"The run {run.id} has no result: it is {run.status().state}. {run.status().message}") from error
    print(json.dumps(metrics, indent=1, ensure_ascii=False))
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from rnn_core.bundle import archive
    from rnn_core.exports.alive import alive
    from rnn_core.exports.notebook import notebook
    from rnn_core.exports.report import report
    from rnn_core.exports.script import script

    pages = {"report": lambda run: report(run).encode("utf-8"), "alive": lambda run: alive(run).encode("utf-8")}
    make = {"script": script, "notebook": notebook, **pages, "run": archive.pack}
    files.write_bytes(chosen.file, make[chosen.form](runs.find(chosen.run)))
    print(chosen.file)
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from rnn_core.bundle import archive

    run = archive.unpack(data_flags.read(chosen.file, archive.MOST_BYTES))
    if run.brought():
        _work(run)  # measures it
    print(run.folder)
    return 0


def _predict(chosen: argparse.Namespace) -> int:
    from rnn_core.experiments.apply import apply

    run = runs.find(chosen.run)
    kind = experiments()[run.about().experiment].data
    results = apply(run, data_flags.load(chosen, kind, None)[1])
    if chosen.output:
        results.write(chosen.output)
    print(json.dumps(results.document(), indent=1, ensure_ascii=False))
    return 0


def _generate(chosen: argparse.Namespace) -> int:
    from rnn_core.experiments.text.generation import TextModel, Writer

    temperature = _number("temperature", chosen.temperature, float, 0, HOTTEST)
    length = _number("length", chosen.length, int, 1, LONGEST)
    seed = None if chosen.seed is None else _number("seed", chosen.seed, int, 0, 2**31 - 1)
    model = TextModel.of(runs.find(chosen.run))
    if unknown := model.unknown(chosen.prompt):
        print(f"Characters that the network does not know are skipped: {unknown}", file=sys.stderr)
    for character in islice(Writer(model, chosen.prompt, seed=seed).write(temperature), length):
        sys.stdout.write(character)
    sys.stdout.write("\n")
    return 0


def _number(name: str, given: str, kind: type, low: float, high: float) -> Any:
    try:
        value = kind(given)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        what = "a whole number" if kind is int else "a number"
        raise UserError(f"--{name} is {given[:80]!r}: give {what} of at least {low:,} and at most {high:,}.")
    return value


if __name__ == "__main__":
    sys.exit(main())
