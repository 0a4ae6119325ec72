"""What only the page Text shows."""
