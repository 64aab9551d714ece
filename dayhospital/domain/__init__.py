"""What exists: frozen, slotted dataclasses that cannot be wrong. No Qt, no SQLAlchemy."""
