"""Every measurement behind a claim of speed, one after another: `make bench`."""

import subprocess
import sys

MEASUREMENTS = ("benchmarks.bench_engine", "benchmarks.bench_pdf", "benchmarks.bench_clients", "benchmarks.pages")

for module in MEASUREMENTS:
    subprocess.run([sys.executable, "-m", module], check=True)
