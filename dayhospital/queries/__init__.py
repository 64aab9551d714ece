"""The read side: a connection in, a frozen snapshot out; one module per page."""
