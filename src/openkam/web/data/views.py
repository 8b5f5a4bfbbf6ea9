"""Uploads: sending files, saying how they are read, publishing them."""

from dataclasses import replace
from io import BytesIO
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.insight.grading.currencies import currency_choice
from openkam.intake.uploads.actions import cancel_upload, choose_reading, publish_upload, try_again
from openkam.intake.uploads.choices import TABLE
from openkam.intake.uploads.models import Job, Upload
from openkam.intake.uploads.places import set_aside_of
from openkam.intake.uploads.queries import ledger_currencies
from openkam.intake.uploads.receiving import LARGEST_CHUNK, WrongOffset, begin_upload, receive_chunk
from openkam.intake.uploads.standing import standing_of
from openkam.intake.uploads.work import is_stopped
from openkam.ledger.folder import data_folder
from openkam.web.data import jobs
from openkam.web.data.forms import announced_files, source_of, wanted_reading, whole
from openkam.web.data.pages import data_page
from openkam.web.data.sample import sample_lines
from openkam.web.data.upload_page import UploadPage, coming_currencies, upload_page
from openkam.web.policy import found_or_404, page
from openkam.web.typed import asked_currency, page_number
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.LOAD_DATA)
def data(request: Request) -> HttpResponse:
    """What is under way and what was loaded."""
    return render(request, "data/data.html", data_page(viewer_in(request), data_folder(), page_number(request.GET)))


@page(Right.LOAD_DATA)
def sample(request: Request) -> HttpResponse:
    """A small file to try with, in the reader's language."""
    lines = sample_lines(request.language, timezone.localdate())
    answer = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="openkam-sample.csv"'
    return answer


@page(Right.LOAD_DATA, methods=("POST",))
def begin(request: Request) -> HttpResponse:
    """Announce files that will come in pieces, or send small ones as a form does."""
    try:
        if request.FILES:
            return _sent_whole(request)
        files = announced_files(request.POST)
        upload = begin_upload(
            viewer=viewer_in(request),
            folder=data_folder(),
            files=files,
            source=source_of(request.POST),
            now=timezone.now(),
        )
    except Problem as problem:
        return _refused(request, problem)
    return JsonResponse(_places(upload), status=201)


@page(Right.LOAD_DATA)
def upload(request: Request, token: str) -> HttpResponse:
    """One upload: what is open, what would be published."""
    return render(request, "data/upload.html", _page(request, _found(request, token)))


@page(Right.LOAD_DATA)
def progress(request: Request, token: str) -> HttpResponse:
    """How far the upload is; asked every second while a job is under way, and the whole page when it has ended."""
    found = _page(request, _found(request, token))
    answer = render(request, "data/progress.html", found)
    if found.job is None:
        answer["HX-Refresh"] = "true"
    return answer


@page(Right.LOAD_DATA, methods=("GET", "POST"))
def file(request: Request, token: str, position: int) -> HttpResponse:
    """GET: how much of a file is here. POST: its next piece, as it is; only who began the upload sends pieces."""
    viewer = viewer_in(request)
    found = _found(request, token)
    target = found.files.filter(position=position).first()
    if target is None or found.uploader_id != viewer.user:
        raise Http404
    if request.method != "POST":
        return JsonResponse({"received": target.received, "size": target.size})
    try:
        receipt = receive_chunk(
            viewer=viewer,
            folder=data_folder(),
            upload=found,
            position=position,
            offset=whole(request.headers.get("Upload-Offset")),
            length=whole(request.headers.get("Content-Length")),
            stream=cast("IO[bytes]", request),
            sha256=request.headers.get("Chunk-Sha256", ""),
            now=timezone.now(),
        )
    except WrongOffset as wrong:
        return JsonResponse({"received": wrong.received}, status=409)
    except Problem as problem:
        return _refused(request, problem)
    jobs.begin(receipt.job)
    return JsonResponse({"received": receipt.received, "is_complete": receipt.job is not None})


@page(Right.LOAD_DATA, methods=("POST",))
def reading(request: Request, token: str) -> HttpResponse:
    """Say what the files are and how they are read; they are checked anew."""
    found = _found(request, token)
    wanted = wanted_reading(request.POST, standing_of(found))
    job = choose_reading(
        viewer=viewer_in(request),
        upload=found,
        tables=wanted.tables,
        choices=wanted.choices,
        source=wanted.source,
        load_again=wanted.load_again,
        now=timezone.now(),
    )
    jobs.begin(job)
    return _to_upload(token)


@page(Right.LOAD_DATA, methods=("POST",))
def publication(request: Request, token: str) -> HttpResponse:
    """Publish what was seen; asked twice, it is published once."""
    job = publish_upload(
        viewer=viewer_in(request),
        upload=_found(request, token),
        seen=request.POST.get("seal", ""),
        then_grade="grade" in request.POST,
        then_currency=asked_currency(request.POST),
        now=timezone.now(),
    )
    jobs.begin(job)
    return _to_upload(token)


@page(Right.LOAD_DATA, methods=("POST",))
def cancellation(request: Request, token: str) -> HttpResponse:
    """Give the upload up."""
    cancel_upload(viewer=viewer_in(request), folder=data_folder(), upload=_found(request, token), now=timezone.now())
    return _to_upload(token)


@page(Right.LOAD_DATA, methods=("POST",))
def attempts(request: Request, token: str) -> HttpResponse:
    """Do once more what failed or was interrupted."""
    job = try_again(viewer=viewer_in(request), folder=data_folder(), upload=_found(request, token), now=timezone.now())
    jobs.begin(job)
    return _to_upload(token)


@page(Right.LOAD_DATA)
def set_aside(request: Request, token: str, table: str) -> HttpResponse:
    """The rows that could not be used, to correct and load again."""
    found = _found(request, token)
    path = set_aside_of(data_folder(), found.token, table)
    if table not in TABLE or not path.is_file():
        raise Http404
    name = f"{table}-set-aside-{found.token[:6]}.csv"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
    return cast("HttpResponse", answer)


def _found(request: Request, token: str) -> Upload:
    rows = Upload.objects.visible_to(viewer_in(request)).select_related("uploader")
    return found_or_404(rows, token=token)


def _page(request: Request, found: Upload) -> UploadPage:
    viewer = viewer_in(request)
    job = found.jobs.order_by("-pk").first()
    stopped = job is not None and is_stopped(data_folder(), job)
    standing, known = standing_of(found), ledger_currencies(viewer)
    shown = upload_page(viewer, standing, job, is_stopped=stopped, currencies=known)
    if not (shown.can_publish and shown.may_grade):
        return shown
    return replace(shown, currency=currency_choice(viewer, data_folder(), coming_currencies(standing)))


def _sent_whole(request: Request) -> HttpResponse:
    """Small files without any script: the same pieces, sent by the server to itself."""
    viewer, folder = viewer_in(request), data_folder()
    sent = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
    files = [(one.name or "", one.size or 0) for one in sent]
    found = begin_upload(viewer=viewer, folder=folder, files=files, source=source_of(request.POST), now=timezone.now())
    for position, one in enumerate(sent):
        jobs.begin(_received(viewer, found, position, one))
    return _to_upload(found.token)


def _received(viewer: Viewer, found: Upload, position: int, sent: "UploadedFile[Any]") -> Job | None:
    offset, job = 0, None
    while piece := sent.read(LARGEST_CHUNK):
        receipt = receive_chunk(
            viewer=viewer,
            folder=data_folder(),
            upload=found,
            position=position,
            offset=offset,
            length=len(piece),
            stream=BytesIO(piece),
            now=timezone.now(),
        )
        offset, job = receipt.received, receipt.job
    return job


def _places(found: Upload) -> dict[str, Any]:
    root = f"/data/uploads/{found.token}/"
    files = [
        {"address": f"{root}files/{one.position}/", "received": one.received, "size": one.size}
        for one in found.files.order_by("position")
    ]
    return {"address": root, "files": files}


def _refused(request: Request, problem: Problem) -> HttpResponse:
    """A script is told in words it can show; a form gets the page."""
    if "application/json" not in request.headers.get("Accept", ""):
        raise problem
    words = {"what": problem.what.to(request.language), "remedy": problem.remedy.to(request.language)}
    return JsonResponse({"problem": words, "code": problem.code}, status=422)


def _to_upload(token: str) -> HttpResponse:
    return HttpResponseRedirect(f"/data/uploads/{token}/")
