"""A site that never finishes loading, for tests that stop it meanwhile; as a settings module, or as what granian serves."""

import os
import signal
import time
from pathlib import Path

Path(os.environ["LOADING"]).touch()
if os.environ.get("IS_DEAF"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    time.sleep(60)
