"""The timeline of an account."""

from django.http import HttpResponse, QueryDict

from openkam.core.access import Right
from openkam.records.activities.kinds import Kind
from openkam.web.log.form.draft import empty_draft
from openkam.web.log.timeline.happening import Source
from openkam.web.log.timeline.pages import MOST_PAGES, Filters, log_page
from openkam.web.policy import page
from openkam.web.typed import key_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def log(request: Request, pk: int) -> HttpResponse:
    """Everything that happened, as far as the filters say."""
    viewer, about = viewer_in(request), request.GET.get("opportunity", "")
    draft = empty_draft(viewer.today, about) if key_of(about) is not None else None
    shown = log_page(viewer, pk, filters_of(request.GET), draft=draft, done=request.GET.get("done", ""))
    template = "log/timeline/_timeline.html" if request.htmx else "log/timeline/log.html"
    answer = render(request, template, shown)
    answer["Vary"] = "HX-Request"
    return answer


def filters_of(asked: QueryDict) -> Filters:
    """What was asked for; what makes no sense is left out."""
    source, kind, person, number = (asked.get(name, "") for name in ("source", "kind", "person", "page"))
    return Filters(
        source=source if source in set(Source) else "",
        kind=kind if kind in set(Kind.values) else "",
        person=key_of(person),
        number=min(max(key_of(number) or 1, 1), MOST_PAGES),
    )
