# Two stages: uv and the packing of static files stay behind in the first.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never
RUN python -m pip install --no-cache-dir --disable-pip-version-check --quiet uv==0.13.9
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --quiet
COPY . .
# The key signs nothing here and stays out of the image: packing static files only needs the settings to load.
RUN SOURCEFIT_ENV=production SECRET_KEY=needed-to-load-the-settings ALLOWED_HOSTS=needed-too SOURCEFIT_STATIC=packed .venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim-bookworm
WORKDIR /app
ENV PATH="/app/.venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SOURCEFIT_ENV=production \
    SOURCEFIT_STATIC=packed \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_HTTP=1 \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_WEBSOCKETS=false \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_RESPAWN_FAILED_WORKERS=true \
    GRANIAN_WORKERS_KILL_TIMEOUT=20 \
    GRANIAN_LOG_LEVEL=warning
COPY --from=build /app /app
# A number needs no line in /etc/passwd, and an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-m", "config.healthcheck"]
CMD ["granian", "config.wsgi:application"]
