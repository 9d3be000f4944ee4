"""The archive of an organisation: whole, checked by its manifest, made while it is sent, and nobody else's."""

import gc
import hashlib
import io
import json
import tracemalloc
import zipfile

import pytest

from consulting.models import Review
from consulting.reviews import services as reviewing
from organisations.models import Event
from recommendations.models import CostGuesses, Report, Scorecard, ScoredAnswer, ScoredProvider
from recommendations.reports.exports import archive
from recommendations.reports.services import submit
from tests.factories import (
    engage,
    join,
    make_assessment,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
    save,
)
from tests.organisations.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def acme(owner):
    acme = make_organisation(owner, name="Acme")
    edition = make_edition()
    draft = make_assessment(edition, organisation=acme, functions=("payroll",))
    save(draft, {}, {"load": "Said in the draft"})
    submit(assessment=make_assessment(edition, organisation=acme, functions=("payroll",)))
    other = make_organisation(make_user("other@example.com"), name="Canary Ltd")
    submit(assessment=make_assessment(edition, organisation=other, functions=("payroll",)))
    return acme


def opened(pieces):
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_the_archive_holds_every_report_three_ways_and_every_answer(acme):
    found = opened(archive.stream(acme))

    names = sorted(name.split("/")[0] + "/" + name.rpartition("/")[2] for name in found.namelist() if "/" in name)
    assert [name for name in names if name.startswith("reports/")] == [
        "reports/beside.json",
        "reports/report.csv",
        "reports/report.json",
        "reports/report.pdf",
    ]
    assert len([name for name in names if name.startswith("answers/")]) == 2
    assert found.testzip() is None


def test_the_archive_tells_the_reviews_with_what_both_sides_said_and_never_a_private_note(acme, owner):
    adviser = make_user("adviser@example.com", name="Ada")
    firm = make_consultancy(adviser, name="Advice Ltd")
    engage(firm, acme)
    report = Report.objects.get(assessment__organisation=acme)
    review = Review.objects.create(report=report, consultancy=firm)
    said = reviewing.add_comment(review=review, text="How many cases?", by=adviser)
    reviewing.answer_comment(comment=said, text="About forty", by=owner)
    reviewing.adjust_result(
        review=review, function="payroll", model="kpo", readiness="", reason="Seen on the spot", version=9, by=adviser
    )
    reviewing.add_note(consultancy=firm, client=acme.pk, report=report, text="Canary of a note", by=adviser)
    reviewing.change_state(review=review, to="changes", version=9, by=adviser)

    found = opened(archive.stream(acme))

    beside = json.loads(next(found.read(name) for name in found.namelist() if name.endswith("beside.json")))
    assert [(row["consultancy__name"], row["state"]) for row in beside["reviews"]] == [("Advice Ltd", "changes")]
    assert [(row["state"], row["by_name"]) for row in beside["review_steps"]] == [("changes", "Ada")]
    assert [row["text"] for row in beside["comments"]] == ["How many cases?", "About forty"]
    assert beside["comments"][1]["answer_to"] == beside["comments"][0]["id"]
    assert [(row["model"], row["reason"]) for row in beside["adjustments"]] == [("kpo", "Seen on the spot")]
    assert [name for name in found.namelist() if b"Canary" in found.read(name)] == []


def test_the_archive_tells_costs_and_scorecards_as_they_were_typed(acme, owner):
    report = Report.objects.get(assessment__organisation=acme)
    CostGuesses.objects.create(report=report, currency="EUR", guesses={"fee-from": "5", "fee-to": "7"})
    scorecard = Scorecard.objects.create(report=report, model="bpo", weights={"1": 3})
    provider = ScoredProvider.objects.create(scorecard=scorecard, position=1, name="Numera", met={"reference": "no"})
    ScoredAnswer.objects.create(provider=provider, question=2, mark=4, note="Showed it")

    found = opened(archive.stream(acme))

    beside = json.loads(next(found.read(name) for name in found.namelist() if name.endswith("beside.json")))
    assert [(row["currency"], row["guesses"]["fee-to"]) for row in beside["costs"]] == [("EUR", "7")]
    [row] = beside["scorecards"]
    assert (row["model"], row["weights"], row["providers"]) == (
        "bpo",
        {"1": 3},
        [{"name": "Numera", "met": {"reference": "no"}, "answers": [{"question": 2, "mark": 4, "note": "Showed it"}]}],
    )


def test_the_manifest_names_every_file_with_its_checksum(acme):
    found = opened(archive.stream(acme))

    files = json.loads(found.read("manifest.json"))["files"]

    assert sorted(files) == sorted(set(found.namelist()) - {"manifest.json"})
    assert {name: hashlib.sha256(found.read(name)).hexdigest() for name in files} == {
        name: said["sha256"] for name, said in files.items()
    }


def test_the_archive_holds_what_was_said_and_nobody_elses_word(acme):
    found = opened(archive.stream(acme))

    text = b"".join(found.read(name) for name in found.namelist())

    assert (b"Said in the draft" in text, b"Canary" in text) == (True, False)


def test_the_archive_comes_piece_by_piece_and_takes_the_room_of_one_report(acme):
    edition = acme.assessments.first().questionnaire
    sizes, peaks = [], []
    for _more in range(2):
        for _one in range(3):
            submit(assessment=make_assessment(edition, organisation=acme, functions=("payroll",)))
        b"".join(archive.stream(acme))  # prints the PDFs, which are kept
        gc.collect()
        gc.freeze()  # what stands already need not be looked through at every piece
        tracemalloc.start()
        # Without collecting, what is peak and what only waits to be collected can't be told apart.
        sizes.append(sum(len(piece) + 0 * gc.collect() for piece in archive.stream(acme)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        gc.unfreeze()

    assert sizes[1] > 1.5 * sizes[0]
    assert peaks[1] < 1.3 * peaks[0]


def test_an_owner_downloads_the_archive_and_the_trail_says_so(owner, acme):
    answer = signed_in(owner).post(f"/account/organisations/{acme.pk}/archive/")

    assert (answer["Content-Type"], answer.streaming) == ("application/zip", True)
    assert "manifest.json" in opened(answer.streaming_content).namelist()
    assert Event.objects.filter(act="archive_downloaded", organisation=acme.pk, actor=owner.pk).count() == 1


def test_a_member_downloads_nothing(acme):
    ada = make_user("ada@example.com")
    join(acme, ada)

    assert signed_in(ada).post(f"/account/organisations/{acme.pk}/archive/").status_code == 404


def test_the_sixth_archive_in_an_hour_has_to_wait(owner, acme):
    client = signed_in(owner)
    codes = [client.post(f"/account/organisations/{acme.pk}/archive/").status_code for _time in range(6)]

    assert codes == [200] * 5 + [429]
