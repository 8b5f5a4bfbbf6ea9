"""The page of one account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.http import Http404

from openkam.analysis.methods.rhythm import movement, pattern
from openkam.analysis.words import Language, Text
from openkam.core.access import FieldClass, Right, Viewer
from openkam.core.currencies import currency_code
from openkam.core.periods import day_text
from openkam.core.prepared import Prepared
from openkam.core.problem import Problem
from openkam.insight.grading.confidential import hidden_fields
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.queries import is_merged_anew, published_grades
from openkam.insight.grading.run_scheme import scheme_of
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.limits import OVERRIDE_MONTHS, months_after
from openkam.records.accounts.models import Account
from openkam.records.archive.group import Inherited, key_status
from openkam.records.users.models import User
from openkam.web.accounts.listing.rows import MOVE_KINDS
from openkam.web.accounts.profile.people import PeoplePart, people_part
from openkam.web.accounts.profile.tiers import TierPart, tier_part
from openkam.web.accounts.profile.value import ValuePart, value_part
from openkam.web.policy import found_or_404
from openkam.web.sight.seen import Seen, in_force

YEAR = 12
NOTHING = Text("", "")
ORGANISATIONS: Final = {
    "ENTERPRISE": Text("company", "企业"),
    "PUBLIC_BODY": Text("public body", "机关事业单位"),
    "RESELLER": Text("reseller", "经销商"),
    "PERSON": Text("private person", "个人"),
}


@dataclass(frozen=True)
class Fact:
    """A headline figure; `kind` says how it is written, `measure` what explains it."""

    label: Text
    value: Any
    kind: str
    measure: str
    note: Text = NOTHING
    asks: Text = NOTHING


@dataclass(frozen=True)
class PastGrade:
    """The grade of one published run; figures None where unknown or not to be read."""

    run: Run
    tier: Text | None
    place: int
    score: float | None
    profit: Decimal | None
    sales: Decimal | None
    coverage: float | None


@dataclass(frozen=True)
class Chip:
    """A word about the account with its kind."""

    text: Text
    kind: str


@dataclass(frozen=True)
class ProfilePage:
    """Everything the page shows; tier, value and history are None or empty before the account was graded."""

    account: Account
    kind: Text
    run: Run | None
    currency: str
    reads_prices: bool
    chips: Sequence[Chip]
    headline: Sequence[Fact]
    facts: Sequence[Fact]
    tier: TierPart | None
    value: ValuePart | None
    history: Sequence[PastGrade]
    people: PeoplePart
    key_status: Inherited | None
    has_new_merges: bool
    may_grade: bool
    colleagues: Sequence[tuple[str, str]]
    may_change: bool
    may_override: bool
    may_rate: bool
    may_assign: bool
    may_match: bool
    may_share: bool
    expiry: date
    today: date
    problem: Problem | None
    draft: Mapping[str, str]


def profile_page(
    viewer: Viewer,
    key: int,
    *,
    folder: DataFolder,
    language: Language,
    problem: Problem | None = None,
    draft: Mapping[str, str] | None = None,
) -> ProfilePage:
    """The page; `problem` and `draft` are what was refused and what had been typed.

    Raises Http404 where the viewer sees no such account.
    """
    account = _account_to_change(viewer, key)
    history = published_grades(account)
    run, seen = in_force(viewer)
    grade = next((one for one in history if run is not None and one.run_id == run.pk), None)
    is_own: bool = account.is_writable
    may_assign = is_own and viewer.may(Right.ASSIGN_ACCOUNTS)
    people = people_part(viewer, account, run)
    return ProfilePage(
        account=account,
        kind=ORGANISATIONS.get(account.kind, NOTHING),
        run=run,
        currency=currency_code(run.currency) if run is not None else "",
        reads_prices=viewer.reads(FieldClass.PRICE),
        chips=_chips(grade),
        headline=_headline(viewer, grade),
        facts=_facts(viewer, grade),
        tier=tier_part(viewer, account, grade, _before(history, grade)) if grade is not None else None,
        value=value_part(viewer, seen, account, grade, folder=folder, language=language) if grade is not None else None,
        history=[_past(viewer, one) for one in history],
        people=people,
        key_status=key_status(viewer, account),
        has_new_merges=run is not None and _has_new_merges(run, people),
        may_grade=viewer.may(Right.PUBLISH_GRADES),
        colleagues=_colleagues(viewer, seen) if is_own else (),
        may_change=is_own,
        may_override=is_own and viewer.may(Right.OVERRIDE_TIERS),
        may_rate=is_own and viewer.may(Right.RATE_ACCOUNTS),
        may_assign=may_assign,
        may_match=viewer.may(Right.MATCH_ACCOUNTS),
        may_share=may_assign or (is_own and account.owner_id == viewer.user),
        expiry=months_after(viewer.today, OVERRIDE_MONTHS) - timedelta(days=1),
        today=viewer.today,
        problem=problem,
        draft=draft or {},
    )


def _has_new_merges(run: Run, people: PeoplePart) -> bool:
    """Whether a code joined or left the account since it was graded."""
    return is_merged_anew(run, {code.code: code.is_main for code in people.codes})


def account_seen(viewer: Viewer, key: int) -> Account:
    """The account.

    Raises Http404 where the viewer sees none of this key.
    """
    return found_or_404(Account.objects.visible_to(viewer).select_related("owner"), pk=key)


def _account_to_change(viewer: Viewer, key: int) -> Any:
    """The same, telling whether he may change it."""
    found = _TO_CHANGE(viewer, key)
    if not found:
        raise Http404
    return found[0]


def _to_change(viewer: Viewer, key: int) -> Any:
    return Account.objects.visible_to(viewer).telling_writable(viewer).select_related("owner").filter(pk=key)


_TO_CHANGE: Final[Prepared[Any]] = Prepared(_to_change)


def _before(history: Sequence[Grade], grade: Grade) -> Grade | None:
    """The grade in the published grading before, in the same currency."""
    earlier = [one for one in history if one.run.currency == grade.run.currency and one.run_id < grade.run_id]
    return max(earlier, key=lambda one: one.run_id, default=None)


def _chips(grade: Grade | None) -> list[Chip]:
    if grade is None:
        return []
    words = [
        (pattern.LABELS.get(grade.pattern), "plain"),
        (movement.LABELS.get(grade.movement), MOVE_KINDS.get(grade.movement, "plain")),
    ]
    return [Chip(text, kind) for text, kind in words if text is not None]


def _headline(viewer: Viewer, grade: Grade | None) -> list[Fact]:
    """Profit, share of wallet, years with us (R160); who may not read profit sees sales in its place."""
    if grade is None:
        return []
    sales = Fact(_TWELVE_SALES, grade.net_sales_12m, "money", "net_sales_12m")
    profit = Fact(_TWELVE_PROFIT, grade.gross_profit_12m, "money", "gross_profit_12m", asks=_ASK_COST)
    years = None if grade.tenure_months is None else grade.tenure_months / YEAR
    cut_off = _cut_off(grade)
    return [
        *([profit] if viewer.reads(FieldClass.PRICE) else []),
        sales,
        Fact(Text("Share of wallet", "钱包份额"), grade.share_of_wallet, "share", "share_of_wallet", asks=_ASK_WALLET),
        Fact(_AT_LEAST if cut_off else _YEARS, years, "number", "tenure_months", note=cut_off or NOTHING),
    ]


def _cut_off(grade: Grade) -> Text | None:
    """That the ledger begins about when the account did: it may be with us longer (decision 23)."""
    if grade.tenure_months is None:
        return None
    since, until = grade.run.since_date, grade.run.until_date
    reach = (until.year - since.year) * YEAR + until.month - since.month
    if grade.tenure_months < reach - _CUT_OFF_MONTHS:
        return None
    return Text("the ledger begins {day}", "账本始于{day}").filled(day=day_text(since))


_TWELVE_SALES = Text("Net sales, 12 months", "近12个月净销售额")
_TWELVE_PROFIT = Text("Gross profit, 12 months", "近12个月毛利")
_YEARS = Text("Years with us", "合作年数")
_AT_LEAST = Text("Years with us, at least", "合作年数（至少）")
_CUT_OFF_MONTHS = 3
"""Who bought within so many months of the ledger's beginning may well have bought before it."""
_ASK_WALLET = Text("How much does it spend a year on what we sell?", "该客户每年采购我方品类的总额是多少？")
_ASK_COST = Text("Load the costs of its invoice lines.", "请导入该客户发票明细的成本。")


def _facts(viewer: Viewer, grade: Grade | None) -> list[Fact]:
    if grade is None:
        return []
    hidden = hidden_fields(viewer, grade.run)
    every = (
        ("margin", Fact(Text("Margin, whole period", "毛利率（全部期间）"), grade.margin, "share", "margin")),
        ("growth", Fact(Text("Growth", "增长率"), grade.growth, "share", "growth")),
        ("collection_days", Fact(Text("Days to pay", "回款天数"), grade.collection_days, "days", "collection_days")),
        ("overdue_amount", Fact(Text("Overdue", "逾期欠款"), grade.overdue_amount, "money", "overdue_amount")),
        ("future_value", Fact(Text("Future value", "未来价值"), grade.future_value, "money", "future_value")),
        ("money_at_risk", Fact(Text("Money at risk", "风险金额"), grade.money_at_risk or Decimal(0), "risk", "")),
        ("effort_hours", Fact(Text("Hours spent", "投入工时"), grade.effort_hours, "number", "effort_hours")),
        (
            "days_since_purchase",
            Fact(
                Text("Since the latest purchase", "距上次采购"),
                grade.days_since_purchase,
                "days",
                "days_since_purchase",
            ),
        ),
    )
    return [fact for field, fact in every if field not in hidden]


def _past(viewer: Viewer, grade: Grade) -> PastGrade:
    hidden, tiers = hidden_fields(viewer, grade.run), scheme_of(grade.run).tiers
    return PastGrade(
        run=grade.run,
        tier=tiers[grade.tier_place].label if grade.tier_place < len(tiers) else None,
        place=grade.tier_place,
        score=None if "score" in hidden else grade.score,
        profit=None if "gross_profit_12m" in hidden else grade.gross_profit_12m,
        sales=grade.net_sales_12m,
        coverage=grade.coverage,
    )


def _colleagues(viewer: Viewer, seen: Seen) -> list[tuple[str, str]]:
    """Kept beside the accounts seen: whatever changes users lets those be read anew."""
    people = seen.of("colleagues", lambda: _active(viewer))
    return [one for one in people if one[0] != str(viewer.user)]


def _active(viewer: Viewer) -> list[tuple[str, str]]:
    people = User.objects.visible_to(viewer).filter(is_active=True).order_by("name")
    return [(str(key), name) for key, name in people.values_list("pk", "name")]
