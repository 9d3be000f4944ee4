import pytest
from django.urls import reverse

from assessments.answering.sheet import Sheet
from assessments.models import Answer, SelectedFunction
from recommendations.reports.services import submit
from tests.assessments.asking import page_of, sent, summary_of, title_of, version_in
from tests.factories import choose, hold, make_assessment, make_edition, save, shipped_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return make_assessment(make_edition(), token=hold(client))


def url(assessment, query=""):
    return reverse("assessments:functions", args=(assessment.pk,)) + query


def chosen(assessment):
    return {function.key: function.name for function in Sheet(assessment).functions}


def test_functions_are_grouped_by_department_and_office(client, assessment):
    page = page_of(client.get(url(assessment)))

    assert '<legend>Human resources<span class="sub">Back office</span></legend>' in page
    assert '<legend>Technology<span class="sub">Front office</span></legend>' in page
    assert '<span>Help desk<span class="sub">Hint</span></span>' in page
    assert title_of(client.get(url(assessment))) == "Step 1 of 2: Choose the functions"


def test_functions_of_the_list_and_ones_own_are_chosen(client, assessment):
    response = sent(url(assessment), client, {"functions": ["help_desk", "payroll"], "own_2": " Sorting   post "})

    assert response.headers["Location"] == reverse("assessments:step", args=(assessment.pk, "core-problem"))
    assert list(chosen(assessment).items()) == [
        ("payroll", "Payroll"),
        ("help_desk", "Help desk"),
        ("own_2", "Sorting post"),
    ]


def test_what_was_chosen_is_ticked_again(client, assessment):
    choose(assessment, "payroll", "own_1")

    page = client.get(url(assessment)).content.decode()

    assert 'value="payroll" checked' in page
    assert 'value="help_desk" checked' not in page
    assert 'name="own_1" value="own_1"' in page


def test_at_least_one_is_chosen(client, assessment):
    response = sent(url(assessment), client, {"own_1": "  "})

    assert title_of(response) == "Error: Step 1 of 2: Choose the functions"
    assert summary_of(response) == [("#id_functions", "Choose at least one function, or name one yourself")]
    assert 'id="id_functions"' in page_of(response)


def test_none_is_fine_for_now(client, assessment):
    response = sent(url(assessment), client, {}, action="later")

    assert response.headers["Location"].endswith("?later=1")


@pytest.mark.parametrize(("count", "status"), [(8, 302), (9, 200)])
def test_at_most_eight_are_chosen(client, count, status):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client))
    keys = [function.key for function in shipped_edition().functions][: count - 1]

    response = sent(url(assessment), client, {"functions": keys, "own_1": "Sorting post"})

    assert response.status_code == status
    assert len(chosen(assessment)) == (8 if status == 302 else 0)


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"own_1": "x" * 81}, "own_1", "Name of your own function: Shorten this to 80 characters: it has 81"),
        ({"own_3": "a\0b"}, "own_3", "Name of your own function: Take out the characters that cannot be shown"),
        ({"own_1": "PAYROLL"}, "own_1", "“PAYROLL” is in the list: tick it there, so that what is known about it counts"),
        ({"own_1": "Post", "own_3": "post"}, "own_3", "“post” is named twice: leave one of them empty"),
    ],
)  # fmt: skip
def test_an_own_name_that_cannot_be_is_named(assessment, client, fields, field, says):
    response = sent(url(assessment), client, {"functions": "payroll", **fields})

    assert summary_of(response) == [(f"#id_{field}", says)]
    assert page_of(response).count(says) == 2
    assert not SelectedFunction.objects.exists()


def test_taking_out_a_function_with_answers_asks_first(client, assessment):
    choose(assessment, "payroll", "help_desk")
    save(assessment, {("payroll", "method"): "same_steps"})

    asked = sent(url(assessment), client, {"functions": "help_desk"})
    untouched = chosen(assessment)
    version = version_in(asked)
    response = client.post(url(assessment), {"functions": "help_desk", "confirm": "yes", "version": version})

    assert title_of(asked) == "Take out functions that have answers?"
    assert "<li>Payroll</li>" in page_of(asked)
    assert list(untouched) == ["payroll", "help_desk"]
    assert response.status_code == 302
    assert list(chosen(assessment)) == ["help_desk"]
    assert Answer.objects.count() == 1


def test_taking_out_a_function_without_answers_does_not_ask(client, assessment):
    choose(assessment, "payroll", "help_desk")

    sent(url(assessment), client, {"functions": "help_desk"})

    assert list(chosen(assessment)) == ["help_desk"]


def test_the_check_is_returned_to(client, assessment):
    response = sent(url(assessment, "?return=check"), client, {"functions": "payroll"})

    assert response.headers["Location"] == reverse("assessments:check", args=(assessment.pk,))


@pytest.mark.parametrize(
    "fields",
    [
        {"functions": "nothing"},
        {"functions": "payroll\0"},
        {"functions": ["payroll", "nothing"]},
        {"own_4": "x"},
        {"own_1": ["a", "b"]},
        {"load": "much"},
        {"version": "x"},
        {"version": "9"},
        {"action": "other"},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(client, assessment, fields):
    response = client.post(url(assessment), {"functions": "payroll", "version": "1", "action": "continue", **fields})

    assert response.status_code == 400
    assert not SelectedFunction.objects.exists()


def test_two_tabs_are_shown_what_differs_and_choose(client, assessment):
    version = version_in(client.get(url(assessment)))
    client.post(url(assessment), {"functions": "payroll", "own_1": "Post", "version": version})

    fields = {"functions": "help_desk", "own_1": "Mail", "version": version}
    response = client.post(url(assessment), fields)
    keep = {"keep--payroll": "stored", "keep--help_desk": "typed", "keep--own_1": "stored"}
    settled = client.post(url(assessment), {**fields, **keep, "version": version_in(response)})

    page = page_of(response)
    assert response.status_code == 409
    assert all(f'name="keep--{key}"' in page for key in ("payroll", "help_desk", "own_1"))
    assert ("named “Post”" in page, "named “Mail”" in page) == (True, True)
    assert settled.status_code == 302
    assert chosen(assessment) == {"payroll": "Payroll", "help_desk": "Help desk", "own_1": "Post"}


def test_two_tabs_that_agree_are_not_asked(client, assessment):
    fields = {"functions": "payroll", "version": version_in(client.get(url(assessment)))}
    client.post(url(assessment), fields)

    assert client.post(url(assessment), fields).status_code == 302


def test_a_submitted_assessment_keeps_its_functions(client, assessment):
    choose(assessment, "payroll")
    submit(assessment=assessment)

    response = client.post(url(assessment), {"functions": "help_desk", "version": "2"})

    assert response.status_code == 409
    assert list(chosen(assessment)) == ["payroll"]
    assert client.get(url(assessment)).status_code == 302
