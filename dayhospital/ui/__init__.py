"""What people see: theme, widgets, board, pages and dialogs. Speaks to services and queries, never to storage."""
