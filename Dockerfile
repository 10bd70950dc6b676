# The site as an image: the wheel with its pinned dependencies, no compiler, no root.
# Build: docker build -t stegvis .   Run: see docs/how-to/deploy.md.
FROM python:3.11-slim-bookworm AS build
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/opt/stegvis
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --locked --no-default-groups --extra web --no-install-project
COPY src src
COPY tools tools
RUN PYTHONPATH=/src /opt/stegvis/bin/python -c "from tools import messages; messages.compile_all()" \
    && uv sync --locked --no-default-groups --extra web --no-editable

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0=1.50.* libpangoft2-1.0-0=1.50.* libharfbuzz-subset0=6.0.* \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/stegvis --create-home stegvis
COPY --from=build /opt/stegvis /opt/stegvis
COPY deploy/gunicorn.conf.py /etc/stegvis/gunicorn.conf.py
ENV PATH=/opt/stegvis/bin:$PATH STEGVIS_DATA=/var/lib/stegvis PYTHONUNBUFFERED=1
USER 10001
WORKDIR /var/lib/stegvis
VOLUME /var/lib/stegvis
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['STEGVIS_HOSTS'].split(',')[0]}))"]
CMD ["gunicorn", "--config", "/etc/stegvis/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "stegvis_web.wsgi"]
