import re
from dataclasses import replace

import pytest
from django.urls import reverse

from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.models import Answer, SelectedFunction
from recommendations.reports.services import submit
from tests.assessments.asking import page_of, sent, summary_of, title_of, version_in
from tests.assessments.small import SMALL
from tests.factories import choose, hold, make_assessment, make_edition, save, shipped_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return make_assessment(make_edition(), token=hold(client))


def url(assessment, query=""):
    return reverse("assessments:functions", args=(assessment.pk,)) + query


def chosen(assessment):
    return {function.key: function.name for function in Sheet(assessment).functions}


def in_sight(response):
    """The keys of the functions that are not left out of sight."""
    return re.findall(r'<label class="pick"(?! hidden).*?value="(.*?)"', page_of(response))


def ticked(response):
    return re.findall(r'name="functions" value="([^"]*)" checked', page_of(response))


def chips(response):
    """What is shown as chosen, with the sentence before it."""
    page = page_of(response).partition("<template")[0]
    return re.search(r"data-count>(.*?)<", page)[1], re.findall(r'name="remove" value="(.*?)"', page)


def own_names(response):
    return re.findall(r'name="own_\d" value="(.*?)"', page_of(response))


def dept(response, name):
    """What is said about a department, and whether it is open."""
    for opened, told in re.findall(
        r'<details class="dept" data-group( open)?>(.*?)</summary>', page_of(response), re.DOTALL
    ):
        if f">{name}<" in told:
            return re.search(r"data-ticked>(.*?)<", told)[1], bool(opened)
    return None


def test_functions_are_grouped_by_department_and_office(client, assessment):
    page = page_of(client.get(url(assessment)))

    groups = re.findall(r'dept__name">(.*?)<.*?class="sub">(.*?)<.*?<legend.*?>(.*?)</legend>', page, re.DOTALL)
    assert groups == [
        ("Human resources", "Back office", "Human resources"),
        ("Technology", "Front office", "Technology"),
    ]
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


COMMON = replace(SMALL, functions=(SMALL.functions[0], replace(SMALL.functions[1], common=True)))


def test_what_is_often_handed_over_stands_first_and_only_once(client):
    assessment = make_assessment(make_edition(COMMON), token=hold(client))

    response = client.get(url(assessment))

    page = page_of(response)
    assert in_sight(response) == ["help_desk", "payroll"]
    assert (
        page.index(">Often handed over<") < page.index('value="help_desk"') < page.index('dept__name">Human resources<')
    )
    assert re.search('id="id_functions" name="functions" value="help_desk"', page)
    assert 'dept__name">Technology<' not in page  # all of it stands further up


def test_a_department_says_what_stands_further_up(client):
    both = replace(COMMON, functions=tuple(replace(function, department="hr") for function in COMMON.functions))
    assessment = make_assessment(make_edition(both), token=hold(client))

    assert "Further up on this page: Help desk" in page_of(client.get(url(assessment)))


def test_where_nothing_is_marked_as_often_handed_over_nothing_is_said_about_it(client, assessment):
    assert "Often handed over" not in page_of(client.get(url(assessment)))


def test_a_department_with_ticks_says_how_many_and_is_open(client, assessment):
    choose(assessment, "payroll")

    response = client.get(url(assessment))

    assert (dept(response, "Human resources"), dept(response, "Technology")) == (("1 chosen", True), ("", False))


def test_what_is_chosen_is_shown_with_a_way_to_take_each_out(client, assessment):
    choose(assessment, "payroll", "own_1")

    assert chips(client.get(url(assessment))) == ("2 of 8 chosen", ["payroll", "own_1"])


def test_searching_without_a_script_shows_what_is_found_and_keeps_everything(client, assessment):
    choose(assessment, "payroll")
    version = version_in(client.get(url(assessment)))

    fields = {"functions": "help_desk", "own_2": "Sorting post", "search": " Salary  wages", "action": "find"}
    response = client.post(url(assessment), {**fields, "search": "Wage", "version": version})

    assert response.status_code == 200
    assert title_of(response) == "1 of 2 shown: Step 1 of 2: Choose the functions"
    assert in_sight(response) == ["payroll"]
    assert '<span>Payroll<span class="sub" data-also>Also: wages</span></span>' in page_of(response)
    assert ticked(response) == ["help_desk"]
    assert own_names(response) == ["", "Sorting post", ""]
    assert chips(response) == ("2 of 8 chosen", ["help_desk", "own_2"])
    assert (dept(response, "Human resources"), dept(response, "Technology")) == (("", True), None)
    assert version_in(response) == version
    assert chosen(assessment) == {"payroll": "Payroll"}


def test_what_was_found_and_ticked_is_chosen_together_with_what_is_out_of_sight(client, assessment):
    response = sent(url(assessment), client, {"functions": ["payroll", "help_desk"], "search": "wages"})

    assert response.headers["Location"] == reverse("assessments:step", args=(assessment.pk, "core-problem"))
    assert list(chosen(assessment)) == ["payroll", "help_desk"]


def test_a_page_that_cannot_be_saved_shows_everything_again(client, assessment):
    assert in_sight(sent(url(assessment), client, {"search": "wages"})) == ["payroll", "help_desk"]


@pytest.mark.parametrize(("fields", "action"), [({"search": " "}, "find"), ({}, "find"), ({"search": "wages"}, "all")])
def test_without_a_word_and_when_asked_to_everything_is_shown(client, assessment, fields, action):
    response = sent(url(assessment), client, {"functions": "payroll", **fields}, action=action)

    assert in_sight(response) == ["payroll", "help_desk"]
    assert ticked(response) == ["payroll"]
    assert title_of(response) == "Step 1 of 2: Choose the functions"


def test_what_is_not_found_may_be_named_as_ones_own(client, assessment):
    found = sent(url(assessment), client, {"own_1": "Post", "search": " Falconry <b>"}, action="find")
    named = sent(url(assessment), client, {"own_1": "Post", "search": " Falconry <b>"}, action="name")

    assert in_sight(found) == []
    assert "Name “<span data-word>Falconry &lt;b></span>” as your own" in page_of(found).replace("<b>", "&lt;b>")
    assert own_names(named) == ["Post", "Falconry <b>", ""]
    assert re.search('name="own_2"[^>]*data-own autofocus', named.content.decode())
    assert in_sight(named) == ["payroll", "help_desk"]
    assert chips(named) == ("2 of 8 chosen", ["own_1", "own_2"])
    assert not SelectedFunction.objects.exists()


def test_a_fourth_function_of_ones_own_is_not_offered(client, assessment):
    three = {f"own_{number}": f"Work {number}" for number in (1, 2, 3)}

    found = sent(url(assessment), client, {**three, "search": "falconry"}, action="find")
    named = sent(url(assessment), client, {**three, "search": "falconry"}, action="name")

    assert re.search('value="name" hidden', page_of(found))
    assert re.search("<p [^>]*data-all-named>You have named three", page_of(found))
    assert own_names(named) == list(three.values())


def test_a_word_that_is_too_long_for_a_name_is_cut(client, assessment):
    assert own_names(sent(url(assessment), client, {"search": "x" * 200}, action="name"))[0] == "x" * 80


@pytest.mark.parametrize(
    ("key", "left"), [("payroll", ["help_desk", "own_1"]), ("own_1", ["payroll", "help_desk"]), ("own_2", ["payroll", "help_desk", "own_1"])]
)  # fmt: skip
def test_a_function_is_taken_out_by_a_button_and_nothing_is_saved_yet(client, assessment, key, left):
    fields = {"functions": ["payroll", "help_desk"], "own_1": "Post", "search": "wages", "remove": key}

    response = client.post(url(assessment), {**fields, "version": "0"})

    assert (response.status_code, chips(response)[1]) == (200, left)
    assert in_sight(response) == ["payroll"]  # the search stands
    assert not SelectedFunction.objects.exists()


def test_a_search_judges_nothing(client):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client))
    keys = [function.key for function in shipped_edition().functions][:9]

    response = sent(url(assessment), client, {"functions": keys, "own_1": "x" * 90, "search": "pay"}, action="find")

    assert summary_of(response) == []
    assert chips(response)[0] == "10 of 8 chosen"
    assert own_names(response)[0] == "x" * 90


@pytest.mark.parametrize(("count", "is_said"), [(7, False), (8, True)])
def test_eight_chosen_are_said_to_be_the_most(client, count, is_said):
    assessment = make_assessment(make_edition(shipped_edition()), token=hold(client))
    choose(assessment, *[function.key for function in shipped_edition().functions][:count])

    page = page_of(client.get(url(assessment)))

    assert bool(re.search("<span data-full>Eight is the most", page)) == is_said


def test_a_search_is_no_save_and_is_not_counted_as_one(client, assessment, monkeypatch):
    monkeypatch.setattr(pages, "saved_too_often", lambda _assessment: pytest.fail("counted"))

    assert sent(url(assessment), client, {"search": "pay"}, action="find").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [{"remove": "nothing"}, {"remove": "own_4"}, {"remove": ["payroll", "own_1"]}, {"search": ["a", "b"]}, {"action": ["find", "name"]}, {"action": "remove"}],
)  # fmt: skip
def test_a_search_that_no_page_of_ours_sends_is_refused(client, assessment, fields):
    response = client.post(url(assessment), {"functions": "payroll", "version": "0", "action": "find", **fields})

    assert response.status_code == 400


def test_a_submitted_assessment_is_not_searched(client, assessment):
    choose(assessment, "payroll")
    submit(assessment=assessment)

    response = client.post(url(assessment), {"search": "wages", "action": "find", "version": "1"})

    assert response.status_code == 409


def test_three_hundred_functions_ask_the_database_no_more(client, django_assert_num_queries):
    shipped = shipped_edition()
    many = [
        replace(function, key=f"{function.key[:36]}_{n}", common=False)
        for n in range(3)
        for function in shipped.functions
    ]
    assessment = make_assessment(make_edition(replace(shipped, functions=tuple(many[:300]))), token=hold(client))
    client.get(url(assessment))

    with django_assert_num_queries(4):
        response = client.get(url(assessment))
    with django_assert_num_queries(4):
        sought = client.post(url(assessment), {"search": "books", "action": "find", "version": "0"})

    assert (len(in_sight(response)), 0 < len(in_sight(sought)) < 30) == (300, True)
