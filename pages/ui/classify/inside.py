"""Looking inside a classifier."""

from pages.ui.classify.dropout import dropout_of_text
from pages.ui.classify.microscope import chosen_words
from pages.ui.classify.past import past_of_words
from pages.ui.inside_views import InsideViews

INSIDE = InsideViews(microscope=chosen_words, past=past_of_words, dropout=dropout_of_text)
