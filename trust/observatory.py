"""Mozilla's HTTP Observatory over local TLS: its scanner, from npm, looks at a page of every kind as the visitor it is for."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from trust.line import Found, Proof
from trust.site import ROOT, Site, a_site
from trust.tls import HOST, over_tls

PACKAGE: Final = "@mdn/mdn-http-observatory@1.4.8"
FOLDER: Final = ROOT / "var" / "observatory"
SCANNER: Final = FOLDER / "node_modules" / "@mdn" / "mdn-http-observatory" / "src" / "scanner" / "index.js"
BEST: Final = "A+"
LEAST: Final = 120

_SCAN: Final = """
import { readFileSync } from "node:fs";
const [scanner, hosts] = JSON.parse(readFileSync(0, "utf8"));
const { scan } = await import(scanner);
const results = [];
for (const host of hosts) results.push(await scan(host).catch((error) => ({ error: error.message })));
process.stdout.write(JSON.stringify(results));
"""

PUBLIC: Final = {
    "landing": "/",
    "privacy": "/privacy/",
    "questions": "/questions/",
    "picture": "/questions/picture/",
    "models": "/models/",
    "model": "/models/bpo/",
    "method": "/method/",
    "glossary": "/glossary/",
    "sample": "/sample/",
    "start": "/assessments/",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "forgotten password": "/accounts/password/reset/",
    "sent on to sign in": "/account/organisations/new/",
    "alive": "/livez",
    "ready": "/readyz",
}

# Prints where a page of each other kind is, and the session it opens with.
_PLACES: Final = """
import json
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from assessments.models import Questionnaire
from assessments.answering.services import start_owned
from organisations.models import Engagement, Membership, User
from recommendations.models import Report

def session(user):
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    row = SessionStore()
    row[SESSION_KEY] = str(user.pk)
    row[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    row[HASH_SESSION_KEY] = user.get_session_auth_hash()
    row.create()
    return row.session_key

report = Report.objects.filter(assessment__organisation__is_demo=True).order_by("pk").first()
client = report.assessment.organisation
owner = client.members.get()
adviser = Engagement.objects.filter(client=client).first().consultancy.memberships.filter(role="owner").first().user
editor = User.objects.create_superuser("observatory@example.com", None)
draft = start_owned(questionnaire=Questionnaire.objects.current(), user=owner, keep_in=client)
answering, told, mine = f"/assessments/{draft.pk}/", f"/reports/{report.pk}/", f"/account/organisations/{client.pk}/"
pages = {
    owner: {
        "answers": answering, "functions": answering + "functions/", "step": answering + "steps/core-problem/",
        "check": answering + "check/", "resume links": answering + "resume/", "together": answering + "together/",
        "report": told, "pdf": told + "report.pdf", "csv": told + "report.csv", "xlsx": told + "report.xlsx",
        "json": told + "report.json", "share links": told + "share/", "reports": f"/organisations/{client.pk}/reports/",
        "workspace": "/workspace/", "account": "/account/", "close the account": "/account/close/", "members": mine,
        "invite": mine + "invite/", "consultants": mine + "consultants/", "data": mine + "data/",
        "activity": mine + "activity/", "e-mail address": "/accounts/email/",
        "password": "/accounts/password/change/", "second factor": "/accounts/2fa/", "sessions": "/accounts/sessions/",
    },
    adviser: {
        "clients": "/clients/", "clients csv": "/clients/clients.csv", "clients xlsx": "/clients/clients.xlsx",
        "invite a client": "/clients/invite/", "invitations": "/clients/invitations/", "insight": "/clients/insight/",
        "client": f"/clients/{client.pk}/", "review": f"/clients/{client.pk}{told}",
    },
    editor: {
        "admin": "/admin/", "admin list": "/admin/assessments/questionnaire/",
        "admin form": f"/admin/assessments/questionnaire/{draft.questionnaire_id}/change/",
        "admin account": f"/admin/organisations/user/{editor.pk}/change/",
    },
}
print(json.dumps({kind: [path, key] for user, paths in pages.items() for key in [session(user)] for kind, path in paths.items()}))
"""


def observatory(_database: str, _rounds: int) -> Found:
    """Scan a page of every kind; each must reach the best grade, and a page without its policy must not."""
    _install()
    with a_site("sqlite", durable=False) as site:
        site.run("demo")
        inside: dict[str, list[str]] = json.loads(
            site.run("shell", "--no-imports", "--command", _PLACES).splitlines()[-1]
        )
        pages = PUBLIC | {kind: path for kind, (path, _key) in inside.items()}
        cookies = {path: f"__Host-sessionid={key}" for path, key in inside.values()}
        with over_tls(site, cookies) as authority:
            *scanned, bare = scan(site, [*pages.values(), "/?trust-without=csp"], authority)
    results = dict(zip(pages, scanned, strict=True))
    wrong = [f"{kind}: {_grade(result)}" for kind, result in results.items() if not _is_best(result)]
    scores = "; ".join(f"{kind} {_grade(result)}" for kind, result in results.items())
    return Found(len(results), len(wrong), int(not _is_best(bare)), scores, "; ".join(wrong[:5]))


def scan(site: Site, paths: Sequence[str], authority: Path) -> list[dict[str, Any]]:
    """Run the scanner on addresses, all in one process: starting it costs more than looking."""
    node = shutil.which("node")
    assert node
    result = subprocess.run(
        [node, "--input-type=module", "--eval", _SCAN],
        env=os.environ | {"NODE_EXTRA_CA_CERTS": str(authority)},
        input=json.dumps([SCANNER.as_uri(), [f"{HOST}:{site.port}{path}" for path in paths]]),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"NOT SCANNED: {result.stderr[-300:]}")
    results: list[dict[str, Any]] = json.loads(result.stdout)
    return results


def _is_best(result: dict[str, Any]) -> bool:
    return bool(result.get("scan")) and (result["scan"]["grade"] == BEST and result["scan"]["score"] >= LEAST)


def _grade(result: dict[str, Any]) -> str:
    if not result.get("scan"):
        return str(result.get("error"))
    failed = ",".join(name for name, test in result["tests"].items() if not test["pass"])
    return (
        f"{result['scan']['grade']} {result['scan']['score']} ({result['scan']['statusCode']}){failed and ' ' + failed}"
    )


def _install() -> None:
    """Fetch the scanner once; say what is missing where it cannot be run."""
    missing = [name for name in ("node", "npm") if not shutil.which(name)]
    if missing:
        raise RuntimeError(f"NOT SCANNED: {' and '.join(missing)} missing; install it (apt-get install nodejs npm)")
    if not SCANNER.exists():
        _fetch()
    # The scanner would fetch the browsers' list of preloaded hosts, which this machine's own name is not on.
    preloaded = SCANNER.parents[2] / "conf" / "hsts-preload.json"
    if not preloaded.exists():
        preloaded.write_text("{}")


def _fetch() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    words = [
        "npm",
        "install",
        "--prefix",
        str(FOLDER),
        "--omit=optional",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]
    result = subprocess.run([*words, PACKAGE], capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"NOT SCANNED: npm could not fetch {PACKAGE}: {result.stderr[-300:]}")


PROOFS: Final = (Proof("HTTP Observatory, A+ and 120 on a page of every kind", observatory, databases=("none",)),)
