"""Weather observations of France (SYNOP): both published forms, stations, the download."""
