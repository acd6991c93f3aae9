"""What all tests share: no law is broken by a busy machine, and none by chance in CI."""

import os

from hypothesis import settings

settings.register_profile("audit", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("audit")
