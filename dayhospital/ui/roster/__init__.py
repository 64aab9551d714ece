"""The roster: nurses down, the days of a month across, painted with kinds of duty and absence."""
