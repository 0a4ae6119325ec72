"""Readers of users' files: tables, texts, labels, paths, of any size."""
