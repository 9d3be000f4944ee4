"""Write the golden files anew, to be read before they are committed: `python -m tests.recommendations.golden`."""

from tests.recommendations.golden import FOLDER, golden

for name, content in golden().items():
    (FOLDER / name).write_bytes(content)
