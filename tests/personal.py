"""What each field of ours says about a person: the one table that export, erasure, logs and retention are held to.

A field that does not stand here fails a test: whoever adds one says what it holds.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from django.apps import apps
from django.db.models import Model

IDENTITY: Final = "identity"
CONTACT: Final = "contact"
CONTENT: Final = "content"
TRACE: Final = "trace"
SECRET: Final = "secret digest"
TECHNICAL: Final = "technical"
NONE: Final = "none"

NEEDS: Final[Mapping[str, str]] = {
    IDENTITY: "who somebody is, or whose something is: seen by their organisation, gone with an erasure, never logged but as an id",
    CONTACT: "an address of a person: mailed to, seen by themselves and the owners that asked them in, gone with an erasure, never logged",
    CONTENT: "what people said and what was worked out from it: seen by right alone, exported, gone with an erasure, never logged",
    TRACE: "a bare id that stays when what it named is erased: it proves an act or an erasure, and names nobody then",
    SECRET: "a secret, or a digest of one or of an address: never shown, exported or logged",
    TECHNICAL: "when, in which order, in which state: goes with what it belongs to",
    NONE: "written by us for everybody",
}

APPS: Final = ("organisations", "assessments", "recommendations", "consulting")

FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "organisations.User": {
        IDENTITY: "name",
        CONTACT: "email",
        SECRET: "password",
        TECHNICAL: "last_login is_superuser id is_staff is_active date_joined erase_at",
    },
    "organisations.Organisation": {
        IDENTITY: "name",
        TECHNICAL: "id created_at advises in_benchmark is_demo erase_at",
    },
    "organisations.Membership": {
        IDENTITY: "user organisation",
        TECHNICAL: "id role joined_at",
    },
    "organisations.Engagement": {
        IDENTITY: "consultancy client accepted_by ended_by",
        CONTENT: "review_on",
        TECHNICAL: "id scope started_at ended_at",
    },
    "organisations.Opening": {
        IDENTITY: "user",
        TECHNICAL: "id engagement what subject at",
    },
    "organisations.Invitation": {
        IDENTITY: "organisation name invited_by answered_by",
        CONTACT: "email",
        SECRET: "token_hash",
        TECHNICAL: "id made_at expires_at stopped_at last_opened_at opened purpose role scope answered_at accepted",
    },
    "consulting.ClientLine": {
        IDENTITY: "consultancy client name folded",
        CONTENT: "review_on label leader second score margin strength evidence asked unknown contradictions review status urgency",
        TECHNICAL: "id engagement invitation active draft steps_done steps report edition",
    },
    "organisations.Erasure": {
        TRACE: "subject",
        TECHNICAL: "id kind at",
    },
    "organisations.Event": {
        TRACE: "actor organisation subject",
        TECHNICAL: "id at act",
    },
    "organisations.Allowance": {
        SECRET: "key",
        TECHNICAL: "full_at",
    },
    # Nobody reads the content without the words that stand in one browser, so neither an export nor an erasure can.
    "organisations.Unsaved": {
        SECRET: "key content",
        TECHNICAL: "kept_until",
    },
    "assessments.Questionnaire": {
        IDENTITY: "made_by published_by",
        TECHNICAL: "id published_at created_at",
        NONE: "slug edition language title introduction status revision question_count function_count content checksum",
    },
    "assessments.Revision": {
        IDENTITY: "by",
        TECHNICAL: "id questionnaire number at",
        NONE: "content note",
    },
    "assessments.Source": {
        TECHNICAL: "id",
        NONE: "questionnaire position key title note",
    },
    "assessments.Step": {
        TECHNICAL: "id",
        NONE: "questionnaire position slug title lead",
    },
    "assessments.Department": {
        TECHNICAL: "id",
        NONE: "questionnaire position key name",
    },
    "assessments.BusinessFunction": {
        TECHNICAL: "id",
        NONE: "questionnaire position key name hint department office bpo kpo ito says split source subject hand_over "
        "hand_over_why hand_over_source one_off common in_sentence synonyms typical skips",
    },
    "assessments.Question": {
        TECHNICAL: "id",
        NONE: "questionnaire position step key scope weight text short hint why subject own_functions_only fixed "
        "exempt",
    },
    "assessments.Choice": {
        TECHNICAL: "id",
        NONE: "question position key text short bpo kpo ito outsource reason source signal",
    },
    "assessments.ShownBy": {
        TECHNICAL: "id",
        NONE: "question choice",
    },
    "assessments.Advice": {
        TECHNICAL: "id",
        NONE: "choice position kind model title text effort impact source",
    },
    "assessments.ResumeLink": {
        SECRET: "token_hash",
        TECHNICAL: "id made_at expires_at stopped_at last_opened_at opened assessment",
    },
    "assessments.Holding": {
        SECRET: "holder_hash",
        TECHNICAL: "id assessment link given_at",
    },
    "assessments.Assessment": {
        IDENTITY: "organisation company second_by",
        CONTENT: "declined",
        SECRET: "holder_hash",
        TECHNICAL: "id questionnaire status started_at updated_at submitted_at functions_version again_of oldest_version"
        " second_to",
    },
    "assessments.Progress": {
        IDENTITY: "saved_by",
        TECHNICAL: "id assessment step version completed saved_at",
    },
    "assessments.SelectedFunction": {
        CONTENT: "key name share chosen",
        TECHNICAL: "id assessment position",
    },
    "assessments.Answer": {
        CONTENT: "function_key kind choice_key note look_again",
        TECHNICAL: "id assessment question_key",
    },
    "assessments.LeftBehind": {
        CONTENT: "function_key function question_key question answer_key answer note",
        TECHNICAL: "id assessment edition",
    },
    "assessments.Assignment": {
        IDENTITY: "user by invitation",
        TECHNICAL: "id assessment step at done_at",
    },
    "assessments.Clearance": {
        IDENTITY: "by",
        TECHNICAL: "id at",
        NONE: "questionnaire gate rows reason",
    },
    "assessments.Translation": {
        TECHNICAL: "id changed_at",
        NONE: "language key original text questionnaire",
    },
    "recommendations.Report": {
        CONTENT: "content label leader gap strength",
        TECHNICAL: "id assessment checksum method edition language given_at is_sample",
    },
    "recommendations.ActionStatus": {
        IDENTITY: "owner",
        CONTENT: "action due status",
        TECHNICAL: "id report updated_at",
    },
    "recommendations.Plan": {
        IDENTITY: "accountable does asked told by",
        CONTENT: "starts_on country",
        TECHNICAL: "id report updated_at",
    },
    "recommendations.MeasureToday": {
        CONTENT: "measure today",
        TECHNICAL: "id plan",
    },
    "recommendations.ProviderBrief": {
        IDENTITY: "edited_by",
        CONTENT: "model parts_out works_out without_names with_notes with_secrets",
        TECHNICAL: "id report edited_at",
    },
    "recommendations.BriefText": {
        IDENTITY: "text edited_by",
        TECHNICAL: "id brief key edited_at",
    },
    "recommendations.CostGuesses": {
        IDENTITY: "changed_by",
        CONTENT: "currency guesses",
        TECHNICAL: "id report version changed_at",
    },
    "recommendations.Scorecard": {
        IDENTITY: "changed_by",
        CONTENT: "weights",
        TECHNICAL: "id report model version changed_at",
    },
    "recommendations.ScoredProvider": {
        CONTENT: "name met",
        TECHNICAL: "id scorecard position",
    },
    "recommendations.ScoredAnswer": {
        CONTENT: "mark note",
        TECHNICAL: "id provider question",
    },
    "recommendations.KeptCopy": {
        IDENTITY: "company",
        CONTENT: "content",
        TECHNICAL: "id report kind recipe made_at",
    },
    "recommendations.ExampleClient": {
        TECHNICAL: "id",
        NONE: "questionnaire key title summary answers expected acceptable expected_by_function confidence source note is_left_out",
    },
    "recommendations.ExampleRun": {
        IDENTITY: "by",
        TECHNICAL: "id at",
        NONE: "questionnaire rows",
    },
    "recommendations.ReportFigures": {
        CONTENT: "bpo kpo ito in_house mix_bpo mix_kpo mix_ito mix_in_house go prepare keep outside ask second margin evidence asked unknown contradictions",
        TECHNICAL: "report",
    },
    "recommendations.Need": {
        CONTENT: "kind title",
        TECHNICAL: "id report",
    },
    "recommendations.ImpactRun": {
        IDENTITY: "by",
        TRACE: "cursor examples",
        TECHNICAL: "id started_at finished_at",
        NONE: "questionnaire mark total done counts moves",
    },
    "recommendations.ModelProfile": {
        TECHNICAL: "id",
        NONE: "key full_name motto summary definition judged_by paid_by term sources",
    },
    "recommendations.ProfilePoint": {
        TECHNICAL: "id",
        NONE: "profile position kind text remedy source",
    },
    "recommendations.ProfileTranslation": {
        TECHNICAL: "id changed_at",
        NONE: "language key original text profile",
    },
    "consulting.Review": {
        IDENTITY: "consultancy reviewer",
        CONTENT: "state",
        TECHNICAL: "id report version begun_at",
    },
    "consulting.ReviewStep": {
        IDENTITY: "by by_name",
        CONTENT: "state",
        TECHNICAL: "id review version at",
    },
    "consulting.Comment": {
        IDENTITY: "author author_name",
        CONTENT: "question section text",
        TECHNICAL: "id review answer_to made_at done_at",
    },
    "consulting.Note": {
        IDENTITY: "consultancy client author author_name",
        CONTENT: "text",
        TECHNICAL: "id report made_at",
    },
    "consulting.Adjustment": {
        IDENTITY: "author author_name",
        CONTENT: "function model readiness reason",
        TECHNICAL: "id review report version made_at ended_at",
    },
    "consulting.SavedFilter": {
        IDENTITY: "membership",
        CONTENT: "name query",
        TECHNICAL: "id",
    },
    "recommendations.ShareLink": {
        IDENTITY: "made_by",
        CONTENT: "label",
        SECRET: "token_hash passcode",
        TECHNICAL: "id made_at expires_at stopped_at last_opened_at opened report without_notes without_names without_answers with_beside",
    },
}

# The tables of libraries in which something stands about a person.
OF_LIBRARIES: Final[Mapping[str, Mapping[str, str]]] = {
    "account.EmailAddress": {IDENTITY: "user", CONTACT: "email", TECHNICAL: "id verified primary"},
    "account.EmailConfirmation": {SECRET: "key", TECHNICAL: "id email_address created sent"},
    "admin.LogEntry": {
        IDENTITY: "user object_repr",
        CONTENT: "change_message",
        TECHNICAL: "id action_time content_type object_id action_flag",
    },
    "mfa.Authenticator": {IDENTITY: "user", SECRET: "data", TECHNICAL: "id type created_at last_used_at"},
    "sessions.Session": {IDENTITY: "session_data", SECRET: "session_key", TECHNICAL: "expire_date"},
    "usersessions.UserSession": {
        IDENTITY: "user",
        CONTACT: "ip user_agent",
        SECRET: "session_key",
        TECHNICAL: "id created_at last_seen_at data",
    },
}
# And those in which nothing does: rights by name, kinds of rows, what was migrated.
IMPERSONAL: Final = frozenset({"auth.Group", "auth.Permission", "contenttypes.ContentType"})


def fields() -> Iterator[tuple[str, str]]:
    """Name every field that is stored, with its model's name."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            yield from ((_label(model), field.name) for field in model._meta.concrete_fields)


def class_of(label: str, field: str) -> str | None:
    told = FIELDS.get(label, {})
    return next((kind for kind, names in told.items() if field in names.split()), None)


def _label(model: type[Model]) -> str:
    return model._meta.label
