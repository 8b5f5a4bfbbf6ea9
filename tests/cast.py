"""A small company everybody in the tests knows: who works here, who manages whom, and who buys.

director lin ─ manager wei ─ sellers fang (reads prices), bo        manager tang ─ seller mei
ops (sales operations)   cfo (finance)   compliance   root (administrator only)
accounts: harbour (fang), northwind (bo), steelworks (mei), orphan (nobody)
people at harbour, as fang sees them (`harbour_people(company)`):
zhou (decides) ─ sun (technical, against us) ─ wu (uses, for us), zheng
               ─ li (buys), chair (a chief of finance nobody knows), qian (left in March)
"""

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from openkam.core.access import Role, Viewer
from openkam.insight.grading.models import Grade, Run, SchemeVersion, Verdict
from openkam.insight.grading.schemes import load_scheme, scheme_source
from openkam.records.accounts.models import Account, AccountCode, SearchText
from openkam.records.accounts.naming import name_key
from openkam.records.accounts.search import search_text
from openkam.records.contacts.models import (
    BuyingRole,
    Employment,
    Opinion,
    Person,
    Relation,
    ReportingLine,
    Tie,
)
from openkam.records.opportunities.models import DealRole, DealView, Opportunity
from openkam.records.users.models import ChainLink, ManagerLink, RoleGrant, User
from openkam.records.users.viewer import viewer_of

TODAY: Final = date(2026, 7, 1)
NOW: Final = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
HIRED: Final = date(2020, 1, 1)
PASSWORD: Final = "harbour-and-quarry-2026"

_ROLES: Final = {
    "lin": (Role.MANAGER,),
    "wei": (Role.MANAGER,),
    "tang": (Role.MANAGER,),
    "fang": (Role.SELLER,),
    "bo": (Role.SELLER,),
    "mei": (Role.SELLER,),
    "ops": (Role.SALES_OPERATIONS,),
    "cfo": (Role.FINANCE,),
    "compliance": (Role.COMPLIANCE,),
    "root": (Role.ADMINISTRATOR,),
}
_NAMES: Final = {
    "lin": "林静",
    "wei": "魏强",
    "tang": "唐敏",
    "fang": "方芳",
    "bo": "薄远",
    "mei": "梅雪",
    "ops": "欧萍",
    "cfo": "陈方",
    "compliance": "贺规",
    "root": "Root",
}
# Who stands above whom, and how far.
_CHAIN: Final = (
    ("lin", "wei", 1),
    ("wei", "fang", 1),
    ("wei", "bo", 1),
    ("tang", "mei", 1),
    ("lin", "fang", 2),
    ("lin", "bo", 2),
)
# What an account is, then what the latest run found: sales and profit of 12 months, tier and its place.
_ACCOUNTS: Final[dict[str, tuple[Any, ...]]] = {
    "harbour": ("海港机械有限公司", "fang", "C-001", "Machinery", "East", 1_200_000, 300_000, "KEY", 0),
    "northwind": ("Northwind Traders GmbH", "bo", "C-002", "Trade", "North", 600_000, 90_000, "IMPORTANT", 1),
    "steelworks": ("钢城钢铁集团股份有限公司", "mei", "C-003", "Steel", "West", 900_000, 45_000, "GENERAL", 2),
    "orphan": ("孤岛贸易（上海）有限公司", None, "C-004", "Trade", "East", 20_000, None, "", 99),
}
# Name, department, title, level, whom he reports to, roles, stance, further opinions of fang.
_PEOPLE: Final[dict[str, tuple[Any, ...]]] = {
    "zhou": ("周海", "Board", "General manager", "DECISION", None, ("DECIDER",), 1, {"MODE": "EVEN_KEEL"}),
    "sun": ("孙立", "Engineering", "Chief engineer", "MANAGEMENT", "zhou", ("TECH_GATE",), -3, {"INFLUENCE": "HIGH"}),
    "li": ("李梅", "Purchasing", "Head of purchasing", "MANAGEMENT", "zhou", ("BUYER",), 2, {"MODE": "TROUBLE"}),
    "wu": ("吴刚", "Production", "Workshop head", "EXECUTION", "sun", ("USER",), 4, {"PROFILE": "FRIEND"}),
    "zheng": ("郑洁", "Engineering", "Technician", "EXECUTION", "sun", (), None, {}),
    "chair": ("Chief of finance", "Finance", "", "DECISION", "zhou", (), None, {}),
    "qian": ("钱友", "Purchasing", "Deputy head", "MANAGEMENT", "zhou", (), None, {}),
}
JOINED: Final = date(2024, 1, 1)
LEFT: Final = date(2026, 3, 31)
OBSERVED: Final = date(2026, 6, 1)


@dataclass(frozen=True)
class People:
    """The people at harbour, and the one thing it may buy."""

    zhou: Person
    sun: Person
    li: Person
    wu: Person
    zheng: Person
    chair: Person
    qian: Person
    deal: Opportunity


@dataclass(frozen=True)
class Cast:
    """The company of the tests; `as_viewer(cast.fang)` is how access rules know somebody on TODAY."""

    lin: User
    wei: User
    tang: User
    fang: User
    bo: User
    mei: User
    ops: User
    cfo: User
    compliance: User
    root: User
    harbour: Account
    northwind: Account
    steelworks: Account
    orphan: Account
    scheme: SchemeVersion | None = None
    run: Run | None = None

    @property
    def users(self) -> tuple[User, ...]:
        """Everybody, the director first."""
        return tuple(getattr(self, login) for login in _ROLES)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Every account."""
        return tuple(getattr(self, name) for name in _ACCOUNTS)


def cast(*, graded: bool = False) -> Cast:
    """Write the company into the test database; with `graded` the shipped scorecard, a published run and its grades."""
    users = {login: _user(login, roles) for login, roles in _ROLES.items()}
    _manage(users)
    accounts = {key: _account(key, users) for key in _ACCOUNTS}
    if not graded:
        return Cast(**users, **accounts)
    scheme, run = _published_run(users["ops"])
    for rank, (key, account) in enumerate(accounts.items(), 1):
        _grade(run, account, key, rank)
    return Cast(**users, **accounts, scheme=scheme, run=run)


def harbour_people(company: Cast) -> People:
    """Seven people with posts, lines, roles, opinions of fang, relations of fang and wei, two ties, one deal."""
    harbour, fang = company.harbour, company.fang
    people = {key: _person(key, company) for key in _PEOPLE}
    for key, (*_, superior, _roles, _stance, _more) in _PEOPLE.items():
        if superior:
            until = LEFT if key == "qian" else None
            dates = {"since_date": JOINED, "until_date": until, "noted_by": fang, "noted_at": NOW}
            ReportingLine.objects.create(account=harbour, person=people[key], superior=people[superior], **dates)
    for key, colleague, level, wanted in (
        ("wu", fang, 2, 2),
        ("li", fang, 1, 2),
        ("sun", fang, 0, 1),
        ("zhou", company.wei, 1, 3),
    ):
        Relation.objects.create(
            account=harbour,
            person=people[key],
            colleague=colleague,
            level=level,
            wanted=wanted,
            observed_date=OBSERVED,
            noted_by=fang,
            noted_at=NOW,
        )
    for one, other, kind in (("sun", "zhou", "INFLUENCES"), ("li", "sun", "CONFLICT")):
        Tie.objects.create(
            account=harbour,
            person=people[one],
            other=people[other],
            kind=kind,
            evidence="seen at the tender",
            since_date=JOINED,
            noted_by=fang,
            noted_at=NOW,
        )
    return People(**people, deal=_deal(company, people))


def as_viewer(user: User, today: date = TODAY) -> Viewer:
    """The user as access rules know him."""
    return viewer_of(user, today)


def _user(login: str, roles: tuple[Role, ...]) -> User:
    user = User(login=login, name=_NAMES[login], created_at=NOW, language="en", reads_prices=login == "fang")
    user.set_password(PASSWORD)
    user.save()
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def _manage(users: dict[str, User]) -> None:
    for manager, user, depth in _CHAIN:
        ChainLink.objects.create(manager=users[manager], user=users[user], depth=depth, since_date=HIRED)
        if depth == 1:
            ManagerLink.objects.create(manager=users[manager], user=users[user], since_date=HIRED)


def _account(key: str, users: dict[str, User]) -> Account:
    name, owner, code, industry, region, *_ = _ACCOUNTS[key]
    account = Account.objects.create(
        name=name,
        name_key=name_key(name),
        owner=users[owner] if owner else None,
        industry=industry,
        region=region,
        kind="",
        created_at=NOW,
    )
    AccountCode.objects.create(code=code, account=account, source="erp", added_at=NOW)
    SearchText.objects.create(account=account, text=search_text(name, [code]))
    return account


def _person(key: str, company: Cast) -> Person:
    name, department, title, level, _superior, roles, stance, more = _PEOPLE[key]
    person = Person.objects.create(
        name=name,
        name_key=name.casefold(),
        is_placeholder=key == "chair",
        email="" if key == "chair" else f"{key}@harbour.example",
        purpose="sales to his company",
        source="card",
        noticed_date=JOINED,
        created_by=company.fang,
        created_at=NOW,
    )
    note = {"account": company.harbour, "person": person, "noted_at": NOW}
    Employment.objects.create(
        **note,
        department=department,
        title=title,
        level=level,
        since_date=JOINED,
        until_date=LEFT if key == "qian" else None,
        noted_by=company.fang,
    )
    for role in roles:
        BuyingRole.objects.create(**note, role=role, since_date=JOINED, noted_by=company.fang)
    opinions = more if stance is None else {"STANCE": str(stance), **more}
    for kind, value in opinions.items():
        said = {"kind": kind, "value": value, "evidence": "visit in May", "observed_date": OBSERVED}
        Opinion.objects.create(**note, **said, author=company.fang)
    return person


def _deal(company: Cast, people: dict[str, Person]) -> Opportunity:
    deal = Opportunity.objects.create(
        account=company.harbour,
        name="Quay crane",
        owner=company.fang,
        amount_units=26_000_000_000,
        currency="CNY",
        bid_date=date(2026, 9, 1),
        opened_date=date(2026, 2, 1),
        created_at=NOW,
    )
    note = {"account": company.harbour, "opportunity": deal, "noted_at": NOW}
    for key, role in (("zhou", "DECIDER"), ("li", "BUYER"), ("wu", "USER")):
        since = {"since_date": date(2026, 2, 1), "noted_by": company.fang}
        DealRole.objects.create(**note, person=people[key], role=role, **since)
    view = {"influence": "MEDIUM", "mode": "GROWTH", "evidence": "asked for a trial"}
    DealView.objects.create(**note, person=people["wu"], **view, observed_date=OBSERVED, author=company.fang)
    return deal


def _published_run(author: User) -> tuple[SchemeVersion, Run]:
    scheme = load_scheme("scorecard")
    version = SchemeVersion.objects.create(
        code=scheme.code,
        number=1,
        label_en=scheme.label.en,
        label_zh=scheme.label.zh,
        text=scheme_source("scorecard")[0],
        state=SchemeVersion.State.PUBLISHED,
        written_by=author,
        written_at=NOW,
    )
    run = Run.objects.create(
        scheme=version,
        ledger_version=1,
        currency="CNY",
        since_date=date(2023, 7, 1),
        until_date=date(2026, 6, 30),
        graded_at=NOW,
        graded_by=author,
        published_at=NOW,
        expires_date=date(2027, 6, 30),
        account_count=len(_ACCOUNTS),
        by_profit=True,
        by_price=True,
        used_scheme=version.text,
        columns="",
    )
    return version, run


def _grade(run: Run, account: Account, key: str, rank: int) -> None:
    sales, profit, tier, place = _ACCOUNTS[key][5:]
    total, all_profit = 2_720_000, 435_000
    grade = Grade.objects.create(
        run=run,
        account=account,
        tier=tier,
        tier_place=place,
        plain_tier=tier,
        score=None if place == 99 else 90.0 - 20 * place,
        coverage=0.8,
        rank=rank,
        sales_rank=1 + sum(one[5] > sales for one in _ACCOUNTS.values()),
        net_sales_12m=Decimal(sales),
        net_sales=Decimal(sales * 3),
        gross_profit_12m=None if profit is None else Decimal(profit),
        gross_profit=None if profit is None else Decimal(profit * 3),
        margin=None if profit is None else profit / sales,
        profit_share=None if profit is None else profit / all_profit,
        sales_share=sales / total,
        growth=0.1,
        tenure_months=36,
        days_since_purchase=10 * rank,
        pattern="SUSTAINED",
        movement="STABLE",
        months=[sales // 12] * 24,
    )
    body = {
        "reasons": [
            {"code": "high-score", "en": "The score is high.", "zh": "得分高。", "measures": ["score"], "price": False},
            {
                "code": "profit",
                "en": f"Gross profit is {profit}.",
                "zh": f"毛利为 {profit}。",
                "measures": ["gross_profit_12m"],
                "price": True,
            },
        ],
        "measures": {"net_sales_12m": float(sales), "gross_profit_12m": None if profit is None else float(profit)},
        "criteria": [],
        "next_step": None,
        "missing": [],
        "vetoes": [],
        "route": "",
        "other_tiers": {"single": tier or None, "pyramid": None, "scorecard": tier or None},
        "reviews": [["2026-06-30", tier or None]],
        "figures": {"score": None if place == 99 else 90.0 - 20 * place, "coverage": 0.8},
    }
    Verdict.objects.create(grade=grade, body=zlib.compress(json.dumps(body, ensure_ascii=False).encode()))
