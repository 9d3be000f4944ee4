"""Settings, the map of addresses and what every page shares."""
