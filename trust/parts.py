"""Whether a part is older than OPERATIONS.md lets it be: what we lock, set beside what the index has to offer today."""

import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from trust.line import Found, Proof
from trust.site import ROOT

QUARTER: Final = timedelta(days=90)  # "all parts every three months"
_FILES: Final = ("pyproject.toml", "uv.lock")

Parts = Mapping[str, tuple[str, datetime]]  # name -> version, and when it came out


def overdue_parts(_database: str, _rounds: int) -> Found:
    """Lock anew in a copy, and look for parts whose newer version has been out for longer than a quarter."""
    ours = _locked(ROOT / "uv.lock")
    with tempfile.TemporaryDirectory() as folder:
        for name in _FILES:
            shutil.copy(ROOT / name, folder)
        uv = str(ROOT / ".venv" / "bin" / "uv")
        result = subprocess.run(
            [uv, "lock", "--upgrade", "--directory", folder], capture_output=True, text=True, check=False
        )
        if result.returncode:
            return Found(0, 0, note=f"NOT LOOKED AT: the index was out of reach: {result.stderr[-200:]}", shown=False)
        newest = _locked(Path(folder) / "uv.lock")
    now = datetime.now(UTC)
    late = list(overdue(ours, newest, now))
    planted = {name: ("0", out) for name, (_version, out) in ours.items()}
    newer = sum(ours[name][0] != version for name, (version, _out) in newest.items() if name in ours)
    note = f"{newer} have a newer version that our limits let in; {QUARTER.days} days are let"
    return Found(len(ours), len(late), len(list(overdue(planted, newest, now))), note, "; ".join(late[:5]))


def overdue(ours: Parts, newest: Parts, now: datetime) -> Iterator[str]:
    for name, (version, _out) in ours.items():
        newer, out = newest.get(name, (version, now))
        if newer != version and now - out > QUARTER:
            yield f"{name} {version}: {newer} is out since {out:%Y-%m-%d}"


def _locked(file: Path) -> Parts:
    packages = tomllib.loads(file.read_text())["package"]
    return {
        package["name"]: (package["version"], _out(package)) for package in packages if "registry" in package["source"]
    }


def _out(package: Mapping[str, Any]) -> datetime:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return min(datetime.fromisoformat(file["upload-time"]) for file in files)


PROOFS: Final = (Proof("no part is overdue", overdue_parts, databases=("none",)),)
