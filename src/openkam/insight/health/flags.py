"""The red flags of accounts, derived when asked: no job, no stale flag; the next entry of the log may clear one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.utils import timezone

from openkam.core.access import FieldClass, Viewer
from openkam.core.prepared import Prepared
from openkam.insight.health.facts import AccountFacts, Deal
from openkam.insight.health.flag import Answer, DealRule, Flag, Found, Rule, Severity, digest_of_evidence
from openkam.insight.health.gathering import account_facts
from openkam.insight.health.limits import Set, limit_of, set_limits
from openkam.insight.health.registry import DEAL_RULES, RULES
from openkam.insight.health.scope import at
from openkam.records.accounts.models import Account
from openkam.records.contacts.queries import padded
from openkam.records.reviews.models import FlagAnswer

Answers = dict[tuple[int, str, int | None], list[tuple[str, Answer]]]


def red_flags(viewer: Viewer, accounts: Sequence[Account], today: date) -> dict[int, list[Flag]]:
    """By account key, the gravest first, as the viewer may know them; a fixed number of queries."""
    facts = account_facts(viewer, accounts, today)
    return flags_of(viewer, facts, today)


def flags_of(viewer: Viewer, facts: dict[int, AccountFacts], today: date) -> dict[int, list[Flag]]:
    """The same for somebody who has the facts already: limits and answers, two queries."""
    of_company, answers = set_limits(viewer), _answers(viewer, list(facts), today)
    return {key: judged(one, of_company, answers) for key, one in facts.items()}


def judged(facts: AccountFacts, of_company: Set, answers: Answers) -> list[Flag]:
    """What every rule finds; no query."""
    flags = [_answered(flag, facts.account, answers) for flag in _found(facts, of_company)]
    return sorted(flags, key=lambda one: (one.is_resting, -one.severity))


def _found(facts: AccountFacts, of_company: Set) -> Iterator[Flag]:
    for rule in RULES:
        limit = _limit(rule, facts, of_company)
        found = rule.find(facts, limit) if limit is not None else None
        if found is not None:
            yield _flag(rule, found, facts, None)
    for deal_rule in DEAL_RULES:
        limit = _limit(deal_rule, facts, of_company)
        for deal in facts.deals:
            found = deal_rule.find(facts, deal, limit) if limit is not None else None
            if found is not None:
                yield _flag(deal_rule, found, facts, deal)


def _limit(rule: Rule | DealRule, facts: AccountFacts, of_company: Set) -> int | None:
    if rule.needs == "intel" and not facts.reads_intel:
        return None
    return limit_of(rule.code, rule.limits, facts, of_company)


def _flag(rule: Rule | DealRule, found: Found, facts: AccountFacts, deal: Deal | None) -> Flag:
    opportunity = deal.key if deal is not None else None
    return Flag(
        code=rule.code,
        severity=_milder(found.severity) if facts.place is not None and facts.place > 1 else found.severity,
        label=rule.label,
        sentence=found.sentence,
        evidence=found.evidence,
        remedy=rule.remedy,
        button=rule.button,
        place=rule.place,
        opportunity=opportunity,
        deal=deal.name if deal is not None else "",
        facts=digest_of_evidence(rule.code, opportunity, found.evidence),
        # An answer is read by everybody who works on the account: to one about a coach it would tell of him.
        may_answer=facts.reads_intel and rule.needs != "seal",
    )


def _milder(severity: Severity) -> Severity:
    return Severity(max(severity - 1, Severity.NOTE))


def _answered(flag: Flag, account: int, answers: Answers) -> Flag:
    held = answers.get((account, flag.code, flag.opportunity), ())
    fitting = [answer for facts, answer in held if facts == flag.facts] if flag.may_answer else []
    return replace(flag, answer=fitting[-1]) if fitting else flag


def _answers(viewer: Viewer, accounts: list[int], today: date) -> Answers:
    """Answers that hold on the day, the latest last."""
    if not viewer.reads(FieldClass.INTEL):
        return {}
    found: Answers = defaultdict(list)
    for row in _ANSWERS(viewer, padded(accounts)):
        if row.until_date is not None and row.until_date < today:
            continue
        strength = row.strength.text if row.strength is not None and row.strength.withdrawn_at is None else ""
        if row.strength_id is not None and not strength:
            continue  # what was set against it does not hold any more
        answered = row.answered_at.astimezone(timezone.get_current_timezone()).date()
        answer = Answer(row.pk, row.reason, row.author.name, answered, row.until_date, strength, row.action)
        found[(row.account_id, row.flag, row.opportunity_id)].append((row.facts, answer))
    return found


def _standing_answers(viewer: Viewer, accounts: list[int]) -> Any:
    rows = at(FlagAnswer.objects.visible_to(viewer), accounts).filter(withdrawn_at=None)
    return rows.select_related("author", "strength").order_by("answered_at", "pk")


_ANSWERS: Final[Prepared[FlagAnswer]] = Prepared(_standing_answers)
