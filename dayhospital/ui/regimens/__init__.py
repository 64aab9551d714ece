"""The regimen library to read: a list that filters, and one regimen with its drugs, days, minutes and rules."""
