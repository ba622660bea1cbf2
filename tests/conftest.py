"""Settings of the tests as a whole."""

import os

from hypothesis import settings

# A CI run tells whether this change is sound: the same examples for everyone. New examples are looked for at home.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
