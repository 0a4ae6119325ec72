"""Choosing data: the catalogue, uploads, files on the server."""
