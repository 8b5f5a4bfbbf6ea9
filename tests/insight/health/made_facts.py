"""Plain facts for rules: an account as a test describes it, without a database."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from openkam.insight.health.facts import AccountFacts, Contact
from openkam.insight.health.flag import Flag
from openkam.insight.health.flags import judged

TODAY: Final = date(2026, 7, 1)
RECENT: Final = TODAY - timedelta(days=20)
LONG_AGO: Final = TODAY - timedelta(days=800)


def someone(person: int, **known: Any) -> Contact:
    """A contact by number; `met` stands for being in touch, too."""
    if "met" in known:
        known.setdefault("touched", known["met"])
    return Contact(person, known.pop("name", f"P{person}"), **known)


def facts_of(*contacts: Contact, **known: Any) -> AccountFacts:
    """A first-tier account of which everything may be read."""
    plain = AccountFacts(account=1, today=TODAY, tier="KEY", place=0, reads_intel=True, contacts=contacts)
    return replace(plain, **known)


def flags_by_code(facts: AccountFacts) -> dict[str, Flag]:
    """What every rule finds with the limits as shipped."""
    return {flag.code: flag for flag in judged(facts, {}, {})}
