"""What the page of a class shows: the board, the name that one has in it."""
