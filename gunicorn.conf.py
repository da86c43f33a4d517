"""How gunicorn serves the skill, behind a proxy that ends TLS. The command line overrides any of it."""

import gc
import os

wsgi_app = "skill.entry.wsgi:create()"
bind = os.environ.get("BACK_COACH_BIND", "127.0.0.1:8080")
# A turn is mostly processor time. A few threads more keep a slow disk or certificate host from blocking the rest.
workers = int(os.environ.get("BACK_COACH_WORKERS", "0")) or min(4, (os.cpu_count() or 1) + 1)
# gunicorn's threads, with a deadline for whoever sends slowly or nothing.
worker_class = "skill.web.worker.DeadlineWorker"
threads = 4
# Built once and shared: three workers more cost little memory.
preload_app = True
# Alexa gives up after eight seconds; a worker silent for longer is stuck.
timeout = 15
# Turns under way are finished when the service is told to stop.
graceful_timeout = 10
# Longer than a proxy keeps idle connections, so that it never sends into one that is being closed.
keepalive = 75
# A worker's heartbeat must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, as gunicorn's documentation advises
# The skill writes its own lines, without addresses or paths.
accesslog = None
# Nothing to control it by but signals.
control_socket_disable = True


def when_ready(_: object) -> None:
    """What was made to serve every turn stays: no turn waits while it is looked through for garbage."""
    gc.freeze()
