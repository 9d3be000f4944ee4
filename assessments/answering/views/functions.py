"""The page on which the functions are chosen, and the one that asks before a function with answers is taken out."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.answering import services
from assessments.answering.forms import FunctionsForm, UnreadableError
from assessments.answering.forms.functions import CONFIRM, LIST, only_looks
from assessments.answering.sheet import Sheet
from assessments.answering.views import conflict, pages
from assessments.answering.views.questions import departments
from assessments.edition import finding, flow
from organisations.http import too_often
from organisations.limits import TooOftenError


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_functions(request: HttpRequest, pk: UUID) -> HttpResponse:
    sheet = Sheet(pages.opened(request, pk))
    if request.method != "POST":
        is_open = sheet.assessment.is_draft and not sheet.assessment.is_second
        return show(request, FunctionsForm(sheet=sheet)) if is_open else redirect("assessments:hub", pk=pk)
    if not sheet.assessment.is_draft:
        return pages.closed(request, sheet.assessment)
    if conflict.is_from_before(request, sheet.assessment):
        return conflict.moved(request, sheet)
    refused = None if only_looks(request.POST) else pages.saved_too_often(sheet.assessment)
    form = FunctionsForm(request.POST, sheet=sheet)
    if form.only_looks:
        return show(request, form)
    if refused or not form.is_valid():
        return show(request, form, again=refused)
    if form.removed and not form.is_confirmed:
        answered = {function for function, _question in sheet.answers}
        if losing := [function for function in form.removed if function.key in answered]:
            context = {
                "sheet": sheet,
                "functions": losing,
                "fields": (*form.sent_fields, (CONFIRM, "yes")),
                "version": str(form.version),
                "action": "later" if form.is_later else "continue",
                "address": request.get_full_path(),
            }
            return render(request, "assessments/unchosen.html", context)
    try:
        services.choose_functions(sheet=sheet, chosen=form.chosen, version=form.version)
    except services.ClosedError:
        return pages.closed(request, sheet.assessment)
    except services.StaleError:
        return _settle(request, form)
    return _go_on(request, form)


def _settle(request: HttpRequest, form: FunctionsForm) -> HttpResponse:
    """Ask about each function that another tab chose otherwise; where there is none, all is saved already."""
    fresh = Sheet(pages.opened(request, form.sheet.assessment.pk))
    if fresh.assessment.questionnaire_id != form.sheet.assessment.questionnaire_id:
        return conflict.moved(request, fresh)
    version = fresh.assessment.functions_version
    if form.version > version:
        raise UnreadableError
    differences = list(form.differences(fresh))
    if not differences:
        return _go_on(request, form)
    return conflict.ask(request, form, differences=differences, version=version)


def _go_on(request: HttpRequest, form: FunctionsForm) -> HttpResponse:
    if form.is_later:
        return redirect(pages.saved_for_later(form.sheet))
    return redirect(pages.after(request, form.sheet, ""))


def show(request: HttpRequest, form: FunctionsForm, *, again: TooOftenError | None = None) -> HttpResponse:
    """Show the page with what is chosen, or with what was sent; `again` asks to save once more after a while."""
    context = {**context_of(form), "again": again}
    if again:
        context |= {"errors": [], "list_error": "", "own": [(key, name, "") for key, name, _error in context["own"]]}
    page = render(request, "assessments/functions.html", context)
    return too_often(page, again) if again else page


def context_of(form: FunctionsForm) -> dict[str, Any]:
    """Give what the page shows, whoever it is shown to."""
    sheet = form.sheet
    edition = sheet.edition
    errors = {name: texts[0] for name, texts in form.errors.items()}
    problems = list(form.problems)
    if form.only_looks:  # what is wrong is said once it is to be saved
        errors, problems = {}, []
    first = edition.steps[0]
    catalogue = _catalogue(form)
    shown = [row for group in catalogue for row in group["rows"] if not row["is_left_out"]]
    chips = [(function.key, function.name) for function in edition.functions if function.key in form.ticked]
    chips += [(key, name) for key, name in form.own.items() if name]
    return {
        "sheet": sheet,
        "step": first,
        "number": pages.step_number(edition, first.slug),
        "steps": pages.step_links(sheet, first.slug),
        "groups": catalogue,
        "first": next((row["key"] for group in catalogue for row in group["rows"]), ""),
        "chips": chips,
        "chosen": _how_many(len(chips)),
        "is_full": len(chips) >= flow.MOST_FUNCTIONS,
        "sought": form.sought,
        "found": _how_many_shown(len(shown), edition),
        "is_nothing_found": not shown,
        "may_name": "" in form.own.values(),
        "own": [(key, name, errors.get(key, "")) for key, name in form.own.items()],
        "named": form.named,
        "list_error": errors.get(LIST, ""),
        "errors": problems,
        "version": str(form.version if form.is_bound else sheet.assessment.functions_version),
        "most": flow.MOST_FUNCTIONS,
        # What the script says, with a sign where the number stands.
        "said": {
            "chosen": _how_many("#"),
            "found": _how_many_shown("#", edition),
            "ticked": _ticked("#"),
            "also": _also("#"),
        },
        "small_words": " ".join(sorted(finding.SMALL_WORDS)),
        "endings": " ".join(f"{ending}:{least}" for ending, least in finding.ENDINGS.items()),
    }


def _how_many(count: int | str) -> str:
    return _("%(count)s of %(most)s chosen") % {"count": count, "most": flow.MOST_FUNCTIONS}


def _how_many_shown(count: int | str, edition: flow.Edition) -> str:
    return _("%(count)s of %(all)s shown") % {"count": count, "all": len(edition.functions)}


def _ticked(count: int | str) -> str:
    return _("%(count)s chosen") % {"count": count}


def _also(names: str) -> str:
    return _("Also: %(names)s") % {"names": names}


def _catalogue(form: FunctionsForm) -> list[dict[str, Any]]:
    """List the functions as they stand on the page: those often handed over first, then each department's others.

    What is not found stays on the page and is left out of sight, so that nothing ticked is lost by looking for more.
    """
    edition = form.sheet.edition
    found = finding.find(edition, form.sought)

    def group(name: str, office: str, listed: list[tuple[flow.CatalogueFunction, str]], above: str) -> dict[str, Any]:
        rows = [
            {
                "key": function.key,
                "name": function.name,
                "hint": function.hint,
                "office": one_office,
                "synonyms": function.synonyms,
                "also": _also(", ".join(found[function.key])) if found.get(function.key) else "",
                "is_ticked": function.key in form.ticked,
                "is_left_out": function.key not in found,
            }
            for function, one_office in listed
        ]
        ticked = sum(function.key in form.ticked for function, _office in listed)
        return {
            "name": name,
            "office": office,
            "rows": rows,
            "above": above,
            "count": len(rows),
            "chosen": _ticked(ticked) if ticked else "",
            "is_left_out": all(row["is_left_out"] for row in rows),
            "is_open": bool(ticked or form.sought),
        }

    groups = [group("", "", [(function, "") for function in edition.functions if function.common], "")]
    for department in departments(edition):
        listed = department["functions"]
        others = [(function, office) for function, office in listed if not function.common]
        above = " · ".join(function.name for function, _office in listed if function.common)
        groups.append(group(department["name"], department["office"], others, above))
    return groups
