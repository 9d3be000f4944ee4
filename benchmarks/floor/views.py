"""The floor's pages, each the shortest view that does the job."""

import json

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from benchmarks.floor.models import Answer, Sheet


def step(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        values = {int(name[1:]): value for name, value in request.POST.items() if name[0] == "q"}
        with transaction.atomic():
            if not Sheet.objects.filter(pk=pk, version=request.POST["version"]).update(version=F("version") + 1):
                return HttpResponse("Saved in another tab", status=409)
            Answer.objects.bulk_create(
                [Answer(sheet_id=pk, question_id=question, value=value) for question, value in values.items()],
                update_conflicts=True,
                unique_fields=("sheet", "question"),
                update_fields=("value",),
            )
        return redirect(request.path)
    answers = list(Answer.objects.filter(sheet=pk).select_related("question", "sheet").order_by("question"))
    return render(request, "step.html", {"answers": answers})


def report(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(Sheet, pk=pk)
    return render(request, "report.html", {"sheet": sheet, "told": json.loads(sheet.report)})


def sheets(request: HttpRequest) -> HttpResponse:
    return render(request, "sheets.html", {"sheets": Sheet.objects.order_by("name")[:200]})
