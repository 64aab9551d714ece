"""The consultant's review page: who needs a decision, why, and signing it."""
