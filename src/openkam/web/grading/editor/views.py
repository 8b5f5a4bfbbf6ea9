"""Trying a scheme, seeing what it does, and keeping it as a version."""

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.insight.grading.actions import save_scheme
from openkam.insight.grading.models import SchemeVersion
from openkam.insight.grading.scheme_file.writer import scheme_text
from openkam.ledger.folder import data_folder
from openkam.web.grading.editor.forms import Given, tried
from openkam.web.grading.editor.pages import editor_page, tried_effect
from openkam.web.grading.editor.text import text_page
from openkam.web.grading.schemes.sources import Source, source_of, with_note
from openkam.web.grading.sight import arrays_of, sight_of
from openkam.web.policy import page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

LONGEST_NOTE = 300


@page(Right.TRY_SCHEMES, methods=("GET", "POST"))
def editor(request: Request, which: str) -> HttpResponse:
    """GET: the form. POST: the same with its effect, or the scheme kept as a version."""
    viewer = viewer_in(request)
    source = source_of(viewer, which)
    if request.method != "POST":
        shown = editor_page(viewer, source, folder=data_folder(), language=request.language)
        return render(request, "grading/editor/editor.html", shown)
    given, refused = _given(request), None
    if given.get("do") == "save":
        try:
            return HttpResponseRedirect(f"/grading/schemes/{_saved(viewer, source, given).pk}/")
        except Problem as fault:
            refused = fault
    shown = editor_page(viewer, source, folder=data_folder(), language=request.language, given=given, refused=refused)
    return render(request, "grading/editor/editor.html", shown, status=422 if refused or shown.problem else 200)


@page(Right.TRY_SCHEMES, methods=("POST",))
def effect(request: Request, which: str) -> HttpResponse:
    """The panel alone, for every turn of a knob; what is refused is told in it."""
    viewer = viewer_in(request)
    source, sight = source_of(viewer, which), sight_of(viewer)
    arrays = arrays_of(sight, data_folder()) if sight is not None else None
    found, problem = None, None
    if sight is not None and arrays is not None:
        try:
            found = tried_effect(source.scheme, _given(request), sight, arrays, request.language)
        except Problem as refused:
            problem = refused
    words = {"effect": found, "problem": problem, "is_graded": arrays is not None}
    return render(request, "grading/editor/_effect.html", words)


@page(Right.TRY_SCHEMES, methods=("GET", "POST"))
def text(request: Request) -> HttpResponse:
    """The TOML of a scheme: written or brought along, checked line by line, kept as a version."""
    viewer = viewer_in(request)
    if request.method != "POST":
        of = request.GET.get("of", "")
        start = source_of(viewer, of).text if of else ""
        return render(request, "grading/editor/text.html", text_page(start))
    given = _uploaded(request) or request.POST.get("text", "")
    shown = text_page(given, is_checked=True)
    if request.POST.get("do") == "save" and shown.is_good:
        version = save_scheme(viewer=viewer, text=shown.text, now=timezone.now())
        return HttpResponseRedirect(f"/grading/schemes/{version.pk}/")
    return render(request, "grading/editor/text.html", shown, status=200 if shown.is_good else 422)


def _saved(viewer: Viewer, source: Source, given: Given) -> SchemeVersion:
    note = given.get("note", "").strip()
    if not note:
        raise Problem(
            Text("Not saved yet: write what you changed, and why.", "尚未保存：请写明改了什么、为什么。"),
            remedy=Text(
                "A few words are enough; they stand beside the version. Everything you set is still here.",
                "几句话即可，会显示在版本旁；您的改动都还在。",
            ),
        )
    new = tried(source.scheme, given).scheme
    latest = SchemeVersion.objects.visible_to(viewer).filter(code=new.code).order_by("-number").first()
    numbered = replace(new, version=(latest.number if latest is not None else 0) + 1)
    words = with_note(scheme_text(numbered), note[:LONGEST_NOTE])
    return save_scheme(viewer=viewer, text=words, now=timezone.now())


def _given(request: Request) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in request.POST}


def _uploaded(request: Request) -> str:
    sent = request.FILES.get("file")
    if sent is None:
        return ""
    whole: bytes = sent.read(_LARGEST + 1)
    if len(whole) > _LARGEST:
        raise Problem(
            Text("This file is too large for a scheme.", "文件过大，不像是分级方案。"),
            remedy=Text("Give a scheme file of less than 1 MB.", "请给出小于1MB的方案文件。"),
        )
    return whole.decode("utf-8-sig", "replace")


_LARGEST = 1_000_000
