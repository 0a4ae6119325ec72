"""Forecast a series: data and settings at the left, the living picture and its result in the middle."""

from pages.ui.forecast.views import VIEWS
from pages.ui.train.experiment_page import experiment_page
from rnn_core.experiments.forecast import EXPERIMENT

experiment_page(EXPERIMENT, VIEWS)
