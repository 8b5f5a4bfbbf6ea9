"""The teaching cases move in through the same actions as anything else, on behalf of the seller who plays them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from openkam.analysis.words import Language
from openkam.cli.demo.case_files import CASES, Case, day_and_precision, read_case

if TYPE_CHECKING:
    from openkam.core.access import Viewer
    from openkam.records.accounts.models import Account
    from openkam.records.contacts.models import Person
    from openkam.records.opportunities.models import Opportunity
    from openkam.records.users.models import User

PURPOSE: Final = {"zh": "教学案例", "en": "teaching case"}
_UNITS: Final = 10_000


@dataclass(frozen=True)
class Cast:
    """Who plays the supplier: seller, manager and director by these words."""

    operations: "Viewer"
    colleagues: Mapping[str, "User"]


@dataclass
class Staging:
    """One case being loaded; `people` by the key they have in the file."""

    case: Case
    viewer: "Viewer"
    account: "Account"
    colleagues: Mapping[str, "User"]
    people: dict[str, "Person"]
    language: Language
    now: datetime
    deal: "Opportunity | None" = None

    @property
    def begin(self) -> date:
        """The day from which we knew of the account: who was there then was there before."""
        begin: date = self.case.all_of("facts")[0]["date"]
        return begin

    @property
    def act(self) -> dict[str, Any]:
        """What every act is told."""
        return {"viewer": self.viewer, "now": self.now}

    @property
    def here(self) -> dict[str, Any]:
        """The same for acts on the account."""
        return self.act | {"account": self.account}


@transaction.atomic
def load_cases(cast: Cast, language: Language, now: datetime, names: tuple[str, ...] = CASES) -> list["Account"]:
    """The accounts of the cases, with people, log, deal and outcome; one that is there already is left as it is."""
    return [_load(read_case(name, language), cast, language, now) for name in names]


def _load(case: Case, cast: Cast, language: Language, now: datetime) -> "Account":
    from openkam.records.accounts.actions import take_in_customers
    from openkam.records.accounts.models import Account
    from openkam.records.accounts.taking_in import Customer
    from openkam.records.users.viewer import viewer_of

    seen = Account.objects.visible_to(cast.operations)
    known = seen.filter(codes__code=case.code).first()
    if known is not None:
        return known
    seller = cast.colleagues["seller"]
    row = Customer(code=case.code, name=case.name, seller=seller.login, industry=case.industry, region=case.region)
    take_in_customers(actor=cast.operations, rows=[row], source="cases", now=now)
    account = seen.get(codes__code=case.code)
    viewer = viewer_of(seller, now.date())
    stage = Staging(case, viewer, account, cast.colleagues, {}, language, now)
    _people(stage)
    _relations(stage)
    _open_deal(stage)
    _log(stage)
    _facts(stage)
    _close_deal(stage)
    return account


def _people(stage: Staging) -> None:
    """Everybody with his first post and roles, then whom he reports to, then what became of him."""
    from openkam.records.contacts.actions.people import end_role, note_person, note_role
    from openkam.records.contacts.actions.superiors import set_superior
    from openkam.records.contacts.details import PersonDetails

    for row in stage.case.all_of("people"):
        first = row["jobs"][0]
        details = PersonDetails(
            name=row["name"],
            is_placeholder=row.get("placeholder", False),
            purpose=PURPOSE[stage.language],
            source=PURPOSE[stage.language],
            noticed_date=stage.begin,
        )
        person = note_person(**stage.here, details=details, post=_post(first))
        stage.people[row["key"]] = person
        for role in row.get("roles", ()):
            note_role(**stage.here, person=person, role=role, since_date=first.get("since", stage.begin))
    for row in stage.case.all_of("people"):
        person = stage.people[row["key"]]
        if "superior" in row:
            since = row["jobs"][0].get("since", stage.begin)
            set_superior(**stage.here, person=person, superior=stage.people[row["superior"]], since_date=since)
        _career(stage, person, row)
        for role in row.get("roles", ()) if "roles_until" in row else ():
            end_role(**stage.here, person=person, role=role, until_date=row["roles_until"])


def _career(stage: Staging, person: "Person", row: Mapping[str, Any]) -> None:
    """Posts after the first, and the end of the only one."""
    from openkam.records.contacts.actions.people import end_employment, move_person

    jobs = row["jobs"]
    for job in jobs[1:]:
        move_person(**stage.here, person=person, post=_post(job), reason=job.get("left", ""))
    if len(jobs) == 1 and "until" in jobs[0]:
        end_employment(**stage.here, person=person, reason=jobs[0]["left"], until_date=jobs[0]["until"])


def _post(job: Mapping[str, Any]) -> Any:
    from openkam.records.contacts.details import PostDetails

    return PostDetails(
        department=job["department"], title=job["title"], level=job["level"], since_date=job.get("since")
    )


def _relations(stage: Staging) -> None:
    from openkam.records.contacts.actions.opinions import note_opinion, note_relation

    for row in stage.case.all_of("relations"):
        note_relation(
            **stage.here,
            person=stage.people[row["person"]],
            colleague=stage.colleagues[row["colleague"]],
            level=row["level"],
            wanted=row.get("wanted"),
            reason=row["reason"],
            observed_date=row["date"],
        )
    for row in stage.case.all_of("opinions"):
        said = {name: row[name] for name in ("kind", "value", "evidence")}
        note_opinion(**stage.here, person=stage.people[row["person"]], **said, observed_date=row["date"])


def _open_deal(stage: Staging) -> None:
    from openkam.records.opportunities.actions import note_opportunity, note_promise, set_tender_owner

    row = stage.case.body["opportunity"]
    stage.deal = note_opportunity(
        **stage.here,
        name=row["name"],
        category=row["category"],
        amount_units=row["amount"] * _UNITS if "amount" in row else None,
        currency=row.get("currency", ""),
        bid_date=row.get("bid"),
        opened_date=row["opened"],
    )
    for owner in stage.case.all_of("tender_owners"):
        set_tender_owner(
            **stage.act,
            opportunity=stage.deal,
            person=stage.people[owner["person"]],
            department=owner["department"],
            source=owner["source"],
            since_date=owner["since"],
        )
    for word in stage.case.all_of("promises"):
        person = stage.people[word["person"]]
        note_promise(**stage.act, opportunity=stage.deal, person=person, text=word["text"], said_date=word["date"])


def _log(stage: Staging) -> None:
    from openkam.records.activities.actions import note_activity
    from openkam.records.needs.actions import note_objection

    for number, row in enumerate(stage.case.all_of("entries"), 1):
        note_activity(**stage.here, entry=entry_of(stage, row, number))
    for row in stage.case.all_of("objections"):
        person = stage.people[row["person"]]
        note_objection(**stage.here, text=row["text"], person=person, opportunity=stage.deal, raised_date=row["date"])


def entry_of(stage: Staging, row: Mapping[str, Any], number: int) -> Any:
    """An entry of the file as the log takes it; the number keeps the order within a month."""
    from openkam.records.activities.entry import Entry

    day, precision = day_and_precision(row)
    texts = ("subject", "said", "our_view", "result", "next_step", "rival", "method")
    return Entry(
        kind=row["kind"],
        happened_date=day,
        precision=precision,
        sequence=number,
        opportunity=stage.deal.pk if stage.deal is not None else None,
        attendees=frozenset(stage.people[key].pk for key in row.get("attendees", ())),
        companions=frozenset(stage.colleagues[key].pk for key in row.get("companions", ()) if key != "seller"),
        aims=tuple(row.get("aims", ())),
        source_key=f"{stage.case.code}-{number}",
        **{name: row[name] for name in texts if name in row},
    )


def _facts(stage: Staging) -> None:
    from openkam.records.archive.actions.knowledge import note_fact

    for row in stage.case.all_of("facts"):
        person = stage.people[row["told_by"]] if "told_by" in row else None
        note_fact(
            **stage.here,
            item=row["item"],
            value=row["text"],
            source="" if person is not None else PURPOSE[stage.language],
            source_person=person,
            noticed_date=row["date"],
        )


def _close_deal(stage: Staging) -> None:
    from openkam.records.needs.actions import review_loss
    from openkam.records.opportunities.actions import close_opportunity

    row = stage.case.body["opportunity"]
    if stage.deal is None or "outcome" not in row:
        return
    close_opportunity(
        **stage.act,
        opportunity=stage.deal,
        outcome=row["outcome"],
        closed_date=row["closed"],
        lowest_price_was_ours=row.get("lowest_price_was_ours"),
    )
    if "review" in row:
        review_loss(**stage.act, opportunity=stage.deal, causes=row["review"], lesson=row["lesson"])
