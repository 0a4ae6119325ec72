"""Errors, naive baselines, learning curves: numbers in, numbers out."""
