"""Measurements of whole processes on made vaults: `make bench`."""
