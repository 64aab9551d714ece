"""How it is kept: tables, guards, journal and unit of work."""
