"""The read-only API: how often one address may ask, and how long an answer may be kept."""

from typing import Any

import environ

env = environ.Env()

# Questions a minute from one address, counted in each web process for itself; 0: no limit.
API_RATES = {
    "read": env.int("API_RATE", 300),
    "search": env.int("API_RATE_SEARCH", 120),
    "export": env.int("API_RATE_EXPORT", 20),
}
# Seconds. What is withdrawn is gone at once here, and within this from whoever keeps answers.
API_MAX_AGE = 10
# In memory: counting must cost less than answering, and nothing of an address is written down.
API_CACHES: dict[str, Any] = {
    "rates": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rates",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
