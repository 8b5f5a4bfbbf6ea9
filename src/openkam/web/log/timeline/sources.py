"""What happened at an account besides the entries of the log: each source one or two queries, the latest first.

The account was shown to the viewer; of each source he reads what `visible_to` gives him, so judgements of people
come only to those who work on the account.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.periods import day_text
from openkam.core.prepared import Fixed
from openkam.insight.grading.run_scheme import scheme_of
from openkam.records.accounts.models import Account
from openkam.records.archive.items import ITEMS
from openkam.records.contacts.labels import OPINIONS, PROGRESS
from openkam.records.contacts.models import Employment, Opinion
from openkam.records.contacts.moves import Move, moves_of
from openkam.records.contacts.scales import value_label
from openkam.records.opportunities.models import Opportunity
from openkam.web.log.timeline import asked
from openkam.web.log.timeline.happening import NOTHING, Happening, Named, Source
from openkam.web.log.timeline.states import state_words

_ITEMS = {item.code: item for item in ITEMS}
MOVES: Final = {
    Move.CAME: Text("{name} began as {new}", "{name}到任：{new}"),
    Move.CAME_BACK: Text("{name} came back as {new}", "{name}重新到任：{new}"),
    Move.PROMOTED: Text("{name} was promoted: from {old} to {new}", "{name}升职：由{old}变为{new}"),
    Move.TRANSFERRED: Text("{name}: from {old} to {new}", "{name}由{old}变为{new}"),
    Move.LOWERED: Text("{name} was moved down: from {old} to {new}", "{name}降职：由{old}变为{new}"),
    Move.ADDED: Text("{name} also took on {new}", "{name}兼任{new}"),
    Move.LEFT: Text("{name} left ({new})", "{name}离任（{new}）"),
}
"""A step up or down is called what the people map, the red flags and the page of a visit call it."""


def people_changes(viewer: Viewer, account: Account, *, most: int, person: int | None = None) -> list[Happening]:
    """Who came, changed his post or left."""
    jobs = asked.JOBS(viewer, account.pk, asked.chosen(person))
    found = [one for _, held in groupby(jobs, lambda job: job.person_id) for one in _posts(list(held))]
    return sorted(found, key=lambda one: one.order, reverse=True)[:most]


def relations(viewer: Viewer, account: Account, *, most: int, person: int | None = None) -> list[Happening]:
    """Who of us came to know whom how well, what was thought of whom, and the state of the relation as a whole."""
    found = [
        Happening(
            Source.RELATIONS,
            row.observed_date,
            (3, row.pk),
            Text("{colleague} and {name}: {level}", "{colleague}与{name}的关系：{level}").filled(
                colleague=row.colleague.name, name=row.person.name, level=PROGRESS[row.level]
            ),
            _plain(row.reason),
            people=(Named(row.person_id, row.person.name),),
        )
        for row in asked.RELATIONS(viewer, account.pk, asked.chosen(person), Fixed(most))
    ]
    latest = asked.OPINIONS(viewer, account.pk, asked.chosen(person), Fixed(most))
    held = groupby(latest, lambda row: (row.observed_date, row.person_id, row.author_id))
    found += [_views(list(rows)) for _, rows in held]
    return found if person is not None else [*found, *_states(viewer, account, most)]


def objections(viewer: Viewer, account: Account, *, most: int, person: int | None = None) -> list[Happening]:
    """Raised, and answered."""
    found = []
    for row in asked.OBJECTIONS(viewer, account.pk, asked.chosen(person), Fixed(most)):
        who = row.person if row.person is not None and row.person.erased_at is None else None
        people = (Named(who.pk, who.name),) if who is not None else ()
        owner = row.owner.name if row.owner is not None else ""
        is_open = row.answered_date is None
        raised = Text("Objection: {text}", "异议：{text}").filled(text=row.text)
        tried = _plain(row.answer) if is_open else NOTHING
        found.append(
            Happening(
                Source.OBJECTIONS,
                row.raised_date,
                (4, row.pk),
                raised,
                tried,
                people=people,
                author=owner,
                objection=row.pk if is_open else None,
            )
        )
        if row.answered_date is not None:
            answered = Text("Objection answered: {text}", "异议已答复：{text}").filled(text=row.text)
            found.append(
                Happening(
                    Source.OBJECTIONS, row.answered_date, (4, row.pk), answered, _plain(row.answer), people=people
                )
            )
    return found


def deals(viewer: Viewer, account: Account, *, most: int, person: int | None = None) -> list[Happening]:
    """Opened, bid, closed; who runs the tender; what was promised."""
    found = [] if person is not None else list(_deal_steps(viewer, account, most))
    for row in asked.TENDERS(viewer, account.pk, asked.chosen(person), Fixed(most)):
        who = row.person if row.person is not None and row.person.erased_at is None else None
        title = Text('"{deal}" is run by {who}', "“{deal}”由{who}主持").filled(
            deal=row.opportunity.name, who=" ".join(filter(None, (row.department, who.name if who else "")))
        )
        people = (Named(who.pk, who.name),) if who is not None else ()
        where = _opportunity(row.opportunity_id)
        found.append(
            Happening(
                Source.DEALS, row.since_date, (5, row.pk), title, _plain(row.source), people=people, address=where
            )
        )
    for word in asked.PROMISES(viewer, account.pk, asked.chosen(person), Fixed(most)):
        title = Text("{name} promised: {text}", "{name}承诺：{text}").filled(name=word.person.name, text=word.text)
        by = word.confirmed_by
        confirmed = (
            Text("confirmed by {name}", "{name}已证实").filled(name=by.name)
            if by is not None and by.erased_at is None
            else Text("nobody else confirmed it", "尚无第二人证实")
        )
        people = (Named(word.person_id, word.person.name),)
        author, where = word.author.name, _opportunity(word.opportunity_id)
        step = (Source.DEALS, word.said_date, (6, word.pk), title, confirmed)
        found.append(Happening(*step, people=people, author=author, address=where))
    return found


def facts(viewer: Viewer, account: Account, *, most: int, person: int | None = None) -> list[Happening]:
    """What was learned about the customer."""
    found = []
    for row in asked.FACTS(viewer, account.pk, asked.chosen(person), Fixed(most)):
        item = _ITEMS.get(row.item)
        told = row.source_person if row.source_person is not None and row.source_person.erased_at is None else None
        found.append(
            Happening(
                Source.FACTS,
                row.noticed_date,
                (1, row.pk),
                Text("{item}: {value}", "{item}：{value}").filled(
                    item=item.label if item is not None else row.item, value=row.value
                ),
                Text("", "") if told is not None else _plain(row.source),
                people=(Named(told.pk, told.name),) if told is not None else (),
                author=row.author.name if row.author is not None else "",
            )
        )
    return found


def documents(viewer: Viewer, account: Account, *, most: int, person: int | None = None) -> list[Happening]:
    """Files that were added."""
    if person is not None:
        return []
    return [
        Happening(
            Source.DOCUMENTS,
            timezone.localdate(row.added_at),
            (0, row.pk),
            Text("Document: {name}", "资料：{name}").filled(name=row.name),
            author=row.added_by.name if row.added_by is not None else "",
            address=f"/accounts/{account.pk}/archive/",
        )
        for row in asked.DOCUMENTS(viewer, account.pk, Fixed(most))
    ]


def grades(viewer: Viewer, account: Account, *, most: int, person: int | None = None) -> list[Happening]:
    """What published gradings found."""
    if person is not None:
        return []
    found = []
    for row in asked.GRADES(viewer, account.pk, Fixed(most)):
        published = row.run.published_at
        if published is None:
            continue
        tiers = scheme_of(row.run).tiers
        tier = tiers[row.tier_place].label if row.tier and row.tier_place < len(tiers) else None
        title = (
            Text("Graded: {tier}", "分级结果：{tier}").filled(tier=tier)
            if tier is not None
            else Text("Graded: no tier", "分级结果：未分级")
        )
        until = Text(
            "figures until {day}, {scheme} version {number}, ledger version {ledger}",
            "数据截至{day}，{scheme}第 {number} 版，账本第 {ledger} 版",
        ).filled(
            day=day_text(row.run.until_date),
            scheme=scheme_of(row.run).label,
            number=row.run.scheme.number,
            ledger=row.run.ledger_version,
        )
        found.append(
            Happening(
                Source.GRADES,
                timezone.localdate(published),
                (0, row.run_id),
                title,
                until,
                address=f"/accounts/{account.pk}/#tier",
            )
        )
    return found


def _views(rows: list[Opinion]) -> Happening:
    """What one colleague thought of one person on one day."""
    first = rows[0]
    words = [
        Text("{kind}: {value}", "{kind}：{value}").filled(
            kind=OPINIONS[row.kind], value=value_label(row.kind, row.value)
        )
        for row in rows
    ]
    evidence = list(dict.fromkeys(row.evidence for row in rows))
    return Happening(
        Source.RELATIONS,
        first.observed_date,
        (2, first.pk),
        Text("{name} – {views}", "{name}——{views}").filled(
            name=first.person.name,
            views=Text("; ".join(word.en for word in words), "；".join(word.zh for word in words)),
        ),
        Text("; ".join(evidence), "；".join(evidence)),
        people=(Named(first.person_id, first.person.name),),
        author=first.author.name,
    )


def _posts(held: list[Employment]) -> Iterator[Happening]:
    """The changes in what one person does here, from post to post."""
    for one in moves_of(held):
        job, before = one.post, one.before
        name, has_left = job.person.name, one.move is Move.LEFT
        words = MOVES[one.move].filled(name=name, old=_post(before) if before is not None else "", new=_post(job))
        why = job.end_reason if has_left else before.end_reason if before is not None else ""
        yield Happening(
            Source.PEOPLE,
            job.until_date or one.day if has_left else one.day,
            (7, job.pk),
            words,
            _plain(why),
            people=(Named(job.person_id, name),),
            author=job.noted_by.name if job.noted_by is not None else "",
        )


def _post(job: Employment) -> Text:
    words = [word for word in (job.department, job.title) if word]
    return Text(", ".join(reversed(words)), " ".join(words)) if words else Text("post unknown", "职务不详")


def _states(viewer: Viewer, account: Account, most: int) -> list[Happening]:
    return [
        Happening(
            Source.RELATIONS,
            row.since_date,
            (1, row.pk),
            state_words(row.kind, row.value),
            _plain(row.evidence),
            author=row.author.name if row.author is not None else "",
        )
        for row in asked.STATES(viewer, account.pk, Fixed(most))
    ]


def _deal_steps(viewer: Viewer, account: Account, most: int) -> Iterator[Happening]:
    outcomes = {
        Opportunity.Outcome.WON: Text('Won: "{deal}"', "赢单：“{deal}”"),
        Opportunity.Outcome.LOST: Text('Lost: "{deal}"', "丢单：“{deal}”"),
        Opportunity.Outcome.STALLED: Text('Stalled: "{deal}"', "停滞：“{deal}”"),
    }
    for row in asked.DEALS(viewer, account.pk, Fixed(most)):
        owner = row.owner.name if row.owner is not None else ""
        opened = Text('Opened: "{deal}"', "商机开始：“{deal}”").filled(deal=row.name)
        where = _opportunity(row.pk)
        yield Happening(Source.DEALS, row.opened_date, (0, row.pk), opened, author=owner, address=where)
        if row.bid_date is not None and row.bid_date <= viewer.today:
            bid = Text('Bids were due: "{deal}"', "投标日：“{deal}”").filled(deal=row.name)
            yield Happening(Source.DEALS, row.bid_date, (8, row.pk), bid, address=where)
        if row.closed_date is not None:
            lowest = Text("ours was the lowest price", "我方报价最低") if row.lowest_price_was_ours else NOTHING
            may_review = row.outcome != Opportunity.Outcome.WON
            yield Happening(
                Source.DEALS,
                row.closed_date,
                (8, row.pk),
                outcomes[Opportunity.Outcome(row.outcome)].filled(deal=row.name),
                lowest,
                address=where,
                review=row.pk if may_review else None,
            )


def _opportunity(key: int) -> str:
    return f"/opportunities/{key}/"


def _plain(text: str) -> Text:
    return Text(text, text)
