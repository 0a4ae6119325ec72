"""The measured comparisons that the README quotes."""
