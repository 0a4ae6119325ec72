"""A run as one zip to take along, and back from it on another machine.

A zip can come from anybody, so nothing in it is believed: every file is read within bounds and checked (what it may hold
stands in ``contents.py``), and only then is anything written.
"""

import io
import json
import math
import re
import secrets
import shutil
import stat
import struct
import zipfile
from textwrap import shorten

import numpy as np
from safetensors.numpy import load

from rnn_core import files, runs
from rnn_core.access import NOBODY, Access
from rnn_core.bundle.checkpoint import check_checkpoint
from rnn_core.bundle.contents import MODEL, Parts, checked
from rnn_core.bundle.data import DATA
from rnn_core.bundle.schema import refused
from rnn_core.data import store
from rnn_core.data.readers.decoding import to_json
from rnn_core.errors import UserError
from rnn_core.networks.spec import Dense, Embedding, Network, Recurrent
from rnn_core.runs import CHECKPOINT, HISTORY, LABEL, METRICS, NETWORK, PREPARATION, SAMPLES, SETTINGS, STATUS, WEIGHTS, Run

MOST_BYTES, MOST_UNPACKED = 200_000_000, 500_000_000
MOST_LISTED = 10_000  # bytes of a zip's own list of its files
MOST_HEADER = 100_000  # bytes before the weights
SMALL, LONG = 1_000_000, 100_000_000
MOST_FILES = 60
LIMITS = {  # the files that a bundle may hold, in their order, and their most bytes
    **dict.fromkeys((SETTINGS, STATUS, LABEL, NETWORK, METRICS), SMALL),
    PREPARATION: 10 * SMALL,  # tens of thousands of words
    HISTORY: 5 * SMALL,
    SAMPLES: 20 * SMALL,
    **dict.fromkeys((WEIGHTS, CHECKPOINT), MOST_UNPACKED),
    **{DATA + name: 10 * SMALL if name.endswith(".json") else 2 * LONG for name in store.FILES},
}
TABLE = re.compile(r"results/[a-z_0-9]{1,40}\.csv")  # for whoever opens the zip: here they are made anew
UNREAD = {PREPARATION}  # likewise
SAME = (SETTINGS, HISTORY, WEIGHTS)


def pack(run: Run) -> bytes:
    """A zip of the run and its data, at most 200 MB; the same run gives the same bytes.

    A run that can go on takes its checkpoint along, if there is room for it.
    Raises UserError when the run is under way, its data are gone, or it is too large.
    """
    if run.status().active:
        raise UserError(f"The run {run.title()} is still under way: wait until it ends, or stop it, then download it.")
    sha = run.about().data
    data = store.files_in(store.folder() / sha)
    if store.sha_of_files(data) != sha:
        raise UserError(f"The data of the run {run.title()} are gone or damaged: train it again, then download it.")
    parts = {**_own(run), **{DATA + name: part for name, part in data.items()}}
    alone = {name: part for name, part in parts.items() if name != CHECKPOINT}
    content = _fitting(run.id, parts) or _fitting(run.id, alone)
    if not content:
        raise UserError(f"The run {run.title()} is too large for a zip of {MOST_BYTES / 1e6:.0f} MB: copy its folder instead.")
    return content


def unpack(content: bytes, owner: str = NOBODY) -> Run:
    """Make a run of what :func:`pack` gave: under its own id, or a new one when another run has that. It is ``owner``'s.

    Raises UserError, with nothing written, for anything but an unchanged bundle, and when the run is here already.
    """
    if len(content) > MOST_BYTES:
        raise UserError(f"The file is larger than {MOST_BYTES / 1e6:.0f} MB, as no zip of a run is: choose another file.")
    try:
        name, parts = _opened(content)
        parts, network = checked(parts)
        if network:
            _check_weights(network, parts[WEIGHTS])
            if CHECKPOINT in parts:
                check_checkpoint(parts[CHECKPOINT], list(shapes(network).values()), _epochs(parts))
    except UserError:
        raise
    except Exception as error:  # a broken file fails in whatever way the break brings
        raise refused("it is damaged") from error
    return _placed(name, parts, owner)


def _epochs(parts: Parts) -> int:
    return max(0, parts.get(HISTORY, b"").count(b"\n") - 1)


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    """The shapes of all weights by ``"layer number/tensor"``, in Keras' order."""
    found: dict[str, tuple[int, ...]] = {}
    width = network.symbols or network.features
    for number, layer in enumerate(network.layers):
        if isinstance(layer, Embedding):
            found[f"{number}/embeddings"] = (network.symbols, layer.units)
        elif isinstance(layer, Recurrent):
            own = layer.cell.shapes(width, layer.units)
            found |= {f"{number}/{side}{name}": shape for side in _sides(layer) for name, shape in own.items()}
        elif isinstance(layer, Dense):
            found[f"{number}/kernel"] = (width, layer.units)
            found[f"{number}/bias"] = (layer.units,)
        if isinstance(layer, (Embedding, Recurrent, Dense)):
            width = layer.width if isinstance(layer, Recurrent) else layer.units
    return found


def _sides(layer: Recurrent) -> tuple[str, ...]:
    return ("", "backward_") if layer.bidirectional else ("",)


def _own(run: Run) -> Parts:
    """The files of the run's folder. Its state is the true one; a network is only taken along with its weights."""
    tables = sorted(f"results/{path.name}" for path in run.folder.glob("results/*.csv"))
    names = [name for name in (*LIMITS, *filter(TABLE.fullmatch, tables)) if (run.folder / name).is_file()]
    if not {*names} >= MODEL:
        names = [name for name in names if name not in MODEL]
    if not run.resumable():
        names = [name for name in names if name != CHECKPOINT]
    status = to_json(run.status().model_dump())
    return {name: status if name == STATUS else (run.folder / name).read_bytes() for name in names}


def _fitting(name: str, parts: Parts) -> bytes:
    """Their zip, nothing when they are too large for one."""
    large = any(len(part) > _limit(one) for one, part in parts.items()) or sum(map(len, parts.values())) > MOST_UNPACKED
    content = b"" if large else _zipped(name, parts)
    return content if len(content) <= MOST_BYTES else b""


def _zipped(name: str, parts: Parts) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, content in parts.items():
            entry = zipfile.ZipInfo(f"{name}/{part}")  # dated 1980, whenever it is packed
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content, zipfile.ZIP_STORED if part in (WEIGHTS, CHECKPOINT) else zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _opened(content: bytes) -> tuple[str, Parts]:
    """The run's id, and its files, each known and within its limit, in their order."""
    end, before = content[-22:], content[-42:-38]
    if len(end) < 22 or not end.startswith(b"PK\5\6") or before == b"PK\6\7":
        raise refused("it is no zip, or something was added to it")
    count, listed = struct.unpack_from("<HL", end, 10)
    if count > MOST_FILES or listed > MOST_LISTED:  # before a list of millions is read
        raise refused(f"it has more than {MOST_FILES} files")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        name = entries[0].orig_filename.partition("/")[0] if entries else ""
        if not re.fullmatch("[A-Za-z0-9-]{1,100}", name):
            raise refused("its files do not lie in a folder named like a run")
        found: Parts = {}
        for entry in entries:
            part = _known(entry, name)
            if part in found:
                raise refused(f"{part} is in it twice")
            most = min(_limit(part), MOST_UNPACKED - sum(map(len, found.values())))
            found[part] = b"" if part in UNREAD or TABLE.fullmatch(part) else _read(archive, entry, most)
    return name, {part: found[part] for part in LIMITS if part in found and part not in UNREAD}


def _limit(part: str) -> int:
    """The most bytes of a file that a bundle may hold."""
    return LONG if TABLE.fullmatch(part) else LIMITS[part]


def _known(entry: zipfile.ZipInfo, name: str) -> str:
    """Which file of the run ``name`` an entry is."""
    part = entry.orig_filename.removeprefix(f"{name}/")
    if part == entry.orig_filename or not (part in LIMITS or TABLE.fullmatch(part)):
        raise refused(f"{shorten(repr(entry.orig_filename), 80)} is no file of a run")
    if entry.flag_bits & 1:
        raise refused(f"{part} is encrypted")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise refused(f"{part} is a link or another special file")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused(f"{part} is compressed in an unknown way")
    return part


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    if entry.file_size > most:
        raise refused(f"{entry.filename} unpacks to more than {most / 1e6:.3g} MB")
    with archive.open(entry) as file:
        content = file.read(most + 1)
    if len(content) != entry.file_size:
        raise refused(f"{entry.filename} has another size than the zip says")
    return content


def _check_weights(network: Network, content: bytes) -> None:
    expected = shapes(network)
    if len(content) > 4 * sum(map(math.prod, expected.values())) + MOST_HEADER:
        raise refused(f"{WEIGHTS} is larger than its network")
    found = load(content)
    if found.keys() != expected.keys():
        raise refused(f"{WEIGHTS} has other weights than its network")
    for name, values in found.items():
        if values.shape != expected[name]:
            raise refused(f"the weights {name} have the shape {values.shape} instead of {expected[name]}")
        if values.dtype != np.float32:
            raise refused(f"the weights {name} are {values.dtype} instead of float32")
        if not np.isfinite(values).all():
            raise refused(f"the weights {name} are not all numbers")


def _placed(name: str, parts: Parts, owner: str) -> Run:
    """Write the files of a run, which appears to others once it is whole."""
    own = {part: content for part, content in parts.items() if not part.startswith(DATA)}
    there = Run(runs.folder() / name)
    if there.folder.exists():
        if there.access().owner in (owner, NOBODY) and _is(there, own):
            raise UserError(f"This run is here already: the list of runs has it as {there.title()}.")
        name = f"{name.rpartition('-')[0] or name}-{secrets.token_hex(4)}"
    staged = runs.folder() / f".new-{secrets.token_hex(8)}"
    try:
        for part, content in own.items():
            files.write_bytes(staged / part, content)
        if owner:
            Run(staged).set_access(Access(owner))
        _keep({part.removeprefix(DATA): content for part, content in parts.items() if part.startswith(DATA)})
        staged.rename(runs.folder() / name)
    except OSError as error:
        raise UserError(files.cannot_write(error)) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Run(runs.folder() / name)


def _is(run: Run, own: Parts) -> bool:
    """Whether a run is the same training: its settings, curves and weights are these."""
    return all(own.get(name) == _written(run, name) for name in SAME)


def _written(run: Run, name: str) -> bytes | None:
    path = run.folder / name
    if name == SETTINGS and path.is_file():
        return to_json(json.loads(path.read_bytes()))
    return path.read_bytes() if path.is_file() else None


def _keep(data: Parts) -> None:
    """As :func:`rnn_core.data.keep`, byte for byte."""
    sha = store.sha_of_files(data)
    folder = store.folder() / sha
    if store.sha_of_files(store.files_in(folder)) == sha:
        return
    new = not folder.exists()
    try:
        for name, content in data.items():
            files.write_bytes(folder / name, content)
    except OSError:
        if new:
            shutil.rmtree(folder, ignore_errors=True)
        raise
