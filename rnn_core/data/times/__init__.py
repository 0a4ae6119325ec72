"""How people write dates and times, read into the plain forms that a parser takes."""
