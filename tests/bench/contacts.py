"""The people of the bench's accounts, with posts, roles, lines and what colleagues think of them; in bulk.

The two percent that stand first have 12 people each (the first twenty 80), the next ten percent six, the others share
the rest: 300,000 people at 100,000 accounts. The same every time.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tests.bench.company import CHUNK, MANAGERS, NOW, SELLERS

LATEST: Final = date(2026, 11, 20)
"""The latest day anything of this company happened on: what is silent depends on the day the bench runs."""
SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉兰建国文辉力志永健世广义兴良海山仁波宁贵福生龙元全胜学"
ENGLISH: Final = (
    "James",
    "Mary",
    "Peter",
    "Anna",
    "Kevin",
    "Lucy",
    "Oscar",
    "Grace",
    "Victor",
    "Helen",
    "Simon",
    "Iris",
)
FAMILY: Final = ("Smith", "Keller", "Rossi", "Dubois", "Novak", "Larsen", "Tanaka", "Meyer", "Costa", "Walker")
TITLES: Final = ("采购总监", "采购经理", "总工程师", "设备科长", "财务总监", "副总经理", "车间主任", "质量经理")
DEPARTMENTS: Final = ("采购部", "技术部", "生产部", "财务部", "总经办")
LEVELS: Final = ("DECISION", "MANAGEMENT", "MANAGEMENT", "EXECUTION", "EXECUTION", "")
ROLES: Final = ("DECIDER", "TECH_GATE", "BUYER", "USER", "INFLUENCER")
OPINIONS: Final = {
    "STANCE": ("-5", "-3", "-1", "1", "2", "3", "4"),
    "MODE": ("GROWTH", "TROUBLE", "EVEN_KEEL", "OVERCONFIDENT"),
    "INFLUENCE": ("HIGH", "MEDIUM", "LOW"),
    "PROFILE": ("GO_GETTER", "TEACHER", "SKEPTIC", "GUIDE", "FRIEND", "CLIMBER", "BLOCKER"),
}
BIG, KEY, IMPORTANT = 0.0002, 0.02, 0.12
MANY: Final = 80
SOME: Final = 12
FEW: Final = 6


@dataclass(frozen=True)
class Customer:
    """An account as the bench fills it: its key, place by importance, and the keys of its owner and his manager."""

    key: int
    place: float
    owner: int
    manager: int

    @property
    def is_known_well(self) -> bool:
        """Of the first two tiers."""
        return self.place < IMPORTANT


@dataclass(frozen=True)
class Met:
    """An account and the keys of the people there."""

    customer: Customer
    people: range


def customers() -> list[Customer]:
    """Every account, the most important first."""
    from openkam.insight.grading.models import Grade
    from openkam.records.accounts.models import Account
    from openkam.records.users.models import User

    users = dict(User.objects.values_list("login", "pk"))
    managers = {users[f"seller{n}"]: users[f"manager{n % MANAGERS}"] for n in range(SELLERS)}
    owners = dict(Account.objects.values_list("pk", "owner_id"))
    ranked = list(Grade.objects.order_by("rank").values_list("account_id", flat=True))
    return [Customer(key, place / len(ranked), owners[key], managers[owners[key]]) for place, key in enumerate(ranked)]


def shared_out(places: Sequence[Customer], total: int, *sizes: int) -> list[int]:
    """How many of something each account has: `sizes` for the first, the key, the important; the others the rest."""
    limits = (BIG, KEY, IMPORTANT)
    counts = [
        next((size for limit, size in zip(limits, sizes, strict=True) if one.place < limit), -1) for one in places
    ]
    rest, others = total - sum(one for one in counts if one > 0), counts.count(-1)
    given = 0
    for place, count in enumerate(counts):
        if count < 0:
            counts[place] = (given + 1) * max(rest, 0) // others - given * max(rest, 0) // others
            given += 1
    return counts


def make_people(places: Sequence[Customer], total: int) -> list[Met]:
    """So many people in all; who they are at each account."""
    chance, counts = random.Random(11), shared_out(places, total, MANY, SOME, FEW)
    named, met = names(chance), list[Met]()
    for start in range(0, len(places), CHUNK):
        part = range(start, min(start + CHUNK, len(places)))
        made = _written([(places[one], counts[one]) for one in part], named, chance)
        _posts(made, chance)
        _judged(made, chance)
        met += made
    return met


def names(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Name and English name; every seventh has no Chinese one."""
    while True:
        english = f"{chance.choice(ENGLISH)} {chance.choice(FAMILY)}"
        if chance.random() < 1 / 7:
            yield english, ""
            continue
        given = chance.choice(GIVEN) + (chance.choice(GIVEN) if chance.random() < 0.7 else "")
        yield chance.choice(SURNAMES) + given, english if chance.random() < 0.2 else ""


def some_day(chance: random.Random, most: int) -> str:
    """A day of the latest so many, the nearer ones likelier."""
    return (LATEST - timedelta(days=int(chance.random() ** 1.5 * most))).isoformat()


def _written(
    counted: Sequence[tuple[Customer, int]], named: Iterator[tuple[str, str]], chance: random.Random
) -> list[Met]:
    from openkam.records.accounts.bulk import insert_rows, new_keys, stored_moment
    from openkam.records.contacts.models import Person, PersonText
    from openkam.records.contacts.person_pieces import person_text, sound_of

    moment = stored_moment(NOW)
    said = ("BUSINESS_CONTACT", "business contact", "bench", NOW.date().isoformat(), moment)
    keys = new_keys(Person, sum(count for _, count in counted))
    people: list[tuple[Any, ...]] = []
    texts: list[tuple[Any, ...]] = []
    for place, key in enumerate(keys):
        name, alias = next(named)
        phone = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
        email = f"p{key}@kunde{place % 5000}.example"
        people.append((key, name, name.casefold(), alias, email, phone, phone, *said))
        texts.append((key, person_text(name, alias, phone, email), sound_of(name)))
    columns = "id name name_key aliases email phone phone_key basis purpose source noticed_date created_at"
    insert(Person, columns, people)
    insert_rows(PersonText, ("person", "text", "sound"), texts)
    met, first = [], keys[0] if keys else 0
    for customer, count in counted:
        met.append(Met(customer, range(first, first + count)))
        first += count
    return met


def _posts(met: Iterable[Met], chance: random.Random) -> None:
    """Where they work, what they are in the buying, whom they report to, who of us knows them."""
    from openkam.records.accounts.bulk import stored_moment
    from openkam.records.contacts.models import BuyingRole, Employment, Relation, ReportingLine

    moment = stored_moment(NOW)
    posts, roles, lines, known = [], [], [], []
    for one in met:
        account, owner = one.customer.key, one.customer.owner
        for place, person in enumerate(one.people):
            where = (account, person)
            since = (date(2020, 1, 1) + timedelta(days=chance.randrange(2400))).isoformat()
            until = some_day(chance, 900) if chance.random() < 0.02 else None
            until = max(until, since) if until else None
            post = (chance.choice(DEPARTMENTS), chance.choice(TITLES), chance.choice(LEVELS), since, until)
            posts.append((*where, *post, "bench", moment))
            if chance.random() < 0.4:
                roles.append((*where, chance.choice(ROLES), since, moment))
            if place and one.customer.is_known_well and chance.random() < 0.7:
                lines.append((*where, one.people[chance.randrange(place)], since, moment))
            if one.customer.is_known_well and chance.random() < 0.5:
                day = some_day(chance, 700)
                known.append((*where, owner, chance.randrange(4), chance.randrange(4), day, owner, moment))
    insert(Employment, "account person department title level since_date until_date source noted_at", posts)
    insert(BuyingRole, "account person role since_date noted_at", roles)
    insert(ReportingLine, "account person superior since_date noted_at", lines)
    insert(Relation, "account person colleague level wanted observed_date noted_by noted_at", known)


def _judged(met: Iterable[Met], chance: random.Random) -> None:
    """Opinions by owner and manager, motives, lines of influence and conflict; elsewhere a stance of every second."""
    from openkam.records.accounts.bulk import stored_moment
    from openkam.records.contacts.models import Motive, Opinion, Tie

    moment = stored_moment(NOW)
    held, motives, ties = [], [], []
    for one in met:
        account, authors = one.customer.key, (one.customer.owner, one.customer.owner, one.customer.manager)
        for place, person in enumerate(one.people):
            where = (account, person)
            kinds = (*OPINIONS, "STANCE") if one.customer.is_known_well else ("STANCE",)
            for kind in kinds:
                if chance.random() < (0.7 if one.customer.is_known_well else 0.5):
                    said = (kind, chance.choice(OPINIONS[kind]), "拜访时的原话", some_day(chance, 500))
                    held.append((*where, *said, chance.choice(authors), moment))
            if one.customer.is_known_well and chance.random() < 0.2:
                want = ("CONCERN", "担心停产和交货期", "拜访", some_day(chance, 500), chance.choice(authors), moment)
                motives.append((*where, *want))
            if place and one.customer.is_known_well and chance.random() < 0.1:
                other = one.people[chance.randrange(place)]
                kind = chance.choice(("INFLUENCES", "CONFLICT"))
                ties.append((*where, other, kind, "会上当面反对或附和", "2025-03-01", moment))
    insert(Opinion, "account person kind value evidence observed_date author noted_at", held)
    insert(Motive, "account person kind text evidence observed_date author noted_at", motives)
    insert(Tie, "account person other kind evidence since_date noted_at", ties)


def insert(model: Any, named: str, rows: list[tuple[Any, ...]]) -> None:
    """The other columns have their defaults, or are blank."""
    from openkam.records.accounts.bulk import insert_rows

    columns = named.split()
    rest = [field for field in model._meta.concrete_fields if field.name not in columns and not field.primary_key]
    rest = [field for field in rest if not field.null]
    values = [field.get_db_prep_save(field.get_default(), connection=_connection()) for field in rest]
    insert_rows(model, (*columns, *(field.name for field in rest)), [(*row, *values) for row in rows])


def _connection() -> Any:
    from django.db import connection

    return connection
