"""What only the page Classify shows."""
