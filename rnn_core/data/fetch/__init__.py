"""Files from elsewhere: from an address, or from an installed package."""
