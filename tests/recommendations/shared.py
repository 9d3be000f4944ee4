"""Shared links for tests: a report in which each thing that can be left out has a word of its own, and its pages."""

import re
from dataclasses import replace
from datetime import date
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from assessments.answering import services as answering
from assessments.answering.holder import digest
from recommendations.models import ShareLink
from recommendations.reports import services
from tests.assessments.small import SETTLE, SMALL
from tests.factories import make_assessment, make_edition, save, whole

ADDRESS = re.compile(r"http://testserver(/shared/[A-Za-z0-9_-]{43}/)")
ADDRESS_OF_REPORT = re.compile(r"http://testserver(/assessments/\S+/report/)")
MAIN = re.compile(rb'<main id="main">.*</main>', re.DOTALL)
NOTICE = re.compile(rb'<div class="container pt-3"><p class="notice mb-0"><b>Preview.*?</div>', re.DOTALL)
CANARY = re.compile("Canary[A-Z][a-z]+")
NOTES = {"CanaryNote", "CanaryColumn"}
NAMES = {"CanaryCompany", "CanaryPerson"}
PASSCODE = "blue elephant"

ACTION = replace(SETTLE, kind="action")
ADVISING = replace(
    SMALL,
    questions=tuple(
        replace(
            one, choices=tuple(replace(choice, advice=(ACTION,)) if choice.advice else choice for choice in one.choices)
        )
        for one in SMALL.questions
    ),
)


def make_report(token="", organisation=None):
    """Give a report in which each thing that can be left out carries a word of its own."""
    assessment = make_assessment(
        make_edition(ADVISING), token=token, organisation=organisation, functions=("payroll", "help_desk")
    )
    if organisation is None:
        answering.rename(assessment=assessment, company="CanaryCompany")
    save(assessment, whole(assessment), notes={"load": "CanaryNote", "method": "CanaryColumn"})
    assessment.refresh_from_db()
    report = services.submit(assessment=assessment)
    action = report.data["page"]["actions"][0]["key"]
    services.set_action(report=report, action=action, owner="CanaryPerson", due=date(2027, 3, 31), status="doing")
    return report


def page(report, name="share"):
    return reverse(f"recommendations:{name}", args=(report.pk,))


def form(**said):
    return {"link": str(uuid4()), "label": "CanaryLabel", "days": "30"} | said


def made(client, report, **said):
    """Make a link on the page and give its path."""
    answer = client.post(page(report), form(**said))
    return ADDRESS.search(answer.content.decode())[1]


def link_of(path):
    return ShareLink.objects.get(token_hash=digest(path.split("/")[2]))


def canaries(answer):
    return set(CANARY.findall(answer.content.decode()))


def missing():
    """What is answered at an address that never was."""
    answer = Client().get("/no/such/page/")
    return answer.status_code, answer.content
