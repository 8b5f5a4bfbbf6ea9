"""What people change on the pages of an archive: each act is one address, which leads back to its page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.ledger.folder import data_folder
from openkam.records.accounts.models import Account, AccountCode, Alias, TaxNumber
from openkam.records.archive.actions import documents, fields, finances, group, identity, knowledge, relation
from openkam.records.archive.models import CustomField, Document, Fact, Purchasing
from openkam.records.contacts.models import Person
from openkam.web.archive import views
from openkam.web.archive.custom import fields_page
from openkam.web.archive.forms import figures_of, year_of
from openkam.web.archive.frame import Refused, frame_of
from openkam.web.archive.relation import knows_order
from openkam.web.policy import View, found_or_404, page
from openkam.web.typed import day_of, key_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

Act = Callable[[Request, Viewer, Account, datetime, dict[str, int]], object]


def act_on(part: str, place: str, show: views.Shown, done: str = "saved") -> Callable[[Act], View]:
    """A view that does the act and shows its page anew, with what was `done`, a word of `DONE`.

    What was refused is told there, with what had been typed.
    """

    def decorate(act: Act) -> View:
        def view(request: Request, pk: int, **keys: int) -> HttpResponse:
            viewer = viewer_in(request)
            account = frame_of(viewer, pk, part).account
            try:
                act(request, viewer, account, timezone.now(), keys)
            except Problem as problem:
                draft = {name: str(request.POST.get(name, "")) for name in request.POST}
                which = draft.get("item") or draft.get("kind") or draft.get("subject") or keys.get("field", "")
                return show(request, pk, Refused(problem, draft, f"{place}{which}"))
            return HttpResponseRedirect(f"/accounts/{pk}/archive/{part}?done={done}")

        view.__name__, view.__doc__ = act.__name__, act.__doc__
        return page(Right.RECORD_CUSTOMERS, methods=("POST",))(view)

    return decorate


@act_on("", "facts", views.show_overview)
def fact(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """Something was learned, or asked and not learned."""
    given = request.POST
    person = given.get("person", "")
    teller = found_or_404(Person.objects.visible_to(viewer), pk=key_of(person) or 0) if person else None
    return knowledge.note_fact(
        viewer=viewer,
        account=account,
        item=given.get("item", ""),
        value=given.get("value", ""),
        source=given.get("source", ""),
        source_person=teller,
        noticed_date=day_of(given.get("noticed", "")),
        is_confirmed="confirmed" in given,
        now=now,
    )


@act_on("", "facts", views.show_overview)
def confirmation(_: Request, viewer: Viewer, account: Account, now: datetime, keys: dict[str, int]) -> object:
    """Somebody else says the same."""
    row = found_or_404(Fact.objects.visible_to(viewer), pk=keys["fact"], account=account)
    return knowledge.confirm_fact(viewer=viewer, account=account, fact=row, now=now)


@act_on("", "buying", views.show_overview)
def purchasing(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """How a category is bought."""
    given = request.POST
    return knowledge.note_purchasing(
        viewer=viewer,
        account=account,
        category=given.get("category", ""),
        structure=given.get("structure", ""),
        source=given.get("source", ""),
        since_date=day_of(given.get("since", "")),
        now=now,
    )


@act_on("", "buying", views.show_overview, "removed")
def purchasing_removal(_: Request, viewer: Viewer, account: Account, now: datetime, keys: dict[str, int]) -> object:
    """A line of buying structure was wrong."""
    row = found_or_404(Purchasing.objects.visible_to(viewer), pk=keys["purchasing"], account=account)
    return knowledge.remove_purchasing(viewer=viewer, account=account, purchasing=row, now=now)


@act_on("", "own-fields", views.show_overview)
def custom_value(request: Request, viewer: Viewer, account: Account, now: datetime, keys: dict[str, int]) -> object:
    """A field of one's own is filled."""
    row = found_or_404(CustomField.objects.visible_to(viewer), pk=keys["field"], retired_at=None)
    value = request.POST.get("value", "")
    return fields.set_custom_value(viewer=viewer, account=account, field=row, value=value, now=now)


@act_on("identity/", "names", views.show_identity)
def alias(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """Another name."""
    name, kind = request.POST.get("name", ""), request.POST.get("alias_kind", "")
    return identity.add_alias(viewer=viewer, account=account, name=name, kind=kind, now=now)


@act_on("identity/", "names", views.show_identity, "removed")
def alias_removal(_: Request, viewer: Viewer, account: Account, now: datetime, keys: dict[str, int]) -> object:
    """A name nobody uses."""
    row = found_or_404(Alias.objects.visible_to(viewer), pk=keys["alias"], account=account)
    return identity.remove_alias(viewer=viewer, account=account, alias=row, now=now)


@act_on("identity/", "numbers", views.show_identity)
def tax_number(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """A number of a register."""
    given = request.POST
    return identity.set_tax_number(
        viewer=viewer,
        account=account,
        kind=given.get("register", ""),
        number=given.get("number", ""),
        source=given.get("source", ""),
        now=now,
    )


@act_on("identity/", "numbers", views.show_identity, "removed")
def tax_number_removal(_: Request, viewer: Viewer, account: Account, now: datetime, keys: dict[str, int]) -> object:
    """A number that was wrong."""
    row = found_or_404(TaxNumber.objects.visible_to(viewer), pk=keys["number"], account=account)
    return identity.remove_tax_number(viewer=viewer, account=account, number=row, now=now)


@act_on("identity/", "lists", views.show_identity)
def classification(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """A code of a public list."""
    given = request.POST
    return identity.classify(
        viewer=viewer,
        account=account,
        subject=given.get("subject", ""),
        words=given.get("picked") or given.get("words", ""),
        version=given.get("version", ""),
        now=now,
    )


@act_on("identity/", "lists", views.show_identity)
def organisation(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """Kind and level."""
    kind, level = request.POST.get("organisation", ""), request.POST.get("level", "")
    return identity.set_organisation(viewer=viewer, account=account, kind=kind, level=level, now=now)


@act_on("group/", "links", views.show_group)
def link(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """Where the account belongs."""
    given = request.POST
    return group.link_to_group(
        viewer=viewer,
        account=account,
        parent=_company(viewer, given.get("parent", "")),
        source=given.get("source", ""),
        since_date=day_of(given.get("since", "")),
        now=now,
    )


@act_on("group/", "links", views.show_group)
def link_end(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """The account leaves its group."""
    until = day_of(request.POST.get("until", ""))
    return group.end_group_link(viewer=viewer, account=account, until_date=until, now=now)


@act_on("group/", "partner", views.show_group)
def partnership(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """We are a partner of the group."""
    given = request.POST
    return group.set_partnership(
        viewer=viewer,
        account=account,
        scope=given.get("scope", ""),
        region=given.get("region", ""),
        evidence=given.get("evidence", ""),
        since_date=day_of(given.get("since", "")),
        now=now,
    )


@act_on("group/", "partner", views.show_group)
def partnership_end(_: Request, viewer: Viewer, account: Account, now: datetime, __: dict[str, int]) -> object:
    """We are no longer."""
    return group.end_partnership(viewer=viewer, account=account, now=now)


@act_on("relation/", "state", views.show_relation)
def state(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """The relation is judged."""
    given = request.POST
    return relation.note_state(
        viewer=viewer,
        account=account,
        kind=given.get("kind", ""),
        value=given.get("value", ""),
        wanted=given.get("wanted", ""),
        evidence=given.get("evidence", ""),
        since_date=day_of(given.get("since", "")),
        bought=knows_order(account),
        now=now,
    )


@act_on("finances/", "statement", views.show_finances)
def statement(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """The statements of a year."""
    given = request.POST
    return finances.note_statement(
        viewer=viewer,
        account=account,
        year=year_of(given.get("year", "")),
        currency=given.get("currency", "").strip().upper(),
        figures=figures_of(given),
        source=given.get("source", ""),
        figures_date=day_of(given.get("figures_date", "")),
        loans_note=given.get("loans_note", ""),
        now=now,
    )


@act_on("finances/", "statement", views.show_finances, "removed")
def statement_removal(_: Request, viewer: Viewer, account: Account, now: datetime, keys: dict[str, int]) -> object:
    """The statements of a year were wrong."""
    return finances.remove_statement(viewer=viewer, account=account, year=keys["year"], now=now)


@act_on("documents/", "document", views.show_documents)
def document(request: Request, viewer: Viewer, account: Account, now: datetime, _: dict[str, int]) -> object:
    """A file is kept."""
    file: Any = request.FILES.get("file")
    if file is None:
        raise Problem(Text("No file was chosen.", "没有选择文件。"), remedy=Text("Choose one first.", "请先选择文件。"))
    return documents.add_document(
        viewer=viewer,
        account=account,
        name=str(file.name or ""),
        kind=request.POST.get("document_kind", ""),
        pieces=file.chunks(),
        folder=data_folder().documents,
        now=now,
    )


@act_on("documents/", "document", views.show_documents, "removed")
def document_removal(_: Request, viewer: Viewer, account: Account, now: datetime, keys: dict[str, int]) -> object:
    """A file is taken away."""
    row = found_or_404(Document.objects.visible_to(viewer), pk=keys["document"], account=account)
    return documents.remove_document(viewer=viewer, account=account, document=row, now=now)


@act_on("documents/", "document", views.show_documents, "returned")
def document_return(_: Request, viewer: Viewer, account: Account, now: datetime, keys: dict[str, int]) -> object:
    """A file is brought back."""
    row = found_or_404(Document.objects.visible_to(viewer), pk=keys["document"], account=account)
    return documents.restore_document(viewer=viewer, account=account, document=row, now=now)


@page(Right.MATCH_ACCOUNTS, methods=("POST",))
def new_field(request: Request) -> HttpResponse:
    """A field of one's own is defined."""
    given = request.POST
    try:
        fields.define_field(
            viewer=viewer_in(request),
            code=given.get("code", ""),
            label_zh=given.get("label_zh", ""),
            label_en=given.get("label_en", ""),
            kind=given.get("kind", ""),
            choices=given.get("choices", "").splitlines(),
            now=timezone.now(),
        )
    except Problem as problem:
        draft = {name: str(given.get(name, "")) for name in given}
        return render(
            request, "archive/fields.html", fields_page(viewer_in(request), problem=problem, draft=draft), status=422
        )
    return HttpResponseRedirect("/fields/?done=saved")


@page(Right.MATCH_ACCOUNTS, methods=("POST",))
def field_retirement(request: Request, pk: int) -> HttpResponse:
    """A field is offered no more."""
    viewer = viewer_in(request)
    fields.retire_field(
        viewer=viewer, field=found_or_404(CustomField.objects.visible_to(viewer), pk=pk), now=timezone.now()
    )
    return HttpResponseRedirect("/fields/?done=retired")


@page(Right.MATCH_ACCOUNTS, methods=("POST",))
def field_return(request: Request, pk: int) -> HttpResponse:
    """A field is offered again."""
    viewer = viewer_in(request)
    row = found_or_404(CustomField.objects.visible_to(viewer), pk=pk)
    fields.reinstate_field(viewer=viewer, field=row, now=timezone.now())
    return HttpResponseRedirect("/fields/?done=returned")


def _company(viewer: Viewer, words: str) -> Account | None:
    """The account of a customer code or an exact name; None where nothing was typed.

    Raises Problem where the viewer sees none, or several have the name.
    """
    plain = words.replace("\x00", "").strip()
    if not plain:
        return None
    coded = AccountCode.objects.visible_to(viewer).filter(code=plain).select_related("account").first()
    if coded is not None:
        return coded.account
    found = list(Account.objects.visible_to(viewer).filter(name=plain)[:2])
    if len(found) == 1:
        return found[0]
    raise Problem(
        Text(
            "No account has this code or name, or several have the name.",
            "没有客户使用该编码或名称，或有多个同名客户。",
        ),
        remedy=Text("Write its customer code, or its whole name.", "请填写客户编码或完整名称。"),
        value=plain[:40],
    )
