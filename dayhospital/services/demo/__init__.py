"""The demonstration hospital: invented people, built through the program's own commands."""
