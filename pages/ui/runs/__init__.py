"""Runs that have ended: opened, compared, used on other data."""
