"""What can be said of the code and of what it stands on without starting it; no line of it needs a database."""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Final

from trust import rules
from trust.line import Found, Proof

_BIN: Final = Path(sys.executable).parent
_SBOM: Final = Path("var") / "sbom.json"
_FOLDED: Final = ("tests/", "benchmarks/", "trust/")  # where made-up secrets are written all the time
_PLANTED: Final = "from django.utils.safestring import mark_safe\nmark_safe(input())\nimport pickle\n"
# What our own code may stand on, in the words of SPDX or of Python's classifiers, as packages write them.
_ALLOWED: Final = re.compile(
    r"MIT|BSD|Apache|ISC|MPL|Mozilla Public|PSF|Python Software Foundation|CNRI|0BSD|Zlib|CC0|OFL|Unlicense|LGPL"
)
# Tools for developers, of which nothing is shipped or imported by the site.
_TOOLS_ALONE: Final = {"djlint": "a linter of templates, started as a program and never imported"}
# Whose metadata is silent, and what the licence file in the package says.
_READ_BY_HAND: Final = {"axe-playwright-python": "MIT"}


def deploy_check(_database: str, _rounds: int) -> Found:
    result = _run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], _production())
    loose = _run(
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], _production() | {"SOURCEFIT_HTTPS": "0"}
    )
    warnings = loose.stderr.count("(security.")
    return Found(1, int(result.returncode != 0), control=warnings, note="control: https off", first=_last(result))


def refusals(_database: str, _rounds: int) -> Found:
    """Start without what a service needs: it must refuse, name it, and say why."""
    cases = {"SECRET_KEY": "SECRET_KEY is not set (", "ALLOWED_HOSTS": "ALLOWED_HOSTS is not set ("}
    wrong = []
    for name, sentence in cases.items():
        result = _run(["manage.py", "check"], {key: value for key, value in _production().items() if key != name})
        if not result.returncode or sentence not in result.stderr:
            wrong.append(f"without {name}: {_last(result)}")
    whole = _run(["manage.py", "check"], _production())
    return Found(len(cases), len(wrong), note=f"with both: {whole.returncode or 'starts'}", first="; ".join(wrong[:1]))


def own_rules(_database: str, _rounds: int) -> Found:
    differences = rules.differences(rules.broken(), rules.explained("rules"))
    planted = len(list(rules.in_code(_PLANTED, Path("planted.py"))))
    files = len(rules.python_files()) + len(rules.templates())
    explained = rules.explained("rules").total()
    return Found(files, len(differences), planted, f"{explained} explained", "; ".join(differences[:3]))


def bandit(_database: str, _rounds: int) -> Found:
    report = json.loads(_tool("bandit", "-q", "-r", *rules.APPS, "-f", "json").stdout)
    findings = Counter((finding["test_id"], finding["filename"]) for finding in report["results"])
    differences = rules.differences(findings, rules.explained("bandit"))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "planted.py").write_text(_PLANTED)
        control = len(json.loads(_tool("bandit", "-q", "-r", folder, "-f", "json").stdout)["results"])
    loc = report["metrics"]["_totals"]["loc"]
    note = f"{loc:,} lines, {findings.total()} findings explained" if not differences else f"{loc:,} lines"
    return Found(len(report["metrics"]) - 1, len(differences), control, note, "; ".join(differences[:3]))


def vulnerabilities(_database: str, _rounds: int) -> Found:
    """Audit what is installed. pip-audit ends with 0 after auditing nothing, so what it audited is counted."""
    output = _tool("pip-audit", "--progress-spinner", "off", "-f", "json").stdout
    packages: list[dict[str, Any]] = json.loads(output)["dependencies"] if output else []
    audited = [package for package in packages if "skip_reason" not in package]
    vulnerable = [
        f"{package['name']} {package['version']}: {package['vulns'][0]['id']}"
        for package in audited
        if package["vulns"]
    ]
    is_whole = bool(packages) and len(audited) == len(packages)
    return Found(
        len(audited),
        len(vulnerable),
        note=f"{'' if is_whole else 'NOT AUDITED: '}audited {len(audited)} of {len(packages)}",
        first=str(vulnerable or ""),
        shown=is_whole,
    )


def licences(_database: str, _rounds: int) -> Found:
    installed = list(distributions())
    unknown = [f"{package.name}: {licence_of(package) or 'silent'}" for package in installed if not is_allowed(package)]
    kinds = len({licence_of(package) for package in installed})
    apart = ", ".join(f"{name} ({why})" for name, why in _TOOLS_ALONE.items())
    return Found(len(installed), len(unknown), note=f"{kinds} kinds; apart: {apart}", first="; ".join(unknown[:5]))


def is_allowed(package: Distribution) -> bool:
    return package.name.lower() in _TOOLS_ALONE or bool(_ALLOWED.search(licence_of(package)))


def licence_of(package: Distribution) -> str:
    metadata = package.metadata
    classified = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    written = _only(package, "License").partition("\n")[0]
    return (
        _only(package, "License-Expression") or " ".join(classified) or written or _READ_BY_HAND.get(package.name, "")
    )


def _only(package: Distribution, field: str) -> str:
    return next(iter(package.metadata.get_all(field) or []), "")


def sbom(_database: str, _rounds: int) -> Found:
    """Write var/sbom.json (CycloneDX) of what is installed, and look for every package in it."""
    _SBOM.parent.mkdir(exist_ok=True)
    result = _tool("cyclonedx-py", "environment", "--output-reproducible", "-o", str(_SBOM), sys.executable)
    listed = (
        {_plain(component["name"]) for component in json.loads(_SBOM.read_text())["components"]}
        if not result.returncode
        else set()
    )
    missing = sorted({_plain(package.name) for package in distributions()} - listed)
    return Found(len(listed), len(missing), note=str(_SBOM), first=", ".join(missing[:5]))


def secret_scan(_database: str, _rounds: int) -> Found:
    listed = ["git", "ls-files"]
    files = subprocess.run(listed, cwd=rules.ROOT, capture_output=True, text=True, check=True).stdout.split()
    findings = Counter(set(_secrets(files)))
    differences = rules.differences(findings, rules.explained("secrets"))
    with tempfile.TemporaryDirectory() as folder:
        planted = Path(folder, "planted.py")
        planted.write_text(f'password = "{secrets.token_urlsafe(24)}"\n')
        control = len(list(_secrets([planted.name], folder)))
    return Found(
        len(files), len(differences), control, "by words and shapes, not by entropy", "; ".join(differences[:3])
    )


def _secrets(files: list[str], folder: str = str(rules.ROOT)) -> list[rules.Finding]:
    kinds = ("HexHighEntropyString", "Base64HighEntropyString")  # digests in test data are not secrets
    words = [word for kind in kinds for word in ("--disable-plugin", kind)]
    report = json.loads(
        # Run where the files are: with -C it still looks for them here, and finds nothing without a word.
        _tool("detect-secrets", "scan", "--all-files", "--no-verify", *words, *files, folder=folder).stdout
    )["results"]
    return [
        (line["type"], next((folder for folder in _FOLDED if name.startswith(folder)), name))
        for name, lines in report.items()
        for line in lines
    ]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _production() -> dict[str, str]:
    return {
        "ALLOWED_HOSTS": "sourcefit.example",
        "DATABASE_URL": "sqlite:///:memory:",
        "PATH": os.environ.get("PATH", ""),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SOURCEFIT_ENV": "production",
    }


def _run(words: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=rules.ROOT, env=dict(environment), capture_output=True, text=True, check=False
    )


def _tool(name: str, *words: str, folder: str = str(rules.ROOT)) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(_BIN / name), *words], cwd=folder, capture_output=True, text=True, check=False)


def _last(result: subprocess.CompletedProcess[str]) -> str:
    return result.stderr.strip().rpartition("\n")[2] if result.returncode else ""


_NONE: Final = ("none",)
PROOFS: Final = (
    Proof("check --deploy", deploy_check, databases=_NONE),
    Proof("start without what a service needs", refusals, databases=_NONE),
    Proof("rules of our own", own_rules, databases=_NONE),
    Proof("bandit", bandit, databases=_NONE),
    Proof("known vulnerabilities", vulnerabilities, databases=_NONE),
    Proof("licences", licences, databases=_NONE),
    Proof("list of parts (SBOM)", sbom, databases=_NONE),
    Proof("secrets in the repository", secret_scan, databases=_NONE),
)
