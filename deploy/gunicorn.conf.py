"""How gunicorn serves the site behind a reverse proxy. Copy to /etc/stegvis/gunicorn.conf.py."""

import multiprocessing

bind = "unix:/run/stegvis/site.sock"
workers = multiprocessing.cpu_count() * 2 + 1
worker_class = "sync"  # a page is a few milliseconds of the processor: threads would share one
max_requests = 5_000  # a worker that has grown is replaced
max_requests_jitter = 500
timeout = 60
graceful_timeout = 30
forwarded_allow_ips = "*"  # only the proxy reaches the socket
# When, method, status, bytes, microseconds: no address of a visitor, no path with a case code.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(s)s %(B)s %(D)s"
errorlog = "-"
logger_class = "gunicorn.glogging.Logger"
