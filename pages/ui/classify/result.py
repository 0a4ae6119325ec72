"""What came of a classifier: the matrix and three numbers first, everything else folded."""

import math
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from pages.ui.classify.examples import LOOK, TITLE, classes_table, confusion_and_texts, mistakes
from pages.ui.classify.loaded_run import bias_of, predictions
from pages.ui.classify.try_it import ask_network
from pages.ui.common import read_once
from pages.ui.common.messages import tell
from pages.ui.stage.classes import confusion
from pages.ui.stage.verdict import verdict
from pages.ui.train.network_box import network_box
from pages.ui.train.take_home import result_files
from rnn_core.errors import UserError
from rnn_core.experiments.classify import figures
from rnn_core.experiments.classify.advice import ADVICE
from rnn_core.experiments.classify.metrics import ClassifyMeasures, ClassifyMetrics, Confidence
from rnn_core.experiments.classify.selection_bias import Bias
from rnn_core.experiments.classify.sentences import METHODS
from rnn_core.metrics import learning_curves
from rnn_core.runs import Run
from rnn_core.wording import percent, rounded

SURE_OF_ITSELF = 0.03  # mean confidence less accuracy, from which on it is worth a word


def picture(run: Run, metrics: ClassifyMetrics) -> ClassifyMetrics:
    """The test part: what its texts are, what the network says they are, and the texts of a cell."""
    table = read_once.table(run, "confusion.csv", keep_default_na=False)
    confusion_and_texts(run, metrics.classes, table.iloc[:, 1:].to_numpy())  # a class may be called "class", too
    return metrics


def numbers(metrics: ClassifyMetrics) -> None:
    """Three numbers, each beside what it is measured against."""
    right, sure = percent(metrics.test.accuracy, 1), percent(mean_of(metrics, lambda row: row.confidence), 1)
    name, best = max(metrics.baselines.items(), key=lambda one: one[1].accuracy)
    method = METHODS[name]
    with st.container(border=True, key="numbers"):
        st.metric("Named rightly (accuracy)", right, help="Share of the test texts with the right answer.")
        st.caption(f"{method}: {percent(best.accuracy, 1)}; always the most frequent class: {percent(metrics.most_frequent, 1)}")
        help = "Mean F1 of the classes, each weighing the same however few texts it has."
        st.metric("Each class alike (macro F1)", f"{metrics.test.macro_f1:.3f}", help=help)
        st.caption(f"{method}: {best.macro_f1:.3f}")
        st.metric("How sure of its answers", sure, help="Mean probability of the answers.")
        st.caption(f"right: {right}")


def result_section(run: Run, metrics: ClassifyMetrics) -> None:
    """Everything else about a measured run, folded."""
    ask_network(run)
    with st.expander("Worst mistakes", icon=":material/close:"):
        mistakes(predictions(run))
    with st.expander("Classes, and all methods compared", icon=":material/rule:"):
        classes_table(metrics.per_class)
        _methods(metrics)
        _sizes(metrics)
    with st.expander("How sure it is (calibration)", icon=":material/speed:"):
        _calibration(metrics, "calibration")
    with st.expander("Accuracy, epoch by epoch, and the network", icon=":material/hub:"):
        _curves(run, metrics)
        network_box(run, metrics)
    with st.expander("Tables to take along", icon=":material/table:"):
        _downloads(run)
    _selection(run)


def applied(metrics: ClassifyMeasures, tables: Mapping[str, pd.DataFrame]) -> None:
    """The same network on other data."""
    verdict(metrics.headline, "applied-verdict")
    confusion("applied-confusion", metrics.classes, tables["confusion"].iloc[:, 1:].to_numpy(), title=TITLE, about="", look=LOOK)
    st.text(
        f"Macro F1, the mean of the classes' F1: {metrics.test.macro_f1:.3f}. {percent(metrics.unknown_words, 1)} of the words "
        "read are unknown to the network."
    )
    classes_table(metrics.per_class)
    _calibration(metrics, "applied-calibration")


def _methods(metrics: ClassifyMetrics) -> None:
    """All in one table, the network among them."""
    held = metrics.validation
    rows = [("The network", metrics.test.accuracy, metrics.test.macro_f1)]
    rows += [(METHODS[key][:1].upper() + METHODS[key][1:], one.accuracy, one.macro_f1) for key, one in metrics.baselines.items()]
    rows.append(("Always the most frequent class", metrics.most_frequent, math.nan))
    shown = [(name, percent(right, 1), rounded(f1, 3)) for name, right, f1 in sorted(rows, key=lambda row: -row[1])]
    st.table(pd.DataFrame(shown, columns=["On the test part", "Accuracy", "Macro F1"]), hide_index=True)
    st.caption(
        f"On validation the network has accuracy {percent(held.accuracy, 1)} and macro F1 {held.macro_f1:.3f}. Often a little "
        f"too good, as the epoch was chosen on it. The {sum(metrics.counts['test']):,} test texts were looked at once, at "
        "the end."
    )


def _sizes(metrics: ClassifyMetrics) -> None:
    parts = {"train": "Training", "validation": "Validation", "test": "Test"}
    st.markdown("##### How many texts of each class")
    st.dataframe({"Class": metrics.classes, **{title: metrics.counts[key] for key, title in parts.items()}}, hide_index=True)
    cut = metrics.cut_texts  # missing in older runs
    st.text(
        f"{percent(metrics.unknown_words, 1)} of the words read in the test part are unknown to the network."
        + (f" {percent(cut, 1)} of its texts are longer than the network reads." if cut is not None else "")
    )


def mean_of(metrics: ClassifyMeasures, part: Callable[[Confidence], float]) -> float:
    """Of all texts that were calibrated on."""
    return sum(row.texts * part(row) for row in metrics.calibration) / max(1, sum(row.texts for row in metrics.calibration))


def _calibration(metrics: ClassifyMeasures, key: str) -> None:
    st.plotly_chart(figures.reliability(metrics.calibration), key=key)
    sure, right = mean_of(metrics, lambda row: row.confidence), mean_of(metrics, lambda row: row.accuracy)
    much = "about as sure as it should be"
    if abs(sure - right) >= SURE_OF_ITSELF:
        much = "too sure of itself" if sure > right else "too cautious"
    st.text(f"The network is {percent(sure, 1)} sure on average and right {percent(right, 1)} of the time: it is {much}.")
    st.caption(
        "What to look for: points below the dotted line are answers that are wrong more often than they claim; larger points "
        "stand for more texts. Their mean distance from the line (expected calibration error) is "
        f"{percent(metrics.calibration_error, 1)}."
    )


def _curves(run: Run, metrics: ClassifyMetrics) -> None:
    history = run.history()
    if "val_accuracy" not in history:
        st.text("The training was stopped in its first epoch: there are no curves yet.")
        return
    curves = ADVICE.curves(history, run.metrics(ClassifyMetrics), run.status())
    tell(learning_curves.sentence(curves), "coach", "Overfitting")
    st.plotly_chart(figures.accuracy_curves(history), key="accuracy")
    st.caption(
        "What to look for: a training line that climbs on to 100 % while the validation line stays behind. The training line is "
        "measured while learning, with dropout on, so it may begin below the other. The loss stands under How it learned."
    )
    if metrics.vector_seconds:
        st.text(f"Before the training {metrics.vector_seconds:.1f} s went into the vectors.")


def _downloads(run: Run) -> None:
    with st.container(horizontal=True):
        result_files(run, {"Predictions (CSV)": "predictions.csv", "Confusion matrix (CSV)": "confusion.csv"})
    st.caption("Predictions: a row for each test text, by its place in the data, the first being 0.")


def _selection(run: Run) -> None:
    """The experiment on choosing on the test part, when it is asked for."""
    settings, key = run.about().settings, f"bias-{run.id}"
    with st.expander("Why the test part is looked at only once", icon=":material/science:"):
        st.write(
            "Suppose 200 weak classifiers, naive Bayes on 10 random words each, are tried and the best is kept. How good is it? "
            "That depends on where it was chosen."
        )
        if st.button("Try it on these texts", icon=":material/play_arrow:", key=f"{key}-go"):
            st.session_state[key] = True
        if not st.session_state.get(key):
            return
        try:
            found = bias_of(run.about().data, settings["validation"], settings["test"], settings["seed"])
        except UserError as error:
            tell(str(error))
            return
        st.plotly_chart(figures.selection_bias(found), key="bias")
        _bias_sentences(found)
        st.caption(
            "What to look for: the upper line climbs with every classifier that is tried, while what such a choice is worth "
            "hardly does. Means over 100 random halvings of the test part and orders of trying."
        )


def _bias_sentences(found: Bias) -> None:
    there, elsewhere, honest = found.there[-1], found.elsewhere[-1], found.honest[-1]
    lesson = (
        "the difference is luck that was chosen, not skill" if there > elsewhere else "on these texts the choice found no luck"
    )
    st.text(
        f"The best of {len(found.there)}, chosen on half of the test part ({found.texts:,} texts), is right on "
        f"{percent(there, 1)} of them, but on {percent(elsewhere, 1)} of the other half: {lesson}. Chosen on the validation "
        f"part, the best is right on {percent(honest, 1)} of that other half, and this number can be believed, since those texts "
        "had no say in the choice."
    )
