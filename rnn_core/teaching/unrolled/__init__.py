"""The loop over time, drawn once for each step."""
