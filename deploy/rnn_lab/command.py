"""The command ``rnn-lab``: alone it opens the application, with a word it is what ``python -m rnn_core`` is."""

import sys
from collections.abc import Sequence
from pathlib import Path

HOME = Path(__file__).parent / "home"
USAGE = """\
rnn-lab                            start RNN Lab and open it in the browser
rnn-lab --port 8600                on another port
rnn-lab --host 0.0.0.0             for the whole network
rnn-lab --no-browser               without opening a browser
rnn-lab train | read | runs | ...  the command line: rnn-lab train --help
"""
FLAGS = {"--port": "server.port", "--host": "server.address"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.path.insert(0, str(HOME))
    if given and given[0] in ("-h", "--help"):
        print(USAGE, end="")
        return 0
    if given and not given[0].startswith("-"):
        from rnn_core.cli.main import main as command_line

        return int(command_line(given))
    try:
        options = _options(given)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return _serve(options)


def _options(given: list[str]) -> dict[str, object]:
    """Streamlit's, by their names. Raises ValueError for a flag that there is not, with a sentence."""
    options: dict[str, object] = {"server.headless": "--no-browser" in given}
    rest = [one for one in given if one != "--no-browser"]
    while rest:
        name, _, value = rest.pop(0).partition("=")
        if name not in FLAGS:
            raise ValueError(f"There is no flag {name}: there are --port, --host and --no-browser, and 'rnn-lab --help'.")
        value = value or (rest.pop(0) if rest else "")
        if not value or (name == "--port" and not value.isdecimal()):
            raise ValueError(f"{name} is '{value}': give it as {name} {8600 if name == '--port' else '0.0.0.0'}.")
        options[FLAGS[name]] = int(value) if name == "--port" else value
    return options


def _serve(options: dict[str, object]) -> int:
    from streamlit.web.cli import main as streamlit  # what the command streamlit is

    flags = [f"--{name}={str(value).lower()}" for name, value in options.items()]
    streamlit(["run", str(HOME / "app.py"), *flags], prog_name="rnn-lab")
    return 0
