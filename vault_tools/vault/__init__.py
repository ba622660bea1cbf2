"""Bytes on disk ↔ notes. Nothing in here knows what a person is."""
