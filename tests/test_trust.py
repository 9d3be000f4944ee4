"""The proofs of the long gate, which run seldom, still fit the code that they prove."""

import ast
import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

from tests.config.sites import ROOT

TAKE_EVERY_GUARD_OUT = "from trust import unsafe; print(*(guard() or name for name, guard in unsafe.GUARDS.items()))"


def test_every_guard_that_a_control_takes_out_is_there():
    environment = os.environ | {"TRUST_WITHOUT": "typed"}

    answer = subprocess.run(
        [sys.executable, "-c", TAKE_EVERY_GUARD_OUT], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert answer.stdout == "transactions conditions answers typed counting escaping\n", answer.stderr


def programs():
    """Find the programs that the proofs and the measurements write as texts for other processes."""
    for path in sorted((*ROOT.glob("trust/*.py"), *ROOT.glob("benchmarks/**/*.py"))):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "import " in node.value:
                try:
                    yield path, ast.parse(node.value.replace("%s", "0"))
                except SyntaxError:  # no program, or none in Python
                    continue


def test_a_program_that_is_written_as_a_text_imports_what_is_there():
    imports = [
        (path.name, node.module, alias.name)
        for path, program in programs()
        for node in ast.walk(program)
        # What the floor has can be imported with its own settings alone.
        if isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("benchmarks.floor")
        for alias in node.names
    ]

    missing = [
        (path, module, name)
        for path, module, name in imports
        if not find_spec(module) or not (hasattr(import_module(module), name) or find_spec(f"{module}.{name}"))
    ]

    assert missing == []
    assert {path for path, _module, _name in imports} > {"bench_pdf.py", "observatory.py", "drill.py"}
