"""Tables that are arranged otherwise than one row for each time: put into that form, or asked about."""
