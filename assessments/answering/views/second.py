"""A second opinion on one's assessment: asked of a colleague, held against the first answers, settled or taken back."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from assessments.answering import second as opinions
from assessments.answering import services
from assessments.answering.forms.step import field_name
from assessments.answering.forms.together import SecondForm
from assessments.answering.second import Pair
from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.answering.wording import answer_text
from assessments.edition import flow
from assessments.models import Assessment, SelectedFunction
from organisations.http import too_often
from organisations.limits import TooOftenError
from organisations.models import Organisation
from organisations.views.asking import me

UNPROCESSABLE = 422
SECOND: Final = "second"
TAKE: Final = "take--"
SEEN: Final = "seen--"

private = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the one page that a second opinion has, for whoever belongs to the organisation."""
    ours = Assessment.objects.visible_to(request.user).filter(
        organisation__in=Organisation.objects.joined_by(request.user)
    )
    first = get_object_or_404(ours.select_related("organisation"), pk=pk)
    if not first.is_draft:
        return pages.closed(request, first) if request.method == "POST" else redirect("assessments:hub", pk=pk)
    second = opinions.second_of(first)
    if second is None or not second.is_draft:
        return _begin(request, first, second)
    match request.POST.get("do", ""):
        case "withdraw" if request.POST.get("confirm") != "yes":
            context = {"assessment": first, "who": _name_of_second(second)}
            return render(request, "assessments/second_withdraw.html", context)
        case "withdraw":
            opinions.withdraw(first=first)
            messages.success(request, _("The second opinion is withdrawn, and what was answered in it is gone."))
            return redirect("assessments:second", pk=first.pk)
        case "settle" if not _is_to_answer_first(request, Pair(first, second)):
            return _settle(request, first, second)
    return _compare(request, Pair(first, second))


def _begin(request: HttpRequest, first: Assessment, settled: Assessment | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    refused = None
    form = SecondForm(data, organisation=first.organisation_id, by=me(request))
    if form.is_valid():
        try:
            opinions.begin(
                first=first,
                person=form.cleaned_data["person"],
                by=me(request),
                address_of=lambda pk: request.build_absolute_uri(reverse("assessments:hub", args=(pk,))),
            )
        except TooOftenError as error:
            form.add_error(None, str(error))
            refused = error
        except services.ClosedError:
            return pages.closed(request, first)
        except services.TakenError:
            return redirect("assessments:second", pk=first.pk)
        else:
            return redirect("assessments:second", pk=first.pk)
    context = {
        "assessment": first,
        "form": form,
        "has_colleagues": form.fields["person"].queryset.exists(),  # type: ignore[attr-defined]
        "settled": date_format(localtime(settled.updated_at)) if settled else "",
    }
    page = render(request, "assessments/second_ask.html", context, status=UNPROCESSABLE if form.errors else None)
    return too_often(page, refused) if refused else page


def _settle(request: HttpRequest, first: Assessment, second: Assessment) -> HttpResponse:
    taken = frozenset(
        differing.place
        for differing in Pair(first, second).differing
        if request.POST.get(f"{TAKE}{field_name(differing.place)}") == SECOND
    )
    try:
        opinions.settle(first=first, taken=taken, mark=request.POST.get("mark", ""), by=me(request))
    except services.StaleError:
        first.refresh_from_db()
        second.refresh_from_db()
        return _compare(request, Pair(first, second), is_stale=True)
    except services.ClosedError:
        messages.error(request, _("It was settled, withdrawn or handed in meanwhile. Nothing you chose was saved."))
        return redirect("assessments:second", pk=first.pk)
    messages.success(request, _("Settled: your answers are as you chose, and the second opinion is closed."))
    return redirect("assessments:hub", pk=first.pk)


def _compare(request: HttpRequest, pair: Pair, *, is_stale: bool = False) -> HttpResponse:
    """List where the two differ; to whoever was asked only once their own answers are complete."""
    is_blind = _is_to_answer_first(request, pair)
    rows = [] if is_blind else list(_rows(pair))
    context: dict[str, Any] = {
        "assessment": pair.first.assessment,
        "given": pair.second.assessment,
        "who": _name_of_second(pair.second.assessment),
        "is_blind": is_blind,
        "is_complete": opinions.is_complete(pair.first) and opinions.is_complete(pair.second),
        "how_far": (_how_far(pair.first), _how_far(pair.second)),
        "rows": rows,
        "mark": pair.mark,
        "has_other_functions": pair.is_about_other_functions,
        "left_out": ", ".join(pair.left_out),
        "shares": [
            (name, SelectedFunction.Share(first).label, SelectedFunction.Share(second).label)
            for name, first, second in (() if is_blind else pair.shares)
        ],
        "is_stale": is_stale,
        "changed": list(_changed(request, pair, rows)) if is_stale else [],
    }
    return render(request, "assessments/second.html", context, status=409 if is_stale else None)


def _is_to_answer_first(request: HttpRequest, pair: Pair) -> bool:
    return pair.second.assessment.second_by_id == request.user.pk and not opinions.is_complete(pair.second)


def _rows(pair: Pair) -> Iterator[dict[str, Any]]:
    """Give each place about which the two differ; `seen` are both answers as this page gives them out."""
    savers = {
        progress.step: str(progress.saved_by)
        for progress in pair.first.assessment.progress.filter(saved_by__isnull=False).select_related("saved_by")
    }
    names = {function.key: function.name for function in pair.first.functions}
    for differing in pair.differing:
        function, key = differing.place
        question = pair.first.edition.question_by_key[key]
        yield {
            "name": field_name(differing.place),
            "question": question.text,
            "function": names.get(function, ""),
            "first": {
                "who": savers.get(question.step, ""),
                "text": answer_text(question, differing.first),
                "note": pair.first.notes.get(key, ""),
            },
            "second": {
                "who": _name_of_second(pair.second.assessment),
                "text": answer_text(question, differing.second),
                "note": pair.second.notes.get(key, ""),
            },
            "seen": f"{differing.first}/{differing.second}",
        }


def _changed(request: HttpRequest, pair: Pair, rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Say of each place that was shown otherwise, or not at all, what the two say about it now."""
    now = {row["name"]: row for row in rows}
    for name, row in now.items():
        if request.POST.get(f"{SEEN}{name}") != row["seen"]:
            label = f"{row['function']}: {row['question']}" if row["function"] else row["question"]
            texts = {"first": row["first"]["text"], "second": row["second"]["text"]}
            yield label, _("now “%(first)s” and “%(second)s”") % texts
    for field in request.POST:
        name = field.removeprefix(SEEN)
        question = pair.first.edition.question_by_key.get(name.rpartition("--")[2])
        if field.startswith(SEEN) and name not in now and question:
            yield question.text, _("no longer differs")


def _how_far(sheet: Sheet) -> str:
    answered, asked = sheet.answered_and_asked
    return pages.answered(flow.StepProgress("", flow.StepState.IN_PROGRESS, answered=answered, asked=asked))


def _name_of_second(second: Assessment) -> str:
    return str(second.second_by) if second.second_by else _("Somebody who left")
