"""The site in another language: the catalogue holds together, and every page says which language it speaks."""

import gettext
import re
from io import StringIO

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

CODES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
GAP = re.compile(r"%\([A-Za-z_]+\)[sd]|%%|\{[a-z_]*\}")


def catalogue(code):
    return polib.pofile(str(settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"))


def told(entry):
    if entry.msgid_plural:
        return [(entry.msgid_plural, text) for place, text in entry.msgstr_plural.items() if text and place]
    return [(entry.msgid, entry.msgstr)] if entry.msgstr else []


@pytest.mark.parametrize("code", CODES)
def test_every_translation_has_the_gaps_of_its_original_and_none_is_a_guess(code):
    entries = catalogue(code)

    odd = [text for entry in entries for said, text in told(entry) if set(GAP.findall(said)) != set(GAP.findall(text))]

    assert (odd, [entry.msgid for entry in entries if entry.fuzzy]) == ([], [])


@pytest.mark.parametrize("code", CODES)
def test_every_text_of_the_catalogue_is_told(code):
    assert [entry.msgid for entry in catalogue(code) if not entry.obsolete and not entry.translated()] == []


@pytest.mark.parametrize("code", CODES)
def test_what_is_shipped_compiled_says_what_the_catalogue_says(code):
    path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    differs = [
        entry.msgid
        for entry in catalogue(code)
        if entry.translated() and not entry.msgid_plural and not entry.msgctxt
        if compiled.gettext(entry.msgid) != entry.msgstr
    ]

    assert differs == []


def test_the_switch_is_remembered_and_leads_back(client, db):
    answer = client.post(reverse("language"), {"language": "es"}, headers={"referer": "http://testserver/glossary/"})
    page = client.get("/glossary/").content.decode()

    assert (answer.status_code, answer.url) == (302, "http://testserver/glossary/")
    assert '<html lang="es" dir="ltr">' in page
    assert "Palabras que usamos" in page


def test_the_switch_leads_to_no_other_site(client, db):
    answer = client.post(reverse("language"), {"language": "es", "next": "https://elsewhere.example/"})

    assert answer.url == "/"


@pytest.mark.parametrize(
    ("came_from", "back"),
    [("http://testserver/glossary/", "http://testserver/glossary/"), ("https://elsewhere.example/", ""), ("", "")],
)
def test_the_page_of_languages_keeps_the_page_of_ours_it_was_opened_from(client, db, came_from, back):
    page = client.get(reverse("language"), headers={"referer": came_from}).content.decode()

    assert f'name="next" value="{back}"' in page


def test_no_language_is_set_for_somebody_else_by_a_page_of_another_site(db):
    assert Client(enforce_csrf_checks=True).post(reverse("language"), {"language": "es"}).status_code == 403


def test_a_browser_that_asks_for_spanish_is_answered_in_it(client, db):
    assert '<html lang="es"' in client.get("/glossary/", headers={"accept-language": "es-MX,es;q=0.9"}).content.decode()


def test_the_command_counts_what_is_told(db):
    out = StringIO()

    call_command("translations", stdout=out)

    assert re.fullmatch(
        r"\d+ of \d+ texts of the interface in es\n0 of 0 texts of the profiles in es\n", out.getvalue()
    )
