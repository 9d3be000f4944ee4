"""Finding functions by words of one's own, in the list as shipped and in its Spanish edition."""

import tomllib
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest

from assessments.edition import flow
from assessments.edition.finding import find
from assessments.edition.texts import Rendering, told_in
from tests.assessments.small import SMALL
from tests.factories import shipped_edition

SPANISH = Path("assessments/data/sourcing-2.es.toml")


@pytest.fixture(scope="module")
def shipped():
    return shipped_edition()


@pytest.fixture(scope="module")
def spanish(shipped):
    texts = tomllib.loads(SPANISH.read_text())["texts"]
    return told_in(shipped, "es", {text["key"]: Rendering(text["original"], text["text"]) for text in texts})


def listed(name, synonyms="", hint="", key="one"):
    """SMALL with one function alone."""
    return replace(SMALL, functions=(flow.CatalogueFunction(key, name, "hr", "back", (0, 0, 0), "", hint=hint, synonyms=synonyms),))  # fmt: skip


@pytest.mark.parametrize(
    ("sought", "key"),
    [
        ("books", "bookkeeping"),
        ("hiring", "recruitment_sourcing"),
        ("hiring", "hiring_decisions"),
        ("wages", "payroll"),
        ("phones", "customer_service"),
        ("backup", "backups"),
        ("AWS", "servers_cloud"),
        ("R&D", "research_development"),
        ("taxes", "tax_planning"),
        ("cleaning of our offices", "office_cleaning"),
    ],
)
def test_an_owner_finds_work_by_a_word_of_their_own(shipped, sought, key):
    assert key in find(shipped, sought)


@pytest.mark.parametrize(
    ("sought", "key"),
    [
        ("nominas", "payroll"),
        ("sueldos", "payroll"),
        ("teléfono", "customer_service"),
        ("respaldo", "backups"),
        ("libros", "bookkeeping"),
        ("la limpieza de oficinas", "office_cleaning"),
        ("PÁGINAS WEB", "websites"),
        ("contrataciones", "recruitment_sourcing"),
        ("abogados", "general_counsel"),
    ],
)
def test_the_spanish_edition_has_words_of_its_own(spanish, sought, key):
    assert key in find(spanish, sought)


@pytest.mark.parametrize(
    ("sought", "name", "synonyms"),
    [
        ("nomina", "Nómina", ""),
        ("NÓMINA", "nomina", ""),
        ("strasse", "Straße", ""),
        ("pay", "Payroll", ""),
        ("companies", "Company cars", ""),
        ("boxes", "Box office", ""),
        ("translate", "Translation", ""),
        ("helpdesk", "Help desk", ""),
        ("help desk", "", "helpdesk"),
        ("e-mail", "Answering email", ""),
        ("clients’", "The client's files", ""),
        ("client's", "Files of clients", ""),
        ("the payroll of our people", "People and payroll", ""),
        ("wages", "Payroll", "salaries, wages"),
        ("  wages,  ", "Payroll", "wages"),
    ],
)
def test_case_accents_plurals_and_beginnings_are_all_the_same(sought, name, synonyms):
    assert find(listed(name or "Something", synonyms), sought).keys() == {"one"}


@pytest.mark.parametrize(
    ("sought", "name", "synonyms"),
    [
        ("roll", "Payroll", ""),
        ("pay tax", "Payroll", ""),
        ("deskwages", "Help desk", "wages"),  # words of two synonyms are not one word
        ("cards", "Car pool", ""),
        ("gas", "Gateway", ""),  # too little is left of a short word without its ending
    ],
)
def test_what_is_not_meant_is_not_found(sought, name, synonyms):
    assert not find(listed(name, synonyms), sought)


def test_several_words_narrow(shipped):
    both = find(shipped, "tax filing")

    assert both.keys() < find(shipped, "tax").keys()
    assert "statutory_filing" in both


def test_a_hint_is_looked_into():
    assert find(listed("Payroll", hint="Every month"), "month").keys() == {"one"}


@pytest.mark.parametrize("sought", ["", "  ", "?!", "’"])
def test_without_a_word_everything_is_found(sought):
    assert find(SMALL, sought) == {"payroll": (), "help_desk": ()}


def test_small_words_alone_are_words_like_any_other():
    assert find(listed("The office"), "the").keys() == {"one"}


def test_three_hundred_functions_are_searched_at_once(shipped):
    many = tuple(replace(function, key=f"{function.key}_{n}") for n in range(3) for function in shipped.functions)
    edition = replace(shipped, functions=many[:300])
    find(edition, "payroll")
    began = perf_counter()

    find(edition, "hiring people")

    assert perf_counter() - began < 0.1  # some 5 ms; ten times as much is a fault, less is the machine's mood


@pytest.mark.parametrize(
    ("sought", "names"),
    [("wages", ("wages", "wage tax")), ("pay", ()), ("pay wages", ("wages", "wage tax")), ("pay taxes", ("wage tax",))],
)
def test_a_function_says_by_which_synonyms_it_was_found(sought, names):
    assert find(listed("Payroll", "salaries, wages , wage tax"), sought) == {"one": names}
