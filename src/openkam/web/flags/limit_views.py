"""The limits of red flags: seen by everybody who sees accounts, set by managers and sales operations."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right
from openkam.core.problem import Problem
from openkam.records.reviews.actions import LARGEST_LIMIT, set_flag_limit
from openkam.web.flags.limit_pages import LimitsPage, limits_page
from openkam.web.policy import page
from openkam.web.typed import whole_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def limits(request: Request) -> HttpResponse:
    """From how much on a flag is raised."""
    return render(request, "flags/limits.html", limits_page(viewer_in(request), is_saved="done" in request.GET))


@page(Right.SET_FLAG_LIMITS, methods=("POST",))
def changes(request: Request) -> HttpResponse:
    """Every limit that differs from what holds is set; one that is no number changes nothing."""
    viewer, now = viewer_in(request), timezone.now()
    try:
        wanted = _changed(request, limits_page(viewer))
    except Problem as problem:
        return render(request, "flags/limits.html", limits_page(viewer, problem=problem), status=422)
    for flag, tier, value in wanted:
        set_flag_limit(viewer=viewer, flag=flag, tier=tier, value=value, now=now)
    return HttpResponseRedirect("/flags/limits/?done=1")


def _changed(request: Request, shown: LimitsPage) -> list[tuple[str, str, int | None]]:
    found = []
    for cell in (cell for row in shown.rows for cell in row.cells):
        sent = request.POST.get(cell.name, cell.value).strip()
        if sent != cell.value:
            flag, _, tier = cell.name.partition(":")
            found.append((flag, tier, _limit(sent)))
    return found


def _limit(text: str) -> int | None:
    """Raises Problem where it is no number from 1 to 3650."""
    if not text:
        return None
    limit = whole_of(text, LARGEST_LIMIT)
    if not limit:
        raise Problem(
            Text("This is not a limit.", "阈值无效。"),
            remedy=Text(
                "Write a whole number from 1 to 3650, or nothing to turn the flag off.",
                "请填写1到3650的整数，留空表示停用。",
            ),
            value=text[:20],
        )
    return limit
