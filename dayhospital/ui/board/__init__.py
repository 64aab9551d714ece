"""The day board: chairs down, time across, sessions as cards; painted, not made of a thousand items."""
