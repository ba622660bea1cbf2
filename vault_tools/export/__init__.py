"""The network in formats that other programs read. Pure: (context, what to show) → text or bytes."""
