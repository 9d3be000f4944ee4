"""What granian serves."""

import os
import signal
import threading
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

# granian forks its workers, and a fork inherits the master's handler: it only sets a flag in the worker's own copy of the
# master. A SIGTERM that came while the worker still loaded the site was lost so, and the master waited for it for ever.
# Until granian puts the worker's handler in its place, which is after this module, a signal ends the worker.
# What is left of the gap (from the fork to here) is bounded by --workers-kill-timeout, wherever granian is started.
if threading.current_thread() is threading.main_thread():  # Django's runserver loads this file in another one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # every page's code, which would be loaded with the first request
