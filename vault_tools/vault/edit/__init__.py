"""Edits over a note's bytes: each takes bytes and gives bytes, changes the lines it must, and no other byte."""
