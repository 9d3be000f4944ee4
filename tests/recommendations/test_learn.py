"""The Learn pages: what they show comes from the profiles, the file beside them, the edition and the engine."""

import re
from dataclasses import asdict, replace
from math import fsum
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import Context, Template

from recommendations.engine import PARAMETERS, Case, Parameters, points, recommend
from recommendations.learn import method, views
from recommendations.learn.texts import learn
from recommendations.models import ExampleClient, ModelProfile
from recommendations.trials.examples import example_of, load_examples
from tests.assessments.small import SMALL
from tests.factories import make_edition, shipped_edition

LEARN = settings.BASE_DIR / "templates" / "recommendations" / "learn"
METHOD_TEMPLATES = sorted((*LEARN.glob("method*.html"), *LEARN.glob("worked*.html")))


@pytest.fixture
def shipped(db):
    call_command("load_profiles", verbosity=0)
    questionnaire = make_edition(shipped_edition())
    load_examples(questionnaire)
    return questionnaire


def text_of(page):
    """The words of a page, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


@pytest.mark.parametrize("key", ["bpo", "kpo", "ito"])
def test_a_models_page_shows_every_line_of_its_profile(client, shipped, key):
    profile = ModelProfile.objects.get(key=key)

    page = client.get(f"/models/{key}/")

    lines = [profile.definition, profile.judged_by, profile.paid_by, profile.term]
    lines += [text for point in profile.points.all() for text in (point.text, point.remedy) if text]
    shown = Template("{% for line in lines %}{{ line }}\n{% endfor %}").render(Context({"lines": lines})).splitlines()
    assert [line for line in shown if line not in page.text] == []


def test_a_changed_profile_changes_its_page(client, shipped):
    ModelProfile.objects.filter(key="bpo").update(motto="Take this off our hands")

    page = client.get("/models/bpo/")

    assert "Take this off our hands" in page.text


@pytest.mark.parametrize("key", ["tea", "BPO", "own"])
def test_there_is_no_page_about_another_model(client, shipped, key):
    assert client.get(f"/models/{key}/").status_code == 404


def test_the_comparison_shows_every_aspect_in_all_three_columns(client, shipped):
    page = client.get("/models/").text.replace("&#x27;", "'").replace("&quot;", '"')

    cells = [cell for aspect in learn()["aspects"] for cell in (aspect["name"], *aspect["cells"])]
    words = [text for place in learn()["locations"] for text in place.values() if text != place["source"]]
    assert [
        text for text in (*cells, *words) if text not in page and text not in {"onshore", "nearshore", "offshore"}
    ] == []


def test_every_citation_leads_to_a_source_on_the_page(client, shipped):
    for address in ("/models/", "/models/bpo/", "/models/kpo/", "/models/ito/", "/method/"):
        page = client.get(address).text

        cited = set(re.findall(r'href="#(source-\w+)"', page))

        assert cited
        assert [one for one in cited if f'id="{one}"' not in page] == []


def test_the_glossary_tells_every_word_once(client, db):
    page = client.get("/glossary/").text

    ids = re.findall(r'<div id="([\w-]+)"><dt>', page)
    assert (len(ids), len(set(ids))) == (len(learn()["glossary"]), len(learn()["glossary"]))


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("address", "number"), [("/models/", 1), ("/models/kpo/", 2), ("/glossary/", 0), ("/method/", 2)]
)
def test_a_learn_page_asks_few_questions_whatever_there_is(client, django_assert_num_queries, address, number):
    client.get(address)

    with django_assert_num_queries(number):
        client.get(address)


def test_the_method_prints_every_question_weight_evidence_reason_and_source(client, shipped):
    page = client.get("/method/").text.replace("&#x27;", "'").replace("&quot;", '"')

    edition = shipped_edition()
    told = [
        text for question in edition.questions for text in (question.text, question.why, f"weight {question.weight}")
    ]
    told += [text for question in edition.questions for one in question.choices for text in (one.text, one.reason)]
    told += [text for function in edition.functions for text in (function.name, function.says, function.split)]
    told += [text for source in edition.sources for text in (source.title, source.note)]
    missing = [text for text in told if text not in page]
    assert [text for text in missing if text != "weight 0"] == []
    signs = [points.signed(sign) for one in edition.questions for choice in one.choices for sign in choice.evidence]
    printed = re.findall(r"</span>([+−]?\d)</td>", page[page.index('id="questions"') : page.index('id="functions"')])
    assert printed == signs


def test_a_changed_edition_changes_the_method_page(client, db):
    heavier = replace(
        SMALL,
        questions=tuple(
            replace(q, weight=5, why="Because it matters.") if q.key == "load" else q for q in SMALL.questions
        ),
    )
    make_edition(SMALL)
    before = client.get("/method/").text
    make_edition(replace(heavier, slug="heavier"))

    after = client.get("/method/").text

    assert [("weight 5" in page, "Because it matters." in page) for page in (before, after)] == [
        (True, False),
        (True, True),
    ]
    assert (before.count("weight 3"), after.count("weight 3")) == (1, 0)


@pytest.mark.parametrize("name", [name for name in asdict(PARAMETERS) if name != "weight_change_limit"])
def test_a_changed_parameter_changes_the_method_page(client, shipped, monkeypatch, name):
    changed = Parameters(**(asdict(PARAMETERS) | {name: 0.7531}))
    told = method.figures(changed)
    monkeypatch.setattr(views, "figures", lambda: told)

    page = text_of(client.get("/method/").text)

    assert "0.75" in page or "75.31" in page


@pytest.mark.parametrize("template", METHOD_TEMPLATES, ids=lambda path: path.name)
def test_no_figure_of_the_method_is_typed_by_hand(template: Path):
    text = template.read_text()
    words = re.findall(r"{% (?:translate|blocktranslate) .*?%}", text)

    without = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", "", text)

    assert re.findall(r"\d", without) == []
    assert [word for word in words if re.search(r'"[^"]*\d[^"]*"', word)] == []


def test_the_worked_example_is_the_engines_own_result(shipped):
    edition = shipped_edition()

    for row in ExampleClient.objects.all():
        example = example_of(row)
        worked = method.work_out(example, edition)
        if worked is None:
            continue
        first = recommend(Case(edition, example.selected(edition), dict(example.places))).functions[0]
        best = max(first.standing.fits, key=lambda fit: fit.score)

        assert (worked["model"], worked["printed"], worked["score"]) == (
            best.column,
            best.printed,
            points.figure(best.score),
        )


def test_the_worked_sum_adds_up(shipped):
    worked = method.work_out(example_of(ExampleClient.objects.get(key="S01")), shipped_edition())

    total = fsum(float(row["product"].replace("−", "-")) for row in worked["own"]["rows"])
    moved = fsum(float(row["points"].replace("−", "-")) for row in worked["own"]["rows"])
    assert worked["own"]["total"] == points.figure(total)
    assert abs(50 + moved - float(worked["own"]["score"])) < 0.05


def test_without_an_edition_the_method_page_says_so(client, db):
    page = client.get("/method/")

    assert (page.status_code, "No questionnaire is open" in page.text, 'id="questions"' in page.text) == (
        200,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("number", "text"), [(0.35, "0.35"), (6.0, "6"), (-0.5, "−0.5"), (-0.001, "0"), (100.0, "100"), (2000, "2000")]
)
def test_figures_are_short_and_have_a_true_minus(number, text):
    assert points.figure(number) == text


@pytest.mark.parametrize(("number", "text"), [(1.0, "+1"), (0.0, "0"), (-2.0, "−2")])
def test_evidence_is_signed(number, text):
    assert points.signed(number) == text


def test_the_learn_pages_are_told_in_spanish_with_the_same_references():
    english, spanish = learn(), learn("es")

    stops = zip(spanish["scale"]["stops"], english["scale"]["stops"], strict=True)
    assert len(spanish["glossary"]) == len(english["glossary"])
    assert [(one["model"] == other["model"], one["name"] == other["name"]) for one, other in stops] == [
        (True, False) for _stop in english["scale"]["stops"]
    ]
    assert [one["source"] for one in spanish["aspects"]] == [one["source"] for one in english["aspects"]]


def test_a_language_nobody_wrote_is_told_in_the_original():
    assert learn("xx") == learn()
