# The web process and the worker; compose.yml starts both from this image.
FROM python:3.11-slim-trixie

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 \
    DJANGO_SETTINGS_MODULE=kb.settings.production DATA_DIR=/data

# pg_dump and psql, for backup and restore: of the server's version or a later one. Pango and a font, for reports as PDF.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client libpango-1.0-0 libpangoft2-1.0-0 \
    libharfbuzz-subset0 fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 1000 --create-home kb && mkdir -p /data/backups && chown -R kb:kb /data
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY --chown=kb:kb . .
USER kb
# The catalogues need no database and no secret: made once, here.
RUN DATA_DIR=/tmp/build DJANGO_SETTINGS_MODULE=kb.settings.dev python manage.py compile_messages && rm -rf /tmp/build

VOLUME /data
EXPOSE 8000
# No access log of gunicorn's: it would keep readers' search words beside their addresses. Ours does not (docs/operations.md).
CMD ["gunicorn", "kb.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", \
     "--threads", "4", "--timeout", "60", "--worker-tmp-dir", "/dev/shm", "--log-level", "warning", \
     "--logger-class", "kb.gunicorn_logs.GunicornLogger"]
