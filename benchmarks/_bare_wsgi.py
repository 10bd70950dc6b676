"""What gunicorn serves for the bare view."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks._bare_settings"
application = get_wsgi_application()
