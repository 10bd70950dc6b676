"""What gunicorn serves. Refuses to start where that would not be safe."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis_web.settings")
application = get_wsgi_application()

from stegvis_web.foundation.checks import refuse_unsafe_start  # noqa: E402  # after the apps are there
from stegvis_web.foundation.rendering import read_all  # noqa: E402

refuse_unsafe_start()
read_all()

# What is there now stays: not looked through again at each full collection, a pause in somebody's page.
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)  # what is frozen is never freed, and libraries complain of that at the end
