"""The digests: each a pure function from the network, the day and the config to a frozen view."""
