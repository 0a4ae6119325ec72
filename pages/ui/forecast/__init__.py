"""What only the page Forecast shows."""
