"""The hall: settings, the map of addresses and what every page shares."""
