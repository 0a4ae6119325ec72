"""Classify texts: data and settings at the left, what the network takes the texts for in the middle."""

from pages.ui.classify.views import VIEWS
from pages.ui.train.experiment_page import experiment_page
from rnn_core.experiments.classify import EXPERIMENT

experiment_page(EXPERIMENT, VIEWS)
