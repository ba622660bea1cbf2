"""The tests of the edits."""
