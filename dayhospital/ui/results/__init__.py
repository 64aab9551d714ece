"""Results on the patient page: laboratory table, biomarkers, the tests that are waited for, and their dialogs."""
