"""What happened at the bench's accounts: the log with who was there, deals, objections, what we know; in bulk.

One million entries and 200,000 opportunities at 100,000 accounts; the accounts that stand first have most of them.
"""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from tests.bench.company import CHUNK, NOW, in_bulk
from tests.bench.contacts import LATEST, Met, customers, insert, make_people, shared_out, some_day

SUBJECTS: Final = ("拜访采购部", "技术交流", "报价沟通", "合同评审", "现场试用", "年度框架谈判", "投诉处理", "电话回访")
SAID: Final = (
    "对方希望缩短交货期，年底前完成设备升级",
    "采购流程要走集团集中采购，预算在三季度批",
    "试用结果良好，技术部同意写入标准",
    "价格比竞争对手高百分之五，需要给出理由",
    "The plant wants a trial run before the framework contract",
)
ABOUT: Final = "泵阀门轴承电机仪表管道涂料备件软件滤芯焊材刀具"
KINDS: Final = ("MEETING",) * 4 + ("CALL",) * 5 + ("MAIL",) * 3 + ("CHAT",) * 2 + ("SITE_VISIT", "SAMPLE", "FEEDBACK")
RARE: Final = ("RIVAL_VISIT", "PERSON_CHANGE")
DEALS: Final = ("年度框架", "设备升级", "备件供应", "新线建设", "维保服务")
LONG_LOG: Final = 200


def make_whole(people: int, deals: int, entries: int) -> None:
    """People, log, deals and knowledge for the company that is there, in one transaction."""
    chance = random.Random(12)
    with in_bulk():
        places = customers()
        met = make_people(places, people)
        logs = shared_out(places, entries, LONG_LOG, 100, 30)
        many = shared_out(places, deals, 20, 6, 3)
        for start in range(0, len(places), CHUNK):
            part = slice(start, start + CHUNK)
            opened = _deals(met[part], many[part], chance)
            _log(met[part], logs[part], opened, chance)
            _knowledge(met[part], chance)
        _seals(met, chance)


def _deals(met: Sequence[Met], counts: Sequence[int], chance: random.Random) -> dict[int, int]:
    """Every third is open, with roles, tender and a promise at important accounts; by account the latest open one."""
    from openkam.records.accounts.bulk import insert_rows, new_keys, stored_moment
    from openkam.records.opportunities.models import DealRole, DealText, Opportunity, Promise, TenderOwner
    from openkam.records.opportunities.search import deal_text

    moment, keys = stored_moment(NOW), iter(new_keys(Opportunity, sum(counts)))
    deals, roles, promises, tenders = [], [], [], []
    opened: dict[int, int] = {}
    for one, count in zip(met, counts, strict=True):
        account, owner = one.customer.key, one.customer.owner
        for key in [next(keys) for _ in range(count)]:
            day = LATEST - timedelta(days=chance.randrange(900))
            is_open = chance.random() < 1 / 3
            closed = None if is_open else min(day + timedelta(days=chance.randrange(300)), LATEST).isoformat()
            outcome = "OPEN" if is_open else chance.choice(("WON", "LOST"))
            bid = (LATEST + timedelta(days=chance.randrange(-60, 120))).isoformat() if chance.random() < 0.3 else None
            named = (chance.choice(DEALS), owner, chance.randrange(10**6, 10**10), "CNY", bid, outcome, closed)
            deals.append((key, account, *named, day.isoformat(), moment))
            if not is_open or not one.people:
                continue
            opened[account] = key
            if one.customer.is_known_well:
                person, other = chance.choice(one.people), chance.choice(one.people)
                roles.append((account, key, person, chance.choice(("DECIDER", "USER")), day.isoformat(), moment))
                tenders.append((account, key, other, "拜访", day.isoformat(), moment))
                promises.append((account, key, person, "预算年内批复", some_day(chance, 200), owner, moment))
    columns = "id account name owner amount_units currency bid_date outcome closed_date opened_date created_at"
    insert(Opportunity, columns, deals)
    insert_rows(DealText, ("opportunity", "text"), [(key, deal_text(name, "")) for key, _, name, *_ in deals])
    insert(DealRole, "account opportunity person role since_date noted_at", roles)
    insert(TenderOwner, "account opportunity person source since_date noted_at", tenders)
    insert(Promise, "account opportunity person text said_date author noted_at", promises)
    return opened


def _log(met: Sequence[Met], counts: Sequence[int], opened: dict[int, int], chance: random.Random) -> None:
    from openkam.records.accounts.bulk import insert_rows, new_keys, stored_moment
    from openkam.records.accounts.running_text import running_pieces
    from openkam.records.activities.models import Activity, Attendee, Companion, NoteText

    moment = stored_moment(NOW)
    full = [
        max(count, LONG_LOG) if one.customer.key % 10 == 0 and count >= 100 else count
        for one, count in zip(met, counts, strict=True)
    ]
    keys = iter(new_keys(Activity, sum(full)))
    entries, texts, there, companions = [], [], [], []
    for one, count in zip(met, full, strict=True):
        account, owner = one.customer.key, one.customer.owner
        for key in [next(keys) for _ in range(count)]:
            kind = chance.choice(RARE) if chance.random() < 0.01 else chance.choice(KINDS)
            subject = f"{chance.choice(SUBJECTS)}（{chance.choice(ABOUT)}{chance.choice(ABOUT)}）"
            said, step = chance.choice(SAID), "寄样品并约下次拜访" if chance.random() < 0.1 else ""
            day, done = some_day(chance, 1100), None
            due = day if step else None
            done = due if step and chance.random() < 0.8 else None
            deal = opened.get(account) if chance.random() < 0.2 else None
            author = owner if chance.random() < 0.9 else one.customer.manager
            entries.append((key, account, deal, kind, day, subject, said, step, due, done, author, moment))
            texts.append((key, running_pieces(subject, said, "", step)))
            if one.people and kind not in RARE:
                present = {chance.choice(one.people) for _ in range(chance.choice((1, 1, 1, 2, 3)))}
                there += [(account, key, person) for person in sorted(present)]
                if chance.random() < 0.1:
                    companions.append((account, key, one.customer.manager))
    columns = "id account opportunity kind happened_date subject said next_step next_step_date next_step_done_date"
    insert(Activity, f"{columns} author noted_at", entries)
    insert_rows(NoteText, ("activity", "text"), texts)
    insert(Attendee, "account activity person", there)
    insert(Companion, "account activity user", companions)


def _knowledge(met: Sequence[Met], chance: random.Random) -> None:
    """Facts, the phase of the relation, and what they object to."""
    from openkam.records.accounts.bulk import stored_moment
    from openkam.records.archive.items import ITEMS
    from openkam.records.archive.models import Fact, RelationState
    from openkam.records.needs.models import Objection

    moment = stored_moment(NOW)
    facts: list[tuple[Any, ...]] = []
    states, objections = [], []
    for one in met:
        account, owner = one.customer.key, one.customer.owner
        items = chance.sample(ITEMS, 12 if one.customer.is_known_well else 2)
        for item in items:
            told = (chance.choice(one.people) if one.people else None, "bench", some_day(chance, 800))
            confirmed = LATEST.isoformat() if chance.random() < 0.5 else None
            facts.append((account, item.code, f"{chance.randrange(2, 90)}", *told, confirmed, owner, moment))
        if one.customer.is_known_well:
            phase = chance.choice(("BUILD", "STABILISE", "STRENGTHEN"))
            states.append((account, "PHASE", phase, "年度回顾", some_day(chance, 700), owner, moment))
        if chance.random() < 0.3:
            day = some_day(chance, 400)
            answer = ("已给出测算", LATEST.isoformat()) if chance.random() < 0.7 else ("", None)
            person = chance.choice(one.people) if one.people else None
            objections.append((account, person, "价格偏高", day, owner, *answer, moment))
    columns = "account item value source_person source noticed_date confirmed_date author noted_at"
    insert(Fact, columns, facts)
    insert(RelationState, "account kind value evidence since_date author noted_at", states)
    insert(
        Objection,
        "account person text raised_date owner answer answered_date noted_by noted_at",
        [(*row[:-1], row[4], row[-1]) for row in objections],
    )


def _seals(met: Sequence[Met], chance: random.Random) -> None:
    """A coach at every fifth account of the first two tiers, sealed by its owner; his manager holds every second."""
    from openkam.records.contacts.models import Coach, CoachHolder
    from openkam.records.contacts.seals import Proof, Seal, closed

    known = [one for one in met if one.customer.is_known_well and one.people][::5]
    made = []
    for one in known:
        proof = Proof("WARNS", "提前告知评标时间", LATEST - timedelta(days=chance.randrange(300)), "bench")
        seal = Seal(chance.choice(one.people), LATEST - timedelta(days=400), proofs=(proof,))
        record = closed(seal, one.customer.key)
        made.append(Coach(account_id=one.customer.key, sealed=record, author_id=one.customer.owner, noted_at=NOW))
    Coach.objects.bulk_create(made, batch_size=CHUNK)
    CoachHolder.objects.bulk_create(
        CoachHolder(
            account_id=coach.account_id,
            coach=coach,
            user_id=one.customer.manager,
            author_id=one.customer.owner,
            named_at=NOW,
        )
        for coach, one in list(zip(made, known, strict=True))[::2]
    )
