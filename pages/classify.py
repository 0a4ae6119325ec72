"""Classify texts: data and settings on the left, training, result and the texts themselves on the right."""

from pages.ui.classify.views import VIEWS
from pages.ui.train.experiment_page import experiment_page
from rnn_core.experiments.classify import EXPERIMENT

experiment_page(EXPERIMENT, VIEWS)
