"""Results on the patient page: laboratory table, biomarkers, the tests that are waited for, and how they are entered."""
