"""Settings: my view, the unit, closures, chairs, nurses, data."""
