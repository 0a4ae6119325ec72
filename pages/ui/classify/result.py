"""What came of a classifier: the verdict first, then numbers beside texts."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from pages.ui.classify.examples import classes_table, confusion_tab, ink, mistakes_tab
from pages.ui.classify.loaded_run import bias_of, predictions
from pages.ui.common.messages import tell
from pages.ui.train.take_home import result_files
from rnn_core.errors import UserError
from rnn_core.experiments.classify import figures
from rnn_core.experiments.classify.advice import ADVICE
from rnn_core.experiments.classify.metrics import ClassifyMeasures, ClassifyMetrics
from rnn_core.experiments.classify.selection_bias import Bias
from rnn_core.experiments.classify.sentences import METHODS
from rnn_core.metrics import learning_curves
from rnn_core.runs import Run

SURE_OF_ITSELF = 0.03  # mean confidence less accuracy, from which on it is worth a word


def class_result(run: Run, metrics: ClassifyMetrics) -> None:
    """Everything about a measured run."""
    table = predictions(run)
    confusion = pd.read_csv(run.folder / "results" / "confusion.csv", keep_default_na=False)
    st.subheader("Result")
    _verdict(metrics)
    _cards(metrics)
    tabs = st.tabs(["Confusion matrix", "Worst mistakes", "Classes", "Calibration", "Learning curves", "Download"])
    with tabs[0]:
        confusion_tab(run, metrics.classes, confusion, table)
    with tabs[1]:
        mistakes_tab(table)
    with tabs[2]:
        classes_table(metrics.per_class)
        _sizes(metrics)
    with tabs[3]:
        _calibration(metrics, "calibration")
    with tabs[4]:
        _curves(run, metrics)
    with tabs[5]:
        _downloads(run)
    st.space("xsmall")
    _selection(run)


def class_applied(metrics: ClassifyMeasures, tables: Mapping[str, pd.DataFrame]) -> None:
    """The same network on other data."""
    tell(metrics.verdict_sentence, "good", "Other data")
    card = partial(st.metric, border=True, height="stretch")
    with st.container(horizontal=True):
        card("Accuracy", f"{metrics.test.accuracy:.1%}", help="Share of right answers.")
        card("Macro F1", f"{metrics.test.macro_f1:.3f}", help="Mean F1 of the classes, each weighing the same.")
        card("Unknown words", f"{metrics.unknown_words:.1%}", help="Words read that the network does not know.")
    tabs = st.tabs(["Confusion matrix", "Classes", "Calibration"])
    with tabs[0]:
        drawn = figures.confusion(tables["confusion"].iloc[:, 1:].to_numpy(), metrics.classes, ink())
        st.plotly_chart(drawn, key="applied-confusion")
        st.caption("What to look for: right answers stand on the diagonal, mistakes beside it.")
    with tabs[1]:
        classes_table(metrics.per_class)
    with tabs[2]:
        _calibration(metrics, "applied-calibration")


LOOKS = {"better": "good", "worse": "bad", "one_class": "bad"}


def _verdict(metrics: ClassifyMetrics) -> None:
    tell(metrics.verdict_sentence, LOOKS.get(metrics.judgement.kind, "warning"), metrics.verdict.capitalize())


def _cards(metrics: ClassifyMetrics) -> None:
    """The network's numbers on the test part, those on validation smaller, and those that it must beat."""
    card = partial(st.metric, border=True, height="stretch", delta_color="off", delta_arrow="off")
    shown = {"tfidf_logistic_regression": "TF-IDF + logistic regression", "naive_bayes": "Naive Bayes"}
    with st.grid(3, min_column_width=190, gap="xsmall") as grid:
        card(
            "Accuracy", f"{metrics.test.accuracy:.1%}", "the network, test", help="Share of the test texts with the right answer."
        )
        help = "Mean F1 of the classes, each weighing the same however few texts it has. F1 stands in the tab Classes."
        card("Macro F1", f"{metrics.test.macro_f1:.3f}", "the network, test", help=help)
        with grid.cell(), st.container(border=True, height="stretch"):
            _two_parts(metrics)
        for key, title in shown.items():
            scores = metrics.baselines[key]
            words = f"macro F1 {scores.macro_f1:.3f}"
            card(title, f"{scores.accuracy:.1%}", words, help=f"Accuracy of {METHODS[key]} on the same test texts.")
        help = "Accuracy of giving every text the most frequent class of the training part."
        card("Most frequent class", f"{metrics.most_frequent:.1%}", "no text read", help=help)


def _two_parts(metrics: ClassifyMetrics) -> None:
    held, count = metrics.validation, sum(metrics.counts["test"])
    st.caption(
        f"On validation: accuracy {held.accuracy:.1%}, macro F1 {held.macro_f1:.3f}. Often a little too good, as the epoch "
        f"was chosen on it. The {count:,} test texts were looked at once, at the end."
    )


def _sizes(metrics: ClassifyMetrics) -> None:
    parts = {"train": "Training", "validation": "Validation", "test": "Test"}
    with st.expander("How many texts of each class", icon=":material/numbers:"):
        st.dataframe({"Class": metrics.classes, **{title: metrics.counts[key] for key, title in parts.items()}}, hide_index=True)
    cut = metrics.cut_texts  # missing in older runs
    st.text(
        f"{metrics.unknown_words:.1%} of the words read in the test part are unknown to the network."
        + (f" {cut:.1%} of its texts are longer than the network reads." if cut is not None else "")
    )


def _calibration(metrics: ClassifyMeasures, key: str) -> None:
    bins = metrics.calibration
    st.plotly_chart(figures.reliability(bins), key=key)
    texts = max(1, sum(row.texts for row in bins))
    sure, right = sum(row.texts * row.confidence for row in bins) / texts, sum(row.texts * row.accuracy for row in bins) / texts
    much = "about as sure as it should be"
    if abs(sure - right) >= SURE_OF_ITSELF:
        much = "too sure of itself" if sure > right else "too cautious"
    st.text(f"The network is {sure:.1%} sure on average and right {right:.1%} of the time: it is {much}.")
    st.caption(
        "What to look for: points below the dotted line are answers that are wrong more often than they claim; larger points "
        "stand for more texts. Their mean distance from the line (expected calibration error) is "
        f"{metrics.calibration_error:.1%}."
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
        "measured while learning, with dropout on, so it may begin below the other. The loss stands above, under Training."
    )
    before = f", after {metrics.vector_seconds:.1f} s for the vectors" if metrics.vector_seconds else ""
    st.text(
        f"Kept: {metrics.checkpoint}. {metrics.parameters:,} weights; fitting took {metrics.seconds:.1f} s on "
        f"{metrics.device}{before}."
    )


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
        f"The best of {len(found.there)}, chosen on half of the test part ({found.texts:,} texts), is right on {there:.1%} of "
        f"them, but on {elsewhere:.1%} of the other half: {lesson}. Chosen on the validation part, the best is right on "
        f"{honest:.1%} of that other half, and this number can be believed, since those texts had no say in the choice."
    )
