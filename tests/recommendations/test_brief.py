"""The brief for providers: what it says, what is never said in it, who writes it, and what two who write at once see."""

import io
import json
import re
import tomllib
from html import unescape
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document
from docx.oxml.ns import qn
from docx.styles.styles import Styles
from pypdf import PdfReader

from assessments.edition import flow
from assessments.models.reading import read as reading_of
from organisations.models import Opening
from recommendations.beside.brief import questions, reading, services
from recommendations.beside.brief.marked import blocks_of, row, runs, tidy
from recommendations.beside.brief.scopes import FOLDER, scope_of
from recommendations.beside.brief.writing import PARTS
from recommendations.beside.scorecard import services as scorecards
from recommendations.models import BriefText, ProviderBrief, Report
from recommendations.reports import filled
from recommendations.reports.addition import read_additions
from recommendations.reports.exports import word_copy
from recommendations.reports.exports.word import WordFile
from recommendations.reports.services import load_sample, submit
from tests.factories import (
    engage,
    hold,
    make_assessment,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
    protect,
    save,
    shipped_edition,
    whole,
)
from tests.recommendations.reports import LEAVES, make_report

pytestmark = pytest.mark.django_db

SAMPLE = FOLDER / "sample.json"

HOSTILE = "<b>Acme</b> & \u202eevil\x07 =1+1 " + "W" * 90
# What no stranger needs to know of whoever sends it: how well they do it, what they were offered, whom else they have.
UNTOLD = {
    "own_skill": "none",
    "offer": "more",
    "market": "one_or_none",
    "current": "outside_trouble",
    "on_time": "slips_often",
    "edge": "pure_support",
}


@pytest.fixture
def shipped(db):
    call_command("load_profiles", verbosity=0)
    return make_edition(shipped_edition())


@pytest.fixture
def held(client, shipped):
    return make_report(shipped, "payroll", "bookkeeping", token=hold(client))


def url(report, name="brief", *more, model="bpo"):
    return reverse(f"recommendations:{name}", args=(report.pk, model, *more))


def page_of(client, report, **fields):
    response = client.get(url(report, **fields))
    assert response.status_code == 200
    return unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


def read(report, model="bpo"):
    with translation.override(report.language):
        return reading.read(Report.objects.get(pk=report.pk), model)


def texts(report, model="bpo"):
    return {part.key: part.text for part in read(report, model).told}


def choices(report, client, **fields):
    """Send the form as the page gave it, with what is changed."""
    brief = read(report)
    stored = services.values_of(brief)
    sent = {
        "seen": json.dumps(stored),
        "parts": [name[5:] for name, value in stored.items() if name.startswith("part-") and value],
        "works": [name[5:] for name, value in stored.items() if name.startswith("work-") and value],
    }
    return client.post(url(report, "brief_choices"), sent | fields)


def docx_of(client, report):
    response = client.get(url(report, "brief_docx"))
    assert response.status_code == 200
    return Document(io.BytesIO(response.content)), response


def text_of(document):
    cells = (cell.text for table in document.tables for line in table.rows for cell in line.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


def pdf_text(content):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


# What it says


def test_it_leads_to_the_kind_of_partner_with_most_to_do(client, held):
    response = client.get(reverse("recommendations:brief_first", args=(held.pk,)))

    assert response["Location"] == url(held)


def test_where_nobody_is_looked_for_it_says_so(client, shipped):
    report = submit(assessment=make_assessment(shipped, functions=("payroll",), token=hold(client)))

    response = client.get(reverse("recommendations:brief_first", args=(report.pk,)))

    assert response.status_code == 200
    assert "There is nobody to write to yet" in response.content.decode()
    assert client.get(url(report)).status_code == 404


def test_all_parts_have_their_letter_and_the_questions_their_number(client, held):
    brief = read(held)

    assert [(part.letter, part.key) for part in brief.told] == list(zip("ABCDEFGH", PARTS, strict=True))
    asked = questions.questions_of(held, "bpo")
    assert [question.number for question in asked] == list(range(1, 9))
    assert [line[0] for line in brief.told[6].blocks[0].rows] == [question.text for question in asked]
    shown = page_of(client, held)
    assert all(question.text in shown for question in asked)


@pytest.mark.parametrize("model", ["bpo", "kpo", "ito"])
def test_every_kind_of_partner_is_asked_eight_questions_about_price_place_and_what_is_theirs(client, shipped, model):
    function = {"bpo": "payroll", "kpo": "tax_planning", "ito": "servers_cloud"}[model]
    report = make_report(shipped, function, token=hold(client))
    assert questions.models_of(report) == (model,)

    asked = questions.questions_of(report, model)

    assert [question.number for question in asked] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert len({question.text for question in asked}) == 8
    assert all(question.good for question in asked)
    assert any("cost" in question.text for question in asked)


def test_what_would_weaken_the_owner_is_never_told(client, shipped):
    """Changing it changes no word of the brief, but for who does the work today."""
    told = []
    for number, changes in enumerate(({}, {"own_skill": "lacking", "offer": "less", "market": "many"})):
        assessment = make_assessment(shipped, functions=("payroll",), token=hold(client))
        answers = whole(assessment) | {
            ("payroll", key): value for key, value in {**LEAVES, **UNTOLD, **changes}.items()
        }
        save(assessment, {place: answer for place, answer in answers.items() if place in whole(assessment)})
        report = submit(assessment=assessment)
        assert questions.models_of(report) == ("bpo",), number
        told.append(texts(report))

    assert told[0] == told[1]
    assert "badly" not in json.dumps(told[0])


def with_answers(shipped, client, **answers):
    assessment = make_assessment(shipped, functions=("payroll",), token=hold(client))
    given = whole(assessment) | {("payroll", key): value for key, value in {**LEAVES, **answers}.items()}
    save(assessment, given, {"volume": "Twice as much in May"})
    return submit(assessment=assessment)


def test_what_the_answers_demand_stands_in_the_rules_and_rules_out(client, shipped):
    report = with_answers(shipped, client, data="personal", data_place="not_abroad")

    keys = [condition.key for condition in questions.conditions_of(report, "bpo")]

    assert keys == ["country", "agreement", "reference"]
    assert all(condition.text in texts(report)["rules"] for condition in questions.conditions_of(report, "bpo"))
    free = with_answers(shipped, client, data="ordinary", data_place="anywhere")
    assert [condition.key for condition in questions.conditions_of(free, "bpo")] == ["reference"]


def test_secrets_and_notes_are_out_until_the_owner_asks_for_them(client, shipped):
    report = with_answers(shipped, client, data="own_secrets")

    assert "prices" not in texts(report)["systems"]
    assert "Twice as much" not in page_of(client, report)

    choices(report, client, with_secrets="on", with_notes="on")

    assert "prices" in texts(report)["systems"]
    assert "Twice as much in May" in page_of(client, report)


def test_a_part_and_a_function_that_are_left_out_are_gone_from_everything(client, held):
    sent = choices(held, client, parts=[part for part in PARTS if part != "systems"], works=["payroll"])

    assert sent.status_code == 302
    brief = read(held)
    assert [part.letter for part in brief.told] == list("ABCDEFG")
    assert "Bookkeeping" not in json.dumps([brief.title, texts(held)])
    document, _response = docx_of(client, held)
    assert "Bookkeeping" not in text_of(document)
    assert "Systems and data" not in text_of(document)
    assert "Systems and data" not in pdf_text(client.get(url(held, "brief_pdf")).content)


def test_who_we_are_is_left_out_of_the_page_the_files_and_their_names(client, shipped):
    assessment = make_assessment(
        shipped, functions=("payroll",), organisation=make_organisation(make_user(), name="Zyx Ltd")
    )
    save(assessment, whole(assessment) | {("payroll", key): value for key, value in LEAVES.items()})
    report = submit(assessment=assessment)
    client.force_login(make_user("second@example.com"))
    report.assessment.organisation.memberships.create(
        user=report.assessment.organisation.members.model.objects.get(email="second@example.com"), role="member"
    )
    assert "Zyx" in unquote(docx_of(client, report)[1]["Content-Disposition"])

    choices(report, client, without_names="on")

    assert "Zyx" not in json.dumps(texts(report))
    document, response = docx_of(client, report)
    assert "Zyx" not in text_of(document) + document.core_properties.author + unquote(response["Content-Disposition"])
    pdf = client.get(url(report, "brief_pdf"))
    assert "Zyx" not in pdf_text(pdf.content) + unquote(pdf["Content-Disposition"])
    services.save_part(report=report, model="bpo", key="systems", by=None, seen="", text="At zyx ltd all is well")
    assert "“Systems and data” still names you" in page_of(client, report)


# What only the owner knows


def test_a_gap_leads_to_its_field_and_is_sent_as_a_gap(client, held):
    page = client.get(url(held)).content.decode()

    hrefs = re.findall(r'class="fill" href="#(id_[\w-]+)"', page)
    assert {"id_fill-contact", "id_fill-deadline", "id_fill-number-payroll"} <= set(hrefs)
    assert all(f'id="{href}"' in page for href in hrefs)
    document, _response = docx_of(client, held)
    assert "[name and e-mail of whoever answers questions]" in text_of(document)
    in_pdf = pdf_text(client.get(url(held, "brief_pdf")).content).replace(" ", "")
    assert "[nameande-mailofwhoeveranswersquestions]" in in_pdf


def test_what_fills_a_gap_stands_in_its_place_and_dates_follow_the_deadline(client, held):
    before = read(held).open_gaps

    sent = choices(
        held,
        client,
        **{"fill-contact": "Jo  Hollin", "fill-deadline": "2027-01-22", "fill-number-payroll": "46 pay slips"},
    )

    assert sent.status_code == 302
    page = page_of(client, held)
    assert "answer by 22 January 2027, to Jo Hollin." in page
    assert "46 pay slips." in page
    # A week before and after, and no day that is a Saturday or a Sunday.
    assert [line[0] for line in read(held).told[-1].blocks[-1].rows] == [
        "15 January 2027", "22 January 2027", "29 January 2027", "5 February 2027", "19 February 2027"
    ]  # fmt: skip
    assert read(held).open_gaps == before - 3


@pytest.mark.parametrize("fields", [{"fill-deadline": "soon"}, {"fill-contact": "x" * 301}])
def test_what_can_not_be_kept_is_told_at_its_field_and_stays_as_typed(client, held, fields):
    [(name, value)] = fields.items()

    response = choices(held, client, **fields)

    assert response.status_code == 422
    page = response.content.decode()
    assert f'aria-describedby="{name}-error"' in page
    assert f'value="{value}"' in page
    assert not ProviderBrief.objects.exists()


# In the owner's words


def test_a_part_is_written_in_place_and_kept_with_who_and_when(client, shipped):
    owner = make_user()
    report = make_report(shipped, "payroll", organisation=make_organisation(owner))
    client.force_login(owner)
    opened = client.get(url(report, "brief_part", "who")).content.decode()
    assert "<textarea" in opened

    sent = client.post(
        url(report, "brief_part", "who"), {"seen": "", "text": "We build [what]\r\n\r\n- schools\r\n- clinics"}
    )

    assert sent["Location"] == f"{url(report)}#part-who"
    kept = BriefText.objects.get()
    assert (kept.key, kept.text, kept.edited_by) == ("part:who", "We build [what]\n\n- schools\n- clinics", owner)
    page = client.get(url(report)).content.decode()
    assert re.search(r"<li>schools\s*</li>", page)
    assert '<a class="fill" href="/reports/' in page


def test_their_words_stay_when_ours_would_change_and_ours_come_back_when_asked(client, held):
    path = url(held, "brief_part", "work")
    ours = texts(held)["work"]
    client.post(path, {"seen": ours, "text": "Payroll, and nothing else"})
    choices(held, client, works=["payroll"])
    assert texts(held)["work"] == "Payroll, and nothing else"

    client.post(path, {"seen": "Payroll, and nothing else", "text": "Payroll, and nothing else", "action": "ours"})

    assert texts(held)["work"].startswith("Payroll\nYou do: The run from hours to pay slips")
    assert not BriefText.objects.filter(key="part:work").exists()


def test_our_own_words_sent_back_are_not_kept_as_theirs(client, held):
    ours = texts(held)["work"]

    client.post(url(held, "brief_part", "work"), {"seen": ours, "text": ours.replace("\n", "\r\n")})

    assert not BriefText.objects.exists()


def test_of_two_who_write_a_part_the_second_sees_both_and_nothing_is_lost(client, held):
    path, ours = url(held, "brief_part", "who"), texts(held)["who"]
    client.post(path, {"seen": ours, "text": "The first was here"})

    second = client.post(path, {"seen": ours, "text": "The second was here"})

    assert second.status_code == 409
    page = second.content.decode()
    assert "The first was here" in page
    assert "The second was here</textarea>" in page
    assert texts(held)["who"] == "The first was here"
    [seen] = re.findall(r'name="seen" value="([^"]*)"', page[: page.index("<textarea")])
    assert client.post(path, {"seen": unescape(seen), "text": "Both were here"}).status_code == 302
    assert texts(held)["who"] == "Both were here"


def test_of_two_who_fill_gaps_only_what_both_changed_is_asked_about(client, held):
    seen = json.dumps(services.values_of(read(held)))
    first = {"fill-contact": "Ann", "fill-size": "46 people"}
    assert choices(held, client, **first).status_code == 302
    parts = {"parts": list(PARTS), "works": ["payroll", "bookkeeping"], "seen": seen}

    apart = client.post(
        url(held, "brief_choices"), parts | {"fill-programs": "Ledger", "fill-contact": "", "fill-size": ""}
    )
    both = client.post(url(held, "brief_choices"), parts | {"fill-contact": "Ben"})

    assert apart.status_code == 302
    assert read(held).chosen.fills == {"contact": "Ann", "size": "46 people", "programs": "Ledger"}
    assert both.status_code == 409
    page = both.content.decode()
    assert 'value="Ben"' in page
    assert "put “Ann” here at" in page
    assert choices(held, client, **{"fill-contact": "Ben"}).status_code == 302
    assert read(held).chosen.fills["contact"] == "Ben"


def test_a_text_that_is_too_long_is_told_and_stays(client, held):
    response = client.post(url(held, "brief_part", "who"), {"seen": "", "text": "x" * 6001})

    assert response.status_code == 422
    assert "Use at most 6000 characters for one part" in response.content.decode()
    assert "x" * 6001 in response.content.decode()
    assert client.get(url(held, "brief_part", "nothing")).status_code == 404


def test_a_consultant_reads_it_which_is_noted_and_writes_nothing(client, shipped):
    owner = make_user()
    organisation = make_organisation(owner)
    report = make_report(shipped, "payroll", organisation=organisation)
    adviser = protect(make_user("adviser@example.com"))
    engage(make_consultancy(adviser), organisation)
    client.force_login(adviser)

    page = client.get(url(report)).content.decode()
    docx_of(client, report)

    assert "Before you send it</h2>" not in page
    assert "<textarea" not in page
    assert set(Opening.objects.values_list("what", flat=True)) == {"report", "copy"}
    assert client.post(url(report, "brief_part", "who"), {"text": "Mine"}).status_code == 404
    assert not BriefText.objects.exists()


def test_the_scorecard_asks_in_the_words_of_the_brief(client, held):
    ours = questions.questions_of(held, "bpo")
    theirs = "\n".join(["1. May we visit you?", *(f"{one.number}. {one.text}" for one in ours[1:6])])
    services.save_part(report=held, model="bpo", key="ask", by=None, seen="", text=theirs)

    asked = questions.as_sent(held, "bpo", ours)

    assert asked == (questions.Question(1, "May we visit you?", ""), *ours[1:])
    assert scorecards.asked_of(held, "bpo").questions == asked


# Files


def test_the_word_file_has_real_headings_table_heads_a_language_and_a_title(client, held):
    document, response = docx_of(client, held)

    brief = read(held)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", brief.title),
        *(("Heading 2", f"{part.letter}  {part.title}") for part in brief.told),
    ]
    assert document.core_properties.title == brief.title
    assert document.core_properties.language == "en"
    lang = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    assert lang.get(qn("w:val")) == "en"
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert response["Content-Disposition"].startswith('attachment; filename="Brief-BPO-SF-')
    assert [p.text for p in document.paragraphs if p.style.name == "Numbered"] == [
        f"{question.number}\t{question.text}" for question in questions.questions_of(held, "bpo")
    ]


def test_page_word_file_and_pdf_say_the_same(client, held):
    choices(held, client, **{"fill-contact": "Jo Hollin", "fill-deadline": "2027-01-22"})
    document, _response = docx_of(client, held)
    pdf = client.get(url(held, "brief_pdf")).content

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    in_word, in_pdf = text_of(document), pdf_text(pdf)
    page = page_of(client, held)
    for part in read(held).told:
        for block in part.blocks:
            for cell in (cell for line in block.rows for cell in line):
                assert cell in in_word.replace("\t", " ")
                assert re.sub(r"\s+", " ", cell) in in_pdf
                assert all(run.text in page for run in runs(cell))


def test_hostile_text_stays_text_everywhere(client, shipped):
    organisation = make_organisation(make_user(), name=HOSTILE[:60])
    assessment = make_assessment(shipped, functions=("payroll", "own_1"), organisation=organisation)
    answers = whole(assessment) | {
        (function, key): value for function in ("payroll", "own_1") for key, value in LEAVES.items()
    }
    save(assessment, answers)
    assessment.selected_functions.filter(key="own_1").update(name=HOSTILE[:80])
    report = submit(assessment=assessment)
    client.force_login(organisation.members.get())
    model = next(
        model for model in questions.models_of(report) if any(work.is_own for work in questions.works_of(report, model))
    )
    services.save_part(
        report=report,
        model=model,
        key="systems",
        by=None,
        seen="",
        text=f"{HOSTILE}\n\n- {HOSTILE}\n\n[{HOSTILE[:100]}]",
    )

    page = client.get(url(report, model=model)).content.decode()
    document = Document(io.BytesIO(client.get(url(report, "brief_docx", model=model)).content))
    pdf = client.get(url(report, "brief_pdf", model=model))

    assert "<b>Acme</b>" not in page
    assert "&lt;b&gt;Acme&lt;/b&gt;" in page
    written = text_of(document)
    assert "<b>Acme</b> &" in written
    assert not re.search(r"[\x00-\x08\u202e]", written)
    assert pdf.status_code == 200
    assert "<b>Acme</b> &" in pdf_text(pdf.content)


def test_the_copies_are_limited_as_others_are(client, held, monkeypatch):
    for name, limit in (("brief_docx", "EXPORTS"), ("brief_pdf", "PDFS")):
        path = f"recommendations.beside.brief.views.{limit}"
        spent: list[object] = []
        monkeypatch.setattr(path, type("Limit", (), {"spend": lambda _self, who, spent=spent: spent.append(who)})())
        assert client.get(url(held, name)).status_code == 200
        assert spent == [held.pk]


def test_it_is_an_addition_to_every_copy_once_it_was_saved(client, held):
    assert read_additions(held, only=("brief",)) == ()
    choices(held, client, parts=[part for part in PARTS if part != "rules"])
    fresh = Report.objects.get(pk=held.pk)

    with CaptureQueriesContext(connection) as asked:
        [addition] = read_additions(fresh, only=("brief",))

    assert addition.key == "brief"
    assert addition.by == ""
    [table] = addition.tables
    assert len(table.heads) == 2
    assert [line[0] for line in table.rows][2:] == [f"{part.letter} {part.title}" for part in read(held).told]
    assert set(addition.values) == {"bpo"}
    assert "rules" not in [part["key"] for part in addition.values["bpo"]["parts"]]
    json.dumps(addition.values)
    assert len([query for query in asked.captured_queries if "brief" in query["sql"]]) == 2


def test_a_page_asks_a_fixed_number_of_queries(client, shipped):
    counts = []
    for functions in (("payroll",), ("payroll", "bookkeeping", "attendance", "data_entry")):
        report = make_report(shipped, *functions, token=hold(client))
        choices(report, client, **{"fill-contact": "Jo", "fill-size": "46"})
        services.save_part(report=report, model="bpo", key="who", by=None, seen="", text="We are here")
        client.get(url(report))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(report))
        counts.append(len(asked))

    assert counts == [3, 3]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_brief_of_the_sample_is_read_in_both_languages(client, shipped, language):
    given = filled.read_filled(json.loads(SAMPLE.read_text("utf-8")), reading_of(shipped.pk))
    with translation.override(language):
        report = load_sample(questionnaire=shipped, filled=given)

    response = client.get("/sample/brief/", headers={"Accept-Language": language}, follow=True)

    assert response.status_code == 200
    assert response["Content-Language"] == language
    page = unescape(response.content.decode())
    assert report.data["organisation"] in page
    assert {"en": "Entering supplier invoices", "es": "Registrar facturas de proveedores"}[language] in page
    assert "<form" not in page[page.index("<article") : page.index("</article>")]
    assert client.get("/sample/brief/nothing/").status_code == 404
    assert 'href="/sample/brief/"' in client.get("/sample/", headers={"Accept-Language": language}).content.decode()


# The writing it is kept in, and the words it begins with


def test_what_is_typed_becomes_blocks():
    text = (
        "One\nline\n\n- a\n- b\n\n1. How?\n2. When?\n\nMonday: begin\nFriday: end\n\nPay\nYou do: all\nWe keep: nothing"
    )

    blocks = blocks_of(text, ("You do", "We keep"))

    assert [(block.kind, block.rows) for block in blocks] == [
        ("text", [["One"], ["line"]]),
        ("list", [["a"], ["b"]]),
        ("numbers", [["How?"], ["When?"]]),
        ("pairs", [["Monday", "begin"], ["Friday", "end"]]),
        ("table", [["Pay", "all", "nothing"]]),
    ]


def test_a_row_is_read_as_it_was_written_and_a_broken_one_is_a_paragraph():
    written = row("Pay", (("You do", "all: of it"), ("We keep", "nothing")))

    assert blocks_of(written, ("You do", "We keep"))[0].rows == [["Pay", "all: of it", "nothing"]]
    assert [block.kind for block in blocks_of(written.replace("We keep:", "Ours is"), ("You do", "We keep"))] == [
        "text"
    ]


def test_square_brackets_are_a_gap_and_nothing_else_is():
    assert [tuple(run) for run in runs("By [day], to [] and [a\nb]")] == [
        ("By ", False), ("day", True), (", to [] and [a\nb]", False)
    ]  # fmt: skip
    assert tidy("a \r\nb\r\r\n") == "a\nb"


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_function_of_the_catalogue_has_its_scope(language):
    name = "scopes.toml" if language == settings.LANGUAGE_CODE else f"scopes.{language}.toml"
    written = tomllib.loads((FOLDER / name).read_text("utf-8"))

    assert set(written) == set(shipped_edition().function_by_key)
    for key in written:
        scope = scope_of(key, language)
        assert scope is not None
        assert scope.do
        assert scope.keep
        assert not scope.do.endswith(".")
    assert scope_of("payroll", "fr") == scope_of("payroll", "en")
    assert scope_of(flow.OWN_KEYS[0], language) is None


def test_word_files_are_written_one_after_another(client, held):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(word_copy.QUEUE, "_there", ["one", "another"])
        assert client.get(url(held, "brief_docx")).status_code == 503
    docx_of(client, held)


def test_a_style_is_looked_up_once_however_long_a_word_file_is(monkeypatch):
    looked_up = []
    found = Styles.__getitem__

    def look_up(styles, name):
        looked_up.append(name)
        return found(styles, name)

    monkeypatch.setattr(Styles, "__getitem__", look_up)
    file = WordFile(title="Long", language="en", at=timezone.now())
    looked_up.clear()

    file.bullets(["x"] * 50)
    file.pairs([("a", "b")] * 50)
    file.table(title="t", heads=("a", "b"), rows=[("c", "d")] * 50)

    assert sorted(looked_up) == ["After Table", "List Bullet", "Pair", "Table Head", "Table Text"]


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_from_which_no_weeks_can_be_counted_is_refused_and_one_that_is_stored_breaks_nothing(client, held, day):
    refused = choices(held, client, **{"fill-deadline": day})
    choices(held, client, **{"fill-deadline": "2027-01-22"})
    BriefText.objects.filter(key="fill-deadline").update(text=day)

    assert refused.status_code == 422
    assert "Give a day between the years 2000 and 2200" in refused.content.decode()
    assert client.get(url(held, "brief")).status_code == 200
    docx_of(client, held)
