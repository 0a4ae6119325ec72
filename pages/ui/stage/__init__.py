"""The living picture in the middle of a page: components of our own, drawn in the browser from numbers that were computed."""
