"""A ministry's server: everything secret or local comes from the environment and nothing has a lax default."""

from kb import logs
from kb.settings.base import *  # noqa: F403
from kb.settings.base import SECRET_KEY, env

if not SECRET_KEY:
    raise SystemExit(
        "SECRET_KEY is not set. Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.bool("SECURE_COOKIES", True)
# The proxy that speaks TLS writes the reader's address, by which guessing is throttled.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", 1)

# One JSON object a line, and one line a request, for whatever collects logs.
LOGGING = logs.configuration(
    env.str("LOG_FORMAT", "json"), env.str("LOG_LEVEL", "WARNING"), env.bool("LOG_REQUESTS", True)
)
