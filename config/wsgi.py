"""What granian serves."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # every page's code, which would be loaded with the first request

# All this stays as long as the process: looked through for garbage again, it would hold a request up now and then.
gc.collect()
gc.freeze()
