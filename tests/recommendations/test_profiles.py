from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.authoring.toml_file import read_file as read_edition
from assessments.edition.sourcing_models import LABELS
from assessments.edition.toml_table import TomlFileError
from recommendations.learn.profiles import SHIPPED, parse, read_file
from recommendations.models import ModelProfile, ProfilePoint

PROFILE = """
[[sources]]
key = "guide"
title = "The guide"

[[profiles]]
key = "bpo"
full_name = "Business process outsourcing"
verb = "Do this for us."
summary = "A team takes over work that repeats."
definition = "You hand over a repeating piece of work."
traits = ["It recurs.", "It follows rules."]
examples = ["Pay."]
when_to_choose = ["Steps are written down."]
judged_by = "Cost per item."
paid_by = "Per item."
pilot_measures = ["Mistakes in a hundred."]
sources = ["guide"]

[[profiles.benefits]]
text = "Your people turn to other work."
source = "guide"

[[profiles.drawbacks]]
text = "Details are seen outside."
remedy = "Give access to what is needed."
source = "guide"

[[profiles.due_diligence]]
ask = "How do you count mistakes?"
good_answer = "A figure and how it is counted."
source = "guide"
"""


def bring(*arguments, **options):
    said = StringIO()
    call_command("load_profiles", *arguments, stdout=said, **options)
    return said.getvalue()


def rows():
    return list(ModelProfile.objects.values()), list(ProfilePoint.objects.order_by("pk").values())


@pytest.fixture
def file(tmp_path):
    """A way to write a file of profiles."""

    def write(content):
        path = tmp_path / "profiles.toml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_the_shipped_profiles_cover_the_three_models_with_every_kind_of_line():
    profiles = read_file(SHIPPED)

    assert [profile.key for profile in profiles] == list(LABELS)
    for profile in profiles:
        assert {point.kind for point in profile.points} == set(ProfilePoint.Kind.values)


def test_the_shipped_profiles_name_sources_of_the_shipped_edition():
    known = read_edition(SHIPPED.parent.parent.parent / "assessments/data/sourcing-2.toml").source_by_key

    named = {key.strip() for profile in read_file(SHIPPED) for key in profile.fields["sources"].split(",")}

    assert named <= set(known)


@pytest.mark.django_db
def test_profiles_are_loaded_line_by_line(file):
    said = bring(file(PROFILE))

    profile = ModelProfile.objects.get()
    assert said == "bpo: loaded\n"
    assert (profile.key, profile.motto, profile.sources, profile.term) == ("bpo", "Do this for us.", "guide", "")
    assert [(point.kind, point.text, point.remedy, point.source) for point in profile.points.all()] == [
        ("ask", "How do you count mistakes?", "A figure and how it is counted.", "guide"),
        ("benefit", "Your people turn to other work.", "", "guide"),
        ("drawback", "Details are seen outside.", "Give access to what is needed.", "guide"),
        ("example", "Pay.", "", ""),
        ("measure", "Mistakes in a hundred.", "", ""),
        ("trait", "It recurs.", "", ""),
        ("trait", "It follows rules.", "", ""),
        ("when", "Steps are written down.", "", ""),
    ]


@pytest.mark.django_db
def test_loading_again_changes_nothing():
    bring()
    before = rows()

    said = bring()

    *models, spanish = said.splitlines()
    assert models == [f"{model}: is here already: nothing to do" for model in LABELS]
    assert spanish.endswith(" texts of the profiles in es")
    assert rows() == before


@pytest.mark.django_db
def test_what_an_administrator_changed_stays(file):
    bring(file(PROFILE))
    ModelProfile.objects.update(summary="In our own words.")
    ProfilePoint.objects.filter(kind="trait").first().delete()
    before = rows()

    said = bring(file(PROFILE))

    assert said == "bpo: kept as it is; the file has another summary, lines (--overwrite takes the file’s)\n"
    assert rows() == before


@pytest.mark.django_db
def test_the_file_replaces_it_when_told_to(file):
    bring(file(PROFILE))
    ModelProfile.objects.update(summary="In our own words.")

    said = bring(file(PROFILE), overwrite=True)

    assert said == "bpo: overwritten: summary\n"
    assert ModelProfile.objects.get().summary == "A team takes over work that repeats."
    assert ProfilePoint.objects.count() == 8


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('key = "bpo"', 'key = "rpo"', "profile “rpo”: “key” is “rpo”: did you mean “kpo”? allowed are bpo, kpo, ito"),
        ('verb = "Do this for us."\n', "", "profile “bpo”: “verb” is missing: write it"),
        ('examples = ["Pay."]', 'examples = "Pay."', 'profile “bpo”: give “examples” a list of texts, such as ["first", "second"], not “Pay.”'),
        ('sources = ["guide"]', 'sources = ["gossip"]', "profile “bpo”: there is no source “gossip”: add it under [[sources]] or choose one of guide"),
        ('remedy = "Give access to what is needed."\n', "", "profile “bpo”, drawbacks 1: “remedy” is missing: write it"),
        ("good_answer", "answer", "profile “bpo”, due diligence 1: “good_answer” is missing: write it"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_the_place(old, new, expected):
    assert old in PROFILE

    with pytest.raises(TomlFileError) as refused:
        parse(PROFILE.replace(old, new, 1).encode(), "profiles.toml")

    assert refused.value.problems[0] == f"profiles.toml: {expected}"


def test_a_profile_stands_in_a_file_once():
    twice = PROFILE + PROFILE[PROFILE.index("[[profiles]]") :]

    with pytest.raises(TomlFileError, match="profile “bpo” stands here more than once: rename or remove one"):
        parse(twice.encode(), "profiles.toml")


@pytest.mark.django_db
def test_nothing_is_loaded_from_a_bad_file(file):
    with pytest.raises(CommandError, match="Nothing was loaded"):
        bring(file(PROFILE.replace("bpo", "rpo")))

    assert rows() == ([], [])
