"""Settings that every environment shares. What differs by machine comes from the environment (see .env.example)."""

from pathlib import Path

import environ

from kb import logs

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# One directory holds all that is not code: database file, search index, raw files, media. Backup copies it.
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
SAMPLE_DIR = BASE_DIR / "data"

SECRET_KEY = env.str("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])

INSTALLED_APPS = [
    "kb.apps.KbConfig",
    "pages.apps.PagesConfig",
    "laws.apps.LawsConfig",
    "indicators.apps.IndicatorsConfig",
    "rounds.apps.RoundsConfig",
    "reports.apps.ReportsConfig",
    "search.apps.SearchConfig",
    "records.apps.RecordsConfig",
    "accounts.apps.AccountsConfig",
    "countries.apps.CountriesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "modeltranslation",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",  # the desk cannot do without it; nobody can use it (records.uploads_hooks)
    "wagtail.images",
    # "wagtail.search" is left out: in Wagtail 8 it and "modelsearch" are one app under two names.
    "wagtail.admin",
    "wagtail",
    "modelsearch",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "kb.request_log.RequestLog",
    "kb.programs.NoCookies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "accounts.middleware.PrivateAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.ChosenLanguage",
    "kb.programs.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactor",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kb.context.site",
                "accounts.context.account_pages",
            ],
        },
    }
]

# Database: SQLite in the data directory, or whatever DATABASE_URL names.
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "kb.sqlite3",
    "OPTIONS": {
        # Readers never wait for the one writer; a writer queues up to 30 s instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
        ),
    },
}
DATABASES = {"default": env.db("DATABASE_URL") if env.str("DATABASE_URL", "") else _SQLITE}
if str(DATABASES["default"]["ENGINE"]).endswith("postgresql"):
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Languages: the content codes are also the address codes. Portuguese is Brazilian: `compile_messages` lays the
# pt_BR catalogues of Django and Wagtail under ours, since Wagtail ships no "pt" (docs/decisions/0004).
LANGUAGE_CODE = "en"
LANGUAGES = [("es", "Español"), ("en", "English"), ("fr", "Français"), ("pt", "Português")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["kb.formats"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "UTC"
MODELTRANSLATION_LANGUAGES = ("es", "en", "fr", "pt")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField",)
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STORAGES_PLAIN = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_OFF = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
RAW_DIR = DATA_DIR / "raw"

WAGTAIL_SITE_NAME = "Migration knowledge base of the Americas"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Shared passwords on collections and pages would be a second way to see things: visibility has one (reliability rule 21).
WAGTAIL_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
# The admin's own search stays on the database; the public search is the room `search`.
WAGTAILSEARCH_BACKENDS = MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

# The public search. With a URL it is Elasticsearch and stays so when that does not answer (the ladder takes over).
SEARCH = {
    "url": env.str("ELASTICSEARCH_URL", ""),
    "prefix": env.str("ELASTICSEARCH_PREFIX", "kb"),
    "directory": DATA_DIR / "index",
    "timeout": env.float("ELASTICSEARCH_TIMEOUT", 1.0),
}

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20

LOGGING = logs.configuration(
    env.str("LOG_FORMAT", "text"), env.str("LOG_LEVEL", "WARNING"), env.bool("LOG_REQUESTS", False)
)

# Last, since it reads what .env has brought into the environment.
from kb.settings.api import *  # noqa: E402, F403
from kb.settings.api import API_CACHES  # noqa: E402
from kb.settings.login import *  # noqa: E402, F403
from kb.settings.login import CACHES  # noqa: E402
from kb.settings.uploads import *  # noqa: E402, F403

CACHES |= API_CACHES
# Countries' standard tables by what they are made of (indicators/profile.py), some 60 KiB each.
CACHES["tables"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": DATA_DIR / "tables",
    "TIMEOUT": 30 * 86400,
    "OPTIONS": {"MAX_ENTRIES": 1000},
}
