"""Labelled texts downloaded the first time: film reviews of IMDB, and pages of universities (WebKB)."""

import io
import tarfile

from rnn_core.data.catalogue import Entry, Progress
from rnn_core.data.fetch.downloads import Download
from rnn_core.data.labelled import Labelled
from rnn_core.data.readers.label_files import read_labelled
from rnn_core.data.readers.labels import clean
from rnn_core.errors import UserError

# Not the file of Keras' loader (imdb.npz): its arrays hold Python lists, which only unpickling brings back, and that can run
# whatever a file says. The original is plain text in an archive that is read where it lies.
FILMS = Download(
    "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
    "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
    size=84_125_825,
)
FILMS_TITLE = "IMDB film reviews"
FILMS_SOURCE = "Viewers on IMDB, collected by Andrew Maas and others (2011), Stanford University"
FILMS_LICENCE = "Free for research with a citation of Maas et al., ACL 2011; the reviews belong to their authors"
FOLDERS = {"pos": "positive", "neg": "negative"}
MOST_MEMBERS, MOST_MEMBER, MOST_TOTAL = 200_000, 1_000_000, 300_000_000  # of the archive: files, bytes of one, bytes of all

HOME = "https://www.cs.umb.edu/~smimarog/textmining/datasets"
PAGES, TEST_PAGES = Download(f"{HOME}/webkb-train-stemmed.txt", None), Download(f"{HOME}/webkb-test-stemmed.txt", None)
PAGES_TITLE = "WebKB: pages of universities"
PAGES_SOURCE = "World Wide Knowledge Base project, Carnegie Mellon University (1997), prepared by Ana Cardoso-Cachopo (2007)"
PAGES_LICENCE = "For research"


def films(progress: Progress | None = None) -> Labelled:
    """50,000 reviews, half of them for testing. Raises UserError when they are neither here nor to be had."""
    content = FILMS.read(progress).content
    try:
        parts = _unpacked(content)
    except (tarfile.TarError, OSError, EOFError, UnicodeDecodeError) as error:
        raise UserError(f"The file {FILMS.name} is not the archive that it should be: delete it and load it again.") from error
    note = "Line breaks, which the file writes as <br />, are line breaks here."
    (texts, labels), (test_texts, test_labels) = parts["train"], parts["test"]
    test = tuple(test_texts), tuple(test_labels)
    return clean(Labelled(tuple(texts), tuple(labels), FILMS_TITLE, FILMS_SOURCE, FILMS_LICENCE, (note,), test))


def _unpacked(content: bytes) -> dict[str, tuple[list[str], list[str]]]:
    """Texts and labels by part ("train", "test"), in the order of the archive; nothing is written to the disk."""
    parts: dict[str, tuple[list[str], list[str]]] = {"train": ([], []), "test": ([], [])}
    total = 0
    with tarfile.open(fileobj=io.BytesIO(content), mode="r|gz") as archive:
        for number, member in enumerate(archive):
            total += member.size
            if number >= MOST_MEMBERS or total > MOST_TOTAL:
                raise tarfile.TarError("more than the reviews")
            part, folder = [*member.name.split("/"), "", "", ""][1:3]
            if part not in parts or folder not in FOLDERS or not member.name.endswith(".txt") or member.size > MOST_MEMBER:
                continue
            if file := archive.extractfile(member):
                parts[part][0].append(file.read().decode("utf-8").replace("<br />", "\n"))
                parts[part][1].append(FOLDERS[folder])
    if not all(texts for texts, _ in parts.values()):
        raise tarfile.TarError("a part without reviews")
    return parts


def pages(progress: Progress | None = None) -> Labelled:
    """Four kinds of pages as stems of words, a third of them for testing. Raises UserError when they are not to be had."""
    first = PAGES.read(progress and (lambda done: progress(done / 2)))
    second = TEST_PAGES.read(progress and (lambda done: progress(0.5 + done / 2)))
    read = read_labelled(first, test=second)
    return Labelled(read.texts, read.labels, PAGES_TITLE, PAGES_SOURCE, PAGES_LICENCE, read.notes, read.test)


def _films_missing() -> str:
    return "" if FILMS.is_here() else _missing("84 MB", "ai.stanford.edu")


def _pages_missing() -> str:
    return "" if PAGES.is_here() and TEST_PAGES.is_here() else _missing("2.5 MB", "www.cs.umb.edu")


def _missing(size: str, site: str) -> str:
    return f"Not downloaded yet: loading it fetches {size} from {site}, which needs a network once."


ENTRIES = (
    Entry(
        id="webkb",
        title=PAGES_TITLE,
        sentence="Is it the page of a student, a teacher, a course or a project? Words are reduced to their stems.",
        source=PAGES_SOURCE,
        licence=PAGES_LICENCE,
        size="about 4,200 texts, 4 classes, 2.5 MB download",
        period="",
        load=pages,
        missing=_pages_missing,
        kind="labelled",
        remote=True,
    ),
    Entry(
        id="imdb",
        title=FILMS_TITLE,
        sentence="Whole reviews by viewers, clearly positive or negative, on which many courses compare networks.",
        source=FILMS_SOURCE,
        licence=FILMS_LICENCE,
        size="about 50,000 texts, 2 classes, 84 MB download",
        period="",
        load=films,
        missing=_films_missing,
        kind="labelled",
        remote=True,
    ),
)
