"""Schemes: read, taken along as a file, graded by, and taken out of the choice."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.insight.grading.actions import discard_draft, retire_scheme, save_scheme
from openkam.intake.uploads.actions import ask_trial_grading
from openkam.ledger.folder import data_folder
from openkam.web.grading.jobs import begin_trial
from openkam.web.grading.schemes.pages import scheme_page, schemes_page
from openkam.web.grading.schemes.sources import source_of
from openkam.web.policy import page
from openkam.web.typed import asked_currency
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def schemes(request: Request) -> HttpResponse:
    """All schemes."""
    return render(request, "grading/schemes/schemes.html", schemes_page(viewer_in(request)))


@page(Right.SEE_ACCOUNTS)
def scheme(request: Request, which: str) -> HttpResponse:
    """One scheme in words."""
    shown = scheme_page(viewer_in(request), which, folder=data_folder())
    return render(request, "grading/schemes/scheme.html", shown)


@page(Right.SEE_ACCOUNTS)
def file(request: Request, which: str) -> HttpResponse:
    """The scheme as TOML, to keep or to change elsewhere."""
    source = source_of(viewer_in(request), which)
    answer = HttpResponse(source.text, content_type="application/toml; charset=utf-8")
    number = f"-v{source.version.number}" if source.version is not None else ""
    name = "".join(one if one.isascii() and (one.isalnum() or one in "-_") else "_" for one in source.scheme.code)
    answer["Content-Disposition"] = f'attachment; filename="{name}{number}.toml"'
    return answer


@page(Right.TRY_SCHEMES, methods=("POST",))
def grading(request: Request, which: str) -> HttpResponse:
    """Grade the ledger by it; nothing is published. A shipped one is saved first."""
    viewer = viewer_in(request)
    source = source_of(viewer, which)
    version = source.version or save_scheme(viewer=viewer, text=source.text, now=timezone.now())
    job = ask_trial_grading(
        viewer=viewer,
        folder=data_folder(),
        scheme=str(version.pk),
        currency=asked_currency(request.POST),
        now=timezone.now(),
    )
    begin_trial(job, version.pk)
    return HttpResponseRedirect(f"/grading/schemes/{version.pk}/")


@page(Right.PUBLISH_GRADES, methods=("POST",))
def retirement(request: Request, which: str) -> HttpResponse:
    """Take a version out of the choice."""
    viewer = viewer_in(request)
    source = source_of(viewer, which)
    if source.version is None:
        raise Http404
    retire_scheme(viewer=viewer, scheme=source.version, now=timezone.now())
    return HttpResponseRedirect(f"/grading/schemes/{which}/")


@page(Right.TRY_SCHEMES, methods=("POST",))
def discard(request: Request, which: str) -> HttpResponse:
    """Give a draft up."""
    viewer = viewer_in(request)
    source = source_of(viewer, which)
    if source.version is None:
        raise Http404
    discard_draft(viewer=viewer, scheme=source.version, now=timezone.now())
    return HttpResponseRedirect("/grading/schemes/")
