"""What the coach finds in a run that tells classes of texts apart, and its next steps, which name only settings in use."""

from rnn_core.coach.case import STRONG_DROPOUT, Advice, Case, longer, muffled, result, set_to, slower, stronger
from rnn_core.experiments.classify.evaluate import METHODS
from rnn_core.settings import bound

NEVER, ALWAYS = 0.05, 0.9  # recall of the classes that the network as good as never, and as good as always, names
UNEVEN = 1.2  # the share of the most frequent class over that of even classes
READY = ("glove", "word2vec")  # encodings that begin with vectors learned before
CUT = 0.2  # share of the texts that are longer than they are read, from which on reading more may help


def calmer(case: Case) -> str:
    """Against learning by heart: frozen vectors, dropout, less of what is used, or stopping earlier."""
    chosen = case.settings
    if chosen["encoding"] in READY and chosen["tune"]:
        return set_to(case, "tune", False)
    if chosen["dropout"] < STRONG_DROPOUT:
        return set_to(case, "dropout", chosen["dropout"] + 0.2)
    if _reads(case) and chosen["units"] > 1:
        return set_to(case, "units", -(-chosen["units"] // 2))
    if chosen["dense1"] > 1:
        return set_to(case, "dense1", -(-chosen["dense1"] // 2))
    if not chosen["patience"]:
        return set_to(case, "patience", case.usual("patience"))
    return set_to(case, "vocabulary", max(10, chosen["vocabulary"] // 2), ", so that rare words are not learned by heart")


def one_class(case: Case) -> Advice | None:
    """The network gives nearly the same answer to all texts."""
    found = sorted(case.metrics["per_class"], key=lambda row: row["recall"])
    if not (case.poor and found[-1]["recall"] >= ALWAYS and found[-2]["recall"] <= NEVER):
        return None
    share = found[-1]["recall"]
    finding = f"The network names one class for nearly all texts: it finds {share:.0%} of that class, hardly any of the others."
    uneven = case.metrics["most_frequent"] * len(found) >= UNEVEN
    if uneven and not case.settings["balance"]:
        return Advice("one_class", finding, set_to(case, "balance", True))
    high = case.settings["learning_rate"] > case.usual("learning_rate")
    return Advice("one_class", finding, slower(case) if high else _more(case))


def judged(case: Case) -> Advice:
    """The network beside the most frequent class and the best classical method, by the run's own verdict."""
    verdict, frequent = case.metrics["verdict"], case.metrics["most_frequent"]
    if case.guesses:
        finding = f"{result(case)}, not surely more than the most frequent class alone ({frequent:.1%})."
        return Advice("no_better", finding, _more(case))
    shares = {METHODS[key]: scores["accuracy"] for key, scores in case.metrics["baselines"].items()}
    name, best = max(shares.items(), key=lambda pair: pair[1])
    if verdict.startswith("Worse"):
        return Advice("worse", f"{result(case)}, clearly less than {name} ({best:.1%}).", _more(case))
    if verdict.startswith("Better"):
        finding = f"{result(case)}, clearly more than {name} ({best:.1%}), and the curves show nothing to mend."
        return Advice("good", finding, _experiment(case))
    return Advice("no_clear", f"{result(case)}, {name} on {best:.1%}: no clear difference.", _beyond(case))


def _reads(case: Case) -> bool:
    """Whether the network has recurrent layers."""
    return case.settings["encoding"] != "onehot" and case.settings["cell"] != "none"


def _ordered(case: Case) -> str:
    """From a network to which the order of the words is lost to one that reads them in order."""
    if case.settings["encoding"] == "onehot":
        return set_to(case, "encoding", "embedding", ", to give each word a list of numbers")
    return set_to(case, "cell", "lstm", ", to see whether the order of the words says more")


def _more(case: Case) -> str:
    """For a network that knows too little."""
    if step := _further(case):
        return step
    if case.settings["encoding"] in READY and not case.settings["tune"]:
        return set_to(case, "tune", True)
    step = stronger(case) if muffled(case) or _reads(case) else ""
    return step or (longer(case) if _reads(case) else _ordered(case))


def _further(case: Case) -> str:
    """To longer texts, where many are cut; "" elsewhere, and for runs of which that was not measured."""
    steps, cut = case.settings["timesteps"], case.metrics.get("cut_texts") or 0
    if cut < CUT or steps >= bound(case.experiment.settings.model_fields["timesteps"], "le"):
        return ""
    return set_to(case, "timesteps", 2 * steps, f", as {cut:.0%} of the test texts are longer than it reads now")


def _beyond(case: Case) -> str:
    """For a network that is as good as a classical method: more to read, better vectors, or none of the words' order."""
    if not _reads(case):
        return _ordered(case)
    if step := _further(case):
        return step
    if case.settings["encoding"] == "embedding":
        return set_to(case, "encoding", "glove", ", for vectors learned from far more text")
    return set_to(case, "cell", "none", "; if that does as well, the order of the words matters little here")


def _experiment(case: Case) -> str:
    if not _reads(case):
        return _ordered(case)
    other = "gru" if case.settings["cell"] == "lstm" else "lstm"
    return set_to(case, "cell", other, ", as an experiment, and see whether it does as well")
