"""What the lint finds, in the words and the language of whoever reads it."""

from django.utils.translation import gettext as _

from assessments.edition import flow
from assessments.edition.lint import Finding, Part


def message(finding: Finding) -> str:
    return _(finding.sentence) % finding.values if finding.values else _(finding.sentence)


def place(finding: Finding, content: flow.Edition) -> str:
    """Name what a finding is about by its words on the page, not by its key."""
    match finding.part:
        case Part.EDITION:
            return _("The whole edition")
        case Part.STEP:
            return _("Step “%(name)s”") % {"name": content.step_by_slug[finding.key].title}
        case Part.FUNCTION:
            return _("Function “%(name)s”") % {"name": content.function_by_key[finding.key].name}
        case Part.SOURCE:
            return _("Source “%(name)s”") % {"name": content.source_by_key[finding.key].title}
        case Part.DEPARTMENT:
            name = next(department.name for department in content.departments if department.key == finding.key)
            return _("Department “%(name)s”") % {"name": name}
        case Part.QUESTION:
            question = content.question_by_key[finding.key]
            if not finding.choice:
                return _("Question “%(question)s”") % {"question": question.short}
            answer = question.choice_by_key[finding.choice].label
            return _("Question “%(question)s”, answer “%(answer)s”") % {"question": question.short, "answer": answer}
