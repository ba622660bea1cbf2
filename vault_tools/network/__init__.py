"""What notes mean: contacts, interactions, deals, promises. Nothing in here knows how digests look."""
