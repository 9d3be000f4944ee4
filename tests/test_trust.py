"""The proofs of the long gate, which run seldom, still fit the code that they prove."""

import os
import subprocess
import sys

from tests.config.sites import ROOT

TAKE_EVERY_GUARD_OUT = "from trust import unsafe; print(*(guard() or name for name, guard in unsafe.GUARDS.items()))"


def test_every_guard_that_a_control_takes_out_is_there():
    environment = os.environ | {"TRUST_WITHOUT": "typed"}

    answer = subprocess.run(
        [sys.executable, "-c", TAKE_EVERY_GUARD_OUT], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert answer.stdout == "transactions conditions answers typed counting escaping\n", answer.stderr
