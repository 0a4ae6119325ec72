"""What only the page Path shows."""
