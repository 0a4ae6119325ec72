"""From data to what a network reads: windows, characters, words, vectors, the calendar.

May import data and networks.
"""
