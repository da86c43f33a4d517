# The skill as a web service. Build: docker build -t back-coach .
# Run behind a proxy that ends TLS (compose.yaml has one): DEPLOY.md says how.
# The digest is of the image for every processor, as several public projects hold this tag to it, Python 3.13.15; it was not
# looked up at the registry by us. `make renew` asks there, and `docker buildx imagetools inspect python:3.13-slim-bookworm`.
FROM python:3.13-slim-bookworm@sha256:ed86c82274b3c69b52fb5820f358f0bd7df0b603332063cb5c6e32bd220c3e6e AS build
WORKDIR /build
COPY locks/runtime.txt locks/
# The lock is whole; two packages that nothing imports are left out of it (deployment/locks.py).
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
    --no-deps --require-hashes -r locks/runtime.txt

FROM python:3.13-slim-bookworm@sha256:ed86c82274b3c69b52fb5820f358f0bd7df0b603332063cb5c6e32bd220c3e6e
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH=/venv/bin:$PATH \
    BACK_COACH_BIND=0.0.0.0:8080 \
    BACK_COACH_DATABASE=/state/back-coach.sqlite3
RUN groupadd --system --gid 10001 coach \
    && useradd --system --uid 10001 --gid coach --home-dir /nonexistent --shell /usr/sbin/nologin coach \
    && install --directory --owner=coach --group=coach --mode=0700 /state
WORKDIR /srv
COPY --from=build /venv /venv
COPY gunicorn.conf.py LICENSE NOTICE ./
COPY skill skill
COPY speech/compiled speech/compiled
COPY speech/model speech/model
# Compiled here once, for a root file system that is read-only when it runs.
RUN python -m compileall -q skill
USER 10001:10001
VOLUME /state
EXPOSE 8080
# Liveness. Readiness is /readyz: it is red while Amazon's certificates cannot be fetched, which a restart does not mend.
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
# gunicorn finishes the turns under way when it gets this.
STOPSIGNAL SIGTERM
CMD ["gunicorn"]
