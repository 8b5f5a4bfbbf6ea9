"""Published runs, grades and verdicts, as a viewer may see them."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, Exists, F, IntegerField, Min, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.prepared import Fixed, Prepared
from openkam.insight.grading.confidential import PRICE_MEASURES, hidden_fields
from openkam.insight.grading.models import Grade, Run, SchemeVersion, Verdict
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.grading.side_by_side import MOST, SideBySide, kept_methods
from openkam.insight.grading.standing import standing_of, visible_mask
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account
from openkam.records.accounts.queries import merged_codes, standing_overrides

FEW: Final = 1000
"""Who sees no more accounts than this has his grades fetched account by account."""
NO_PLACE: Final = 99
"""Place of an account without a tier."""


def run_in_force(currency: str | None = None) -> Run | None:
    """The latest published run, of a currency where one is named; None before anything was published."""
    return next(iter(_IN_FORCE(Fixed(None) if currency is None else currency)), None)


def _in_force(currency: str | None) -> Any:
    # The report of a large company is long, and only the page of findings tells it.
    runs = Run.objects.exclude(published_at=None).select_related("scheme").defer("report", "scheme__text")
    if currency is not None:
        runs = runs.filter(currency=currency)
    return runs.order_by("-published_at", "-number")[:1]


_IN_FORCE: Final[Prepared[Run]] = Prepared(_in_force)


def newer_ledger(run: Run | None, version: int) -> int | None:
    """The ledger's version where it moved on since the run was graded; None where the run rests on it."""
    return version if run is not None and version > run.ledger_version else None


def codes_merged_since(run: Run) -> set[str]:
    """Codes merged or parted since the run was graded, and those under which they were or are summed."""
    return {code for pair in run.merged.items() ^ merged_codes().items() for code in pair}


def is_merged_anew(run: Run, codes: Mapping[str, bool]) -> bool:
    """Whether a code joined or left the account of these codes since the run was graded; no query.

    codes  every code of the account, and whether it is the main one
    """
    main = next((code for code, is_main in codes.items() if is_main), "")
    now = {(code, main) for code, is_main in codes.items() if main and not is_main}
    then = {pair for pair in run.merged.items() if not codes.keys().isdisjoint(pair)}
    return now != then


def scheme_numbered(pk: int) -> SchemeVersion | None:
    """A saved scheme version by its key."""
    return SchemeVersion.objects.select_related("written_by").filter(pk=pk).first()


def run_currencies() -> list[str]:
    """The currencies in which grades were published."""
    return sorted(set(Run.objects.exclude(published_at=None).values_list("currency", flat=True)))


def first_graded(scheme: str, currency: str, until: date) -> date | None:
    """The day of the data of the first published grading by a scheme of this code; None where none lies before.

    A tier is held against newer figures from that day on only (decision 22).
    """
    runs = Run.objects.exclude(published_at=None).filter(scheme__code=scheme, currency=currency, until_date__lt=until)
    first: date | None = runs.aggregate(first=Min("until_date"))["first"]
    return first


def grades_of(viewer: Viewer, run: Run) -> QuerySet[Grade]:
    """The grades of a run the viewer may see, with account and owner.

    Annotated: `effective_tier` and `effective_place`, what stands today (an override that holds, else the grade), and
    `is_overridden`.
    """
    few = _few_accounts(viewer)
    grades = Grade.objects.visible_to(viewer) if few is None else Grade.objects.filter(account__in=few)
    return with_effective_tier(grades.filter(run=run).select_related("account__owner"), viewer, run)


def _few_accounts(viewer: Viewer) -> list[int] | None:
    """The keys of the accounts of somebody who sees few: their grades are fetched one by one and sorted.

    Without them a database would walk through the grades of the whole company in order; None where that is better.
    """
    if viewer.reads_all_accounts:
        return None
    keys = list(Account.objects.visible_to(viewer).values_list("pk", flat=True)[: FEW + 1])
    return keys if len(keys) <= FEW else None


def with_effective_tier(grades: QuerySet[Grade], viewer: Viewer, run: Run) -> QuerySet[Grade]:
    """Grades of one run with the tier that stands today."""
    standing = standing_overrides(viewer.today).filter(account=OuterRef("account"))
    places = [When(override_tier=tier.code, then=Value(place)) for place, tier in enumerate(scheme_of(run).tiers)]
    return grades.annotate(
        override_tier=Subquery(standing.values("tier")[:1]),
        is_overridden=Exists(standing),
        effective_tier=Coalesce(F("override_tier"), F("tier")),
        effective_place=Case(*places, default=F("tier_place"), output_field=IntegerField()),
    )


def grade_history(viewer: Viewer, account: Account) -> list[Grade]:
    """The grades of one account in every published run, the latest first."""
    rows = Grade.objects.visible_to(viewer).filter(account=account).exclude(run__published_at=None)
    return list(rows.select_related("run__scheme").order_by("-run__published_at", "-run"))


def published_grades(account: Account) -> list[Grade]:
    """The grades in every published run with their verdicts, the latest first; for who is known to see the account."""
    return _PUBLISHED(account.pk)


def _published(account: int) -> Any:
    known = Grade.objects.filter(account=account).exclude(run__published_at=None)
    # The report of a large company is long, and only the page of findings tells it.
    known = known.select_related("run__scheme", "verdict").defer("run__report", "run__scheme__text")
    return known.order_by("-run__published_at", "-run")


_PUBLISHED: Final[Prepared[Grade]] = Prepared(_published)


@dataclass(frozen=True)
class Reason:
    """One sentence of a verdict, and the measures it shows."""

    code: str
    words: Text
    measures: tuple[str, ...]


@dataclass(frozen=True)
class VerdictView:
    """Why an account stands where it stands, as far as the viewer may know.

    reasons      most important first
    measures     plain figures by code (money in 1/10,000; None unknown)
    criteria     one an indicator: {code, en, zh, measure, value, weight, points, contribution}
    next_step    the smallest single change to the next tier: {measure, from, to, tier}, None where there is none
    missing      codes of measures the scheme asks for and the ledger cannot tell
    vetoes       codes of the gates that hold the tier down
    other_tiers  tier code under each of the three methods, None no tier
    reviews      [day, tier code or None], oldest first
    """

    reasons: tuple[Reason, ...]
    measures: dict[str, Any]
    criteria: tuple[dict[str, Any], ...]
    next_step: dict[str, Any] | None
    missing: tuple[str, ...]
    vetoes: tuple[str, ...]
    other_tiers: dict[str, str | None]
    reviews: tuple[tuple[str, str | None], ...]
    figures: dict[str, Any]


def verdict_of(viewer: Viewer, grade: Grade) -> VerdictView | None:
    """The kept verdict of one grade, without what the viewer may not read; None where he may not see the account."""
    visible = Grade.objects.visible_to(viewer).filter(pk=grade.pk)
    row = Verdict.objects.filter(grade__in=visible).first()
    if row is None:
        return None
    return viewed(unpacked(row), viewer, hidden_fields(viewer, grade.run))


def unpacked(verdict: Verdict) -> dict[str, Any]:
    """The body of a verdict as plain JSON values."""
    body: dict[str, Any] = json.loads(zlib.decompress(bytes(verdict.body)))
    return body


def viewed(body: dict[str, Any], viewer: Viewer, hidden: frozenset[str]) -> VerdictView:
    """A verdict without the parts that show prices, for a viewer who may not read them."""
    prices = viewer.reads(FieldClass.PRICE)
    closed = frozenset() if prices else PRICE_MEASURES
    step, by_score = body["next_step"], "score" in hidden
    criteria = [one for one in body["criteria"] if one["measure"] not in closed]
    return VerdictView(
        reasons=_reasons(body["reasons"], prices),
        measures={code: value for code, value in body["measures"].items() if code not in closed},
        # Contributions and the next step follow from the whole score, so they go where the score goes.
        criteria=tuple({**one, "contribution": None} if by_score else one for one in criteria),
        next_step=None if step is None or by_score or step["measure"] in closed else step,
        missing=tuple(body["missing"]),
        vetoes=tuple(body["vetoes"]),
        other_tiers=body["other_tiers"],
        reviews=tuple((day, tier) for day, tier in body["reviews"]),
        figures={name: value for name, value in body["figures"].items() if prices or name not in hidden},
    )


def _reasons(reasons: list[dict[str, Any]], prices: bool) -> tuple[Reason, ...]:
    """A reason that shows a price is left out, or told by its open half where it has one."""
    told = []
    for one in reasons:
        words = Text(one["en"], one["zh"])
        if one["price"] and not prices:
            if "open" not in one:
                continue
            words = Text(*one["open"])
        told.append(Reason(one["code"], words, tuple(one["measures"])))
    return tuple(told)


def disagreements_of(viewer: Viewer, run: Run, folder: DataFolder, *, most: int = MOST) -> SideBySide:
    """The three methods on the accounts the viewer may see, as the run found them, and where they differ; one query."""
    standing = standing_of(run, folder)
    return kept_methods(standing, scheme_of(run), visible_mask(standing, viewer), most)


@dataclass(frozen=True)
class CompanyFinding:
    """A sentence about all accounts together."""

    kind: str
    code: str
    words: Text
    accounts: tuple[str, ...]


def company_findings(viewer: Viewer, run: Run) -> tuple[CompanyFinding, ...]:
    """Headlines, warnings and notes of a run; nothing for those who see some accounts only.

    kind      "headlines", "warnings" or "notes"
    accounts  customer codes the sentence is about
    """
    if not viewer.reads_all_accounts:
        return ()
    prices = viewer.reads(FieldClass.PRICE)
    return tuple(
        CompanyFinding(kind, one["code"], Text(one["en"], one["zh"]), tuple(one["accounts"]))
        for kind, sentences in run.report.items()
        for one in sentences
        if prices or not one["price"]
    )
