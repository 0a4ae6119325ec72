"""Vectors for words: read from files of any size, or learned here."""
