"""Small forms of up to five fields. Each takes what it shows and yields a command; none knows the store."""
