"""People at the accounts of the bench and entries of their logs, in bulk, with what they are found by."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from tests.bench.company import CHUNK, NOW

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
SUBJECTS: Final = ("拜访采购部", "技术交流", "报价沟通", "合同评审", "现场试用", "年度框架谈判", "投诉处理", "电话回访")
SAID: Final = (
    "对方希望缩短交货期，年底前完成设备升级",
    "采购流程要走集团集中采购，预算在三季度批",
    "试用结果良好，技术部同意写入标准",
    "价格比竞争对手高百分之五，需要给出理由",
    "The plant wants a trial run before the framework contract",
)


def make_contacts(accounts: Sequence[int], *, people_each: int = 3, notes: int = 100_000) -> None:
    """So many people at every account and so many entries in all; the same every time."""
    chance = random.Random(11)
    for start in range(0, len(accounts), CHUNK):
        _people(accounts[start : start + CHUNK], people_each, chance)
    for start in range(0, notes, CHUNK):
        _notes([chance.choice(accounts) for _ in range(min(CHUNK, notes - start))], chance)


def names(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Name and English name; every seventh has no Chinese one."""
    while True:
        english = f"{chance.choice(ENGLISH)} {chance.choice(FAMILY)}"
        if chance.random() < 1 / 7:
            yield english, ""
            continue
        given = chance.choice(GIVEN) + (chance.choice(GIVEN) if chance.random() < 0.7 else "")
        yield chance.choice(SURNAMES) + given, english if chance.random() < 0.2 else ""


def _people(accounts: Sequence[int], each: int, chance: random.Random) -> None:
    from openkam.records.accounts.bulk import insert_rows, new_keys, stored_moment
    from openkam.records.contacts.models import Employment, Person, PersonText
    from openkam.records.contacts.search import person_text, sound_of

    moment, named = stored_moment(NOW), names(chance)
    keys = new_keys(Person, len(accounts) * each)
    people: list[tuple[Any, ...]] = []
    texts: list[tuple[Any, ...]] = []
    posts: list[tuple[Any, ...]] = []
    for place, key in enumerate(keys):
        name, alias = next(named)
        phone = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
        email = f"p{key}@kunde{place % 5000}.example"
        said = ("business contact", "bench", NOW.date().isoformat(), moment)
        people.append(
            (key, name, name.casefold(), alias, False, email, phone, phone, "", "", "BUSINESS_CONTACT", *said)
        )
        texts.append((key, person_text(name, alias, phone, email), sound_of(name)))
        account = accounts[place // each]
        posts.append((key, account, chance.choice(DEPARTMENTS), chance.choice(TITLES), "MANAGEMENT", "bench", moment))
    columns = "id name name_key aliases is_placeholder email phone phone_key language channel basis purpose source"
    _insert(Person, [*columns.split(), "noticed_date", "created_at"], people)
    insert_rows(PersonText, ("person", "text", "sound"), texts)
    _insert(Employment, ["person", "account", "department", "title", "level", "source", "noted_at"], posts)


def _notes(accounts: list[int], chance: random.Random) -> None:
    from openkam.records.accounts.bulk import insert_rows, new_keys, stored_moment
    from openkam.records.activities.models import Activity, NoteText
    from openkam.records.activities.search import note_text

    moment, keys = stored_moment(NOW), new_keys(Activity, len(accounts))
    entries: list[tuple[Any, ...]] = []
    texts: list[tuple[Any, ...]] = []
    for key, account in zip(keys, accounts, strict=True):
        subject, said = chance.choice(SUBJECTS), chance.choice(SAID)
        day = date(2026, 6, 30) - timedelta(days=chance.randrange(900))
        entries.append((key, account, "VISIT", day.isoformat(), "DAY", 0, subject, said, moment))
        texts.append((key, note_text(subject, said)))
    _insert(
        Activity,
        ["id", "account", "kind", "happened_date", "precision", "sequence", "subject", "said", "noted_at"],
        entries,
    )
    insert_rows(NoteText, ("activity", "text"), texts)


def _insert(model: Any, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """The other columns have their defaults, or are blank."""
    from openkam.records.accounts.bulk import insert_rows

    rest = [field for field in model._meta.concrete_fields if field.name not in columns and not field.primary_key]
    rest = [field for field in rest if not field.null]
    values = [field.get_default() for field in rest]
    insert_rows(model, (*columns, *(field.name for field in rest)), [(*row, *values) for row in rows])
