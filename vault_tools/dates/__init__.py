"""Dates, rhythms, birthdays and periods. Imports nothing else of the program."""
