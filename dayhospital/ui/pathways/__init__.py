"""Pathways as the patient page and the plan show them: the strip of steps, its words, the dialogs."""
