"""Files of points: which columns are coordinates and times, several tracks in a file, GPX, KML, TCX, NMEA and GeoJSON."""
