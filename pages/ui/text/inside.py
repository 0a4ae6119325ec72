"""Looking inside a network that writes."""

from pages.ui.inside_views import InsideViews
from pages.ui.text.microscope import chosen_characters
from pages.ui.text.past import past_of_text

INSIDE = InsideViews(microscope=chosen_characters, past=past_of_text)
