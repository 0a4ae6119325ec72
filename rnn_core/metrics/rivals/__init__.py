"""Forecasts that a statistician would bring, fitted on the training rows: ridge regression, the Theta method, ETS."""
