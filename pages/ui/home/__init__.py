"""The page Home: what to begin with, what to go on with, pictures of the data."""
