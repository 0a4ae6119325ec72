"""Pieces of exported programs and pages, the same for every experiment.

May import runs, features, networks and everything below.
"""
