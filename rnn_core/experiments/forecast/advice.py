"""What the coach finds in a forecast beside its curves."""

from rnn_core.data import entry
from rnn_core.experiments import advice
from rnn_core.experiments.advice import (
    CHANCE,
    Advice,
    Coaching,
    Difference,
    Outcome,
    Step,
    calmer,
    further_back,
    known,
    of_skills,
    set_to,
    stronger,
)
from rnn_core.experiments.curve_rules import FAULTS, PARTS, at_once, overfitting, plateau, settled, stopped_early
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.experiments.forecast.sentences import FITTED, LAST_VALUE, rival_name
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.metrics.errors import ENOUGH_ROWS
from rnn_core.networks.cells import CELLS
from rnn_core.wording import percent

WANDERING = 0.1  # level curves of a squared error wandered by 8 %
FLAT = 0.3  # spread of the forecasts over that of the actual values: 0.02 to 0.19 for a mean, 0.36 and more else
OWN_PAST = (LAST_VALUE, "drift")  # naive forecasts that know nothing but the last value and the usual change
LEARNABLE = "sine"  # the dataset on which every network that works beats the last value
MOST_INPUTS = 4  # columns that one step adds

Case = advice.Case[ForecastSettings, ForecastMetrics]
Side = advice.Side[ForecastSettings, ForecastMetrics]


def outcome(metrics: ForecastMetrics) -> Outcome:
    """Beside the best naive forecast."""
    words = f"The forecast is no better than {rival_name(metrics.judgement)}"
    return Outcome(known(metrics.skill), metrics.judgement.kind in ("no_better", "worse"), words)


def other_data(case: Case) -> Step:
    """To data in which there is something to learn, with the columns of which no setting is known yet."""
    title, chosen = entry(LEARNABLE).title, case.settings
    names = [name for name in ("target", "also", "features") if getattr(chosen, name)]
    names += [name for name in ("validation", "test") if getattr(chosen, name) >= 1]  # rows, which may be more than there are
    change = {name: case.usual(name) for name in names}
    return Step(f"Train on {title}, where there is something to learn.", change, LEARNABLE, f"Take {title}")


def more_columns(case: Case) -> Step | None:
    """To a network that looks at the other columns as well; None where there are none."""
    added = tuple(case.others[:MOST_INPUTS])
    if not added:
        return None
    *most, last = added
    names = f"{', '.join(most)} and {last}" if most else last
    return Step(f"Add {names} to Extra inputs.", {"features": (*case.settings.features, *added)}, label=f"Add {names}")


def unforeseeable(case: Case) -> Advice | None:
    """Neither network nor a straight rule beats the last value: more of the same network would not help."""
    linear, rival = known(case.metrics.linear), case.metrics.judgement.numbers.get("rival", LAST_VALUE)
    if not (case.outcome.poor and linear < CHANCE and rival in OWN_PAST):
        return None
    finding = f"{case.outcome.words}, and neither is a straight rule: the past of these data tells as good as nothing."
    return Advice("unforeseeable", finding, other_data(case))


def at_once_or_never(case: Case) -> Advice | None:
    """A reservoir's readout, where there is something to foresee."""
    return at_once(case) and (unforeseeable(case) or at_once(case))


def mean_only(case: Case) -> Advice | None:
    """The forecasts hardly vary."""
    spread = case.metrics.spread
    if spread is None or spread >= FLAT:
        return None
    vary = f"The forecasts vary only {percent(spread)} as much as the actual values"
    if not stronger(case) and known(case.metrics.linear) <= known(case.metrics.skill) + CHANCE:
        finding = f"{vary}, and a straight rule knows no more: beyond the mean these data tell as good as nothing."
        return Advice("unforeseeable", finding, other_data(case))
    return Advice("mean_only", f"{vary}: the network says little more than the mean.", stronger(case) or further_back(case))


def ahead(case: Case) -> Advice | None:
    """Several rows ahead, where the first step is better than the last value."""
    steps = case.metrics.by_horizon
    lost = [
        row.step for row in steps if row.rmse >= min(rival.rmse for name, rival in row.baselines.items() if name not in FITTED)
    ]
    if len(steps) < 2 or not lost or case.outcome.poor:
        return None
    finding = f"From step {lost[0]} of {len(steps)} on a naive forecast does as well or better."
    if lost[0] == 1:
        finding = "At the first step already another naive forecast does as well or better: see Steps ahead."
    return Advice("ahead_lost", finding, further_back(case, ", to see further back"))


def judged(case: Case) -> Advice:
    """The forecast beside the best naive one, by the run's own verdict."""
    found, judgement = case.outcome, case.metrics.judgement
    skill, rival = judgement.number("skill"), rival_name(judgement)
    if found.poor and case.metrics.repeats:
        level = case.settings.target_transform == "level"
        alone = set_to(case, "target_transform", "difference") if level else further_back(case, ", to see further back")
        finding = f"{found.words}: it mostly repeats what it has just seen."
        return Advice("repeats", finding, more_columns(case) or alone)
    if found.poor:
        more = ", to see further back; if that changes nothing, the past may simply not tell"
        finding = f"{found.words} (skill {skill:.2f}){settled(case)}."
        return Advice("no_better", finding, more_columns(case) or further_back(case, more))
    if judgement.kind != "better":
        finding = f"The forecast looks better than {rival}, but on so few test rows that can be chance."
        return Advice("few_test_rows", finding, set_to(case, "test", ENOUGH_ROWS, " rows or more"))
    leans = "it still leans on the last value" if case.metrics.repeats else "the curves show nothing to mend"
    other = "simple_rnn" if CELLS[case.settings.cell].gates else "lstm"
    step = set_to(case, "cell", other, ", as an experiment, and see whether it does as well")
    return Advice("good", f"Better than {rival}: the error is {percent(skill)} smaller, and {leans}.", step)


def incomparable(before: Side, after: Side) -> str:
    """Why the skills of two forecasts of the same data say nothing about each other, or ""."""
    earlier, later = before.metrics, after.metrics
    if None in (earlier.skill, later.skill):
        return "there is no score"
    same = (earlier.target, earlier.parts["test"]) == (later.target, later.parts["test"])
    return "" if same else "their test parts differ"


def difference(before: Side, after: Side) -> Difference:
    """Of the skills."""
    return of_skills(known(before.metrics.skill), known(after.metrics.skill), after.metrics.windows.test)


ADVICE: Coaching[ForecastSettings, ForecastMetrics] = Coaching(
    wandering=WANDERING,
    outcome=outcome,
    rules=(at_once_or_never, *FAULTS, unforeseeable, *PARTS, stopped_early, mean_only, overfitting, plateau, ahead, judged),
    calmer=calmer,
    incomparable=incomparable,
    difference=difference,
)
