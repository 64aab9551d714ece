"""Patients: the list, the page of one, and the form that registers or edits her."""
