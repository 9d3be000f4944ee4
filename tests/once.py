"""Test modules that run beside SQLite alone: what they look at is made of rows that every database reads alike.

They look at pages, files, mail and sign-in. What can differ runs on both: the SQL of every page and form
(test_access, test_admin_access, test_mass_assignment, test_hostile), and whatever saves, counts, sorts, locks, races,
purges or streams.
"""

from pathlib import Path

TESTS = Path(__file__).parent
ONCE = frozenset(
    {
        "test_canaries.py",
        "test_payloads.py",
        "assessments/test_admin.py",
        "assessments/test_admin_desk.py",
        "assessments/test_admin_parts.py",
        "assessments/test_files.py",
        "assessments/test_import_questionnaire.py",
        "assessments/test_translations.py",
        "assessments/test_views_check.py",
        "assessments/test_views_csrf.py",
        "assessments/test_views_functions.py",
        "assessments/test_views_queries.py",
        "assessments/test_views_start.py",
        "assessments/test_views_step.py",
        "config/test_languages.py",
        "config/test_metrics.py",
        "config/test_pages.py",
        "organisations/test_account.py",
        "organisations/test_admin.py",
        "organisations/test_mail.py",
        "organisations/test_second_factor.py",
        "recommendations/test_compare.py",
        "recommendations/test_example_list.py",
        "recommendations/test_examples.py",
        "recommendations/test_exports_given.py",
        "recommendations/test_learn.py",
        "recommendations/test_pdf.py",
        "recommendations/test_profile_languages.py",
        "recommendations/test_recommend.py",
        "recommendations/test_remarks.py",
        "recommendations/test_report.py",
        "recommendations/test_review_printed.py",
        "recommendations/test_sharing_mail.py",
        "recommendations/test_trying.py",
        "recommendations/test_workspace.py",
    }
)


def runs_once(path: Path) -> bool:
    return path.relative_to(TESTS).as_posix() in ONCE
