"""The measured comparisons of docs/measured.md."""
