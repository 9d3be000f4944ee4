"""Where there is https, each cookie of ours belongs to this host alone."""

import json
import os
import subprocess
import sys

from django.conf import settings

LOOK = """
import json, django
django.setup()
from django.conf import settings
from config.messages import HostCookieStorage
from assessments.answering.holder import COOKIE
from organisations import unsaved
names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, HostCookieStorage.cookie_name]
names += [COOKIE, unsaved.COOKIE]
print(json.dumps(names))
"""


def test_every_cookie_is_of_this_host_alone_where_there_is_https(tmp_path):
    given = {"DJANGO_SETTINGS_MODULE": "config.settings", "SOURCEFIT_HTTPS": "1", "SOURCEFIT_VAR": str(tmp_path)}
    environment = {**os.environ, **given, "SOURCEFIT_ENV": "embedded"}

    told = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )

    names = json.loads(told.stdout)
    assert (len(names), [name for name in names if not name.startswith("__Host-")]) == (6, [])
