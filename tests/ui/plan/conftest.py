"""The theme and the recording context of the patient pages, for the plan."""

from tests.ui.patients.conftest import context, store, theme

__all__ = ["context", "store", "theme"]
