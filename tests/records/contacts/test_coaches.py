"""The record of a coach: sealed, its author's and his holders' alone, read on the record, and without any trace."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.cast import JOINED, NOW, OBSERVED, TODAY, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import database_digest

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.accounts.actions import assign_owner
from openkam.records.contacts.actions.coaches import (
    add_coach_evidence,
    end_coach,
    hand_over_seal,
    name_holder,
    note_coach,
    open_coach,
    remove_coach,
    remove_holder,
    set_coach_mark,
)
from openkam.records.contacts.models import Coach, CoachReading
from openkam.records.contacts.queries import account_people
from openkam.records.contacts.sealing import SealBroken, sealed, unsealed
from openkam.records.contacts.seals import opened, seal_on, seals_on
from openkam.records.duplicates.actions import merge_people, undo_merge_people
from openkam.records.duplicates.models import PersonMatch
from openkam.records.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def there(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


@pytest.fixture
def coach(company: Cast, there: People) -> Coach:
    """Wu helps fang."""
    marks = {"GETS_ON": "plays no games", "INTEREST": "less trouble on his line"}
    return note_coach(
        viewer=as_viewer(company.fang),
        account=company.harbour,
        person=there.wu,
        marks=marks,
        since_date=JOINED,
        now=NOW,
    )


def acts(company: Cast) -> dict[str, Callable[[Any, Coach], Any]]:
    """Everything that can be done to a record, as a viewer."""
    proof = {"service": "WARNS", "text": "the rival was there"}
    return {
        "open": lambda viewer, coach: open_coach(viewer=viewer, coach=coach, now=NOW),
        "mark": lambda viewer, coach: set_coach_mark(
            viewer=viewer, coach=coach, mark="RIVAL", text="thinks little of him", now=NOW
        ),
        "evidence": lambda viewer, coach: add_coach_evidence(viewer=viewer, coach=coach, **proof, now=NOW),
        "name": lambda viewer, coach: name_holder(viewer=viewer, coach=coach, user=company.lin, now=NOW),
        "unname": lambda viewer, coach: remove_holder(viewer=viewer, coach=coach, user=company.wei, now=NOW),
        "end": lambda viewer, coach: end_coach(viewer=viewer, coach=coach, now=NOW),
        "hand over": lambda viewer, coach: hand_over_seal(viewer=viewer, coach=coach, user=company.wei, now=NOW),
        "remove": lambda viewer, coach: remove_coach(viewer=viewer, coach=coach, now=NOW),
    }


@pytest.mark.parametrize("verb", ["open", "mark", "evidence", "name", "end", "hand over", "remove"])
def test_the_author_may_and_the_trail_says_a_sealed_record_only(company: Cast, coach: Coach, verb: str) -> None:
    acts(company)[verb](as_viewer(company.fang), coach)
    lines = list(AuditLine.objects.values("action", "object_kind", "object_key", "change"))
    assert [(line["action"], line["object_kind"], line["object_key"]) for line in lines] == [
        ("sealed_record", "sealed", "")
    ] * 2
    digests = {str(line["change"]) for line in lines}
    assert len(digests) == 2, "the same record never has the same digest twice"
    assert not any(word in text for text in digests for word in ("WARNS", "吴刚", "rival", "note", verb))


@pytest.mark.parametrize("verb", ["open", "mark", "evidence", "name", "unname", "end", "hand over", "remove"])
def test_nobody_else_may_whatever_his_rights(company: Cast, coach: Coach, verb: str) -> None:
    before, lines = database_digest(), AuditLine.objects.count()
    for login in ("wei", "lin", "ops", "mei", "compliance", "cfo", "root"):
        with pytest.raises((Problem, Denied)):
            acts(company)[verb](as_viewer(getattr(company, login)), coach)
    assert (database_digest(), AuditLine.objects.count()) == (before, lines)


@pytest.mark.parametrize("verb", ["name", "unname", "end", "hand over", "remove"])
def test_a_holder_reads_and_adds_but_decides_nothing(company: Cast, coach: Coach, verb: str) -> None:
    name_holder(viewer=as_viewer(company.fang), coach=coach, user=company.wei, now=NOW)
    wei = as_viewer(company.wei)
    acts(company)["evidence"](wei, coach)
    seal = open_coach(viewer=wei, coach=coach, now=NOW)
    assert [(proof.text, proof.author) for proof in seal.proofs] == [("the rival was there", "魏强")]
    assert seal.proven_date(TODAY) == TODAY
    before = database_digest()
    with pytest.raises(Problem):
        acts(company)[verb](wei, coach)
    assert database_digest() == before


def test_a_reading_is_shown_to_the_author_alone(company: Cast, coach: Coach) -> None:
    name_holder(viewer=as_viewer(company.fang), coach=coach, user=company.wei, now=NOW)
    open_coach(viewer=as_viewer(company.wei), coach=coach, now=NOW)
    open_coach(viewer=as_viewer(company.fang), coach=coach, now=NOW)
    seen = CoachReading.objects.visible_to(as_viewer(company.fang))
    assert [(one.reader, one.read_at) for one in seen] == [(company.wei, NOW)]
    for login in ("wei", "lin", "ops", "compliance"):
        assert not CoachReading.objects.visible_to(as_viewer(getattr(company, login))).exists()


def test_a_new_owner_of_the_account_does_not_get_the_seal(company: Cast, coach: Coach) -> None:
    assign_owner(viewer=as_viewer(company.ops), accounts=[company.harbour.pk], owner=company.bo, now=NOW)
    assert not Coach.objects.visible_to(as_viewer(company.bo)).exists()
    assert not Coach.objects.visible_to(as_viewer(company.fang)).exists(), "who sees the account no more, neither"
    assign_owner(viewer=as_viewer(company.ops), accounts=[company.harbour.pk], owner=company.fang, now=NOW)
    assert Coach.objects.visible_to(as_viewer(company.fang)).exists()


def test_the_author_alone_hands_the_seal_over(company: Cast, coach: Coach) -> None:
    hand_over_seal(viewer=as_viewer(company.fang), coach=coach, user=company.wei, now=NOW)
    assert not Coach.objects.visible_to(as_viewer(company.fang)).exists()
    assert open_coach(viewer=as_viewer(company.wei), coach=coach, now=NOW).marks["GETS_ON"] == "plays no games"


def test_nobody_is_let_in_who_does_not_see_the_account(company: Cast, coach: Coach) -> None:
    for user in (company.mei, company.root):
        with pytest.raises(Problem):
            name_holder(viewer=as_viewer(company.fang), coach=coach, user=user, now=NOW)
    assert not coach.holders.exists()


def test_a_second_record_is_refused_to_who_knows_of_the_first(company: Cast, there: People, coach: Coach) -> None:
    again = {"account": company.harbour, "person": there.wu, "now": NOW}
    with pytest.raises(Problem):
        note_coach(viewer=as_viewer(company.fang), **again)
    note_coach(viewer=as_viewer(company.wei), **again)
    assert Coach.objects.count() == 2, "whoever does not know of a record is not told of it"


def test_an_illegitimate_interest_cannot_be_written(company: Cast, coach: Coach) -> None:
    with pytest.raises(Problem):
        set_coach_mark(viewer=as_viewer(company.fang), coach=coach, mark="INTEREST", text="收了好处费", now=NOW)
    with pytest.raises(Problem):
        set_coach_mark(viewer=as_viewer(company.fang), coach=coach, mark="BRIBE", text="x", now=NOW)


def test_marks_are_taken_back_and_an_end_has_its_day(company: Cast, there: People, coach: Coach) -> None:
    fang = as_viewer(company.fang)
    set_coach_mark(viewer=fang, coach=coach, mark="GETS_ON", text="", now=NOW)
    end_coach(viewer=fang, coach=coach, until_date=OBSERVED, now=NOW)
    coach.refresh_from_db()
    assert set(opened(coach).marks) == {"INTEREST"}
    key = (company.harbour.pk, there.wu.pk)
    assert key in seals_on(fang, [company.harbour.pk], OBSERVED)
    assert key not in seals_on(fang, [company.harbour.pk], TODAY)


def test_what_is_stored_tells_nothing(company: Cast, there: People, coach: Coach) -> None:
    stored = bytes(coach.sealed)
    assert all(word.encode() not in stored for word in ("games", "trouble", "person", "marks"))
    short, long = sealed(b"a", 1), sealed(b"a" * 400, 1)
    assert len(short) == len(long)
    assert sealed(b"a", 1) != short, "the same text twice is not recognised"


def test_another_key_or_a_changed_record_opens_nothing(company: Cast, there: People, coach: Coach) -> None:
    locked = sealed("吴刚".encode(), 7)
    assert unsealed(locked).decode() == "吴刚"
    for place in range(len(locked)):
        damaged = bytearray(locked)
        damaged[place] ^= 1
        with pytest.raises(SealBroken):
            unsealed(bytes(damaged))
    with pytest.raises(SealBroken):
        unsealed(b"")
    assert (Path(str(settings.COACH_KEY_FILE)).stat().st_mode & 0o777) == 0o600
    Path(str(settings.COACH_KEY_FILE)).unlink()
    fang = as_viewer(company.fang)
    with pytest.raises(Problem):
        open_coach(viewer=fang, coach=coach, now=NOW)
    shown = account_people(fang, [company.harbour], TODAY)[company.harbour.pk]
    assert not any(chair.is_coach for chair in shown.chairs), "pages go on without the key"


@pytest.mark.parametrize("login", ["wei", "lin", "ops", "cfo", "compliance"])
def test_everybody_elses_picture_is_the_same_with_and_without(company: Cast, there: People, login: str) -> None:
    user: User = getattr(company, login)
    before = account_people(as_viewer(user), [company.harbour], TODAY)
    note_coach(viewer=as_viewer(company.fang), account=company.harbour, person=there.wu, now=NOW)
    assert account_people(as_viewer(user), [company.harbour], TODAY) == before


def test_a_seal_follows_whoever_took_the_person_over_and_returns_with_him(
    company: Cast, there: People, coach: Coach
) -> None:
    fang, ops = as_viewer(company.fang), as_viewer(company.ops)
    key = company.harbour.pk
    first = merge_people(viewer=ops, kept=there.sun, absorbed=there.wu, now=NOW)
    merge_people(viewer=ops, kept=there.li, absorbed=there.sun, now=NOW)
    assert seal_on(fang, key, there.li.pk) == coach
    assert seal_on(fang, key, there.wu.pk) is None
    assert {one: held.proven_date for one, held in seals_on(fang, [key], TODAY).items()} == {(key, there.li.pk): None}
    assert seal_on(as_viewer(company.wei), key, there.li.pk) is None
    with pytest.raises(Problem):
        note_coach(viewer=fang, account=company.harbour, person=there.li, now=NOW)
    assert open_coach(viewer=fang, coach=coach, now=NOW).person == there.wu.pk, "what is sealed stays as it was"
    undo_merge_people(viewer=ops, match=PersonMatch.objects.get(absorbed=there.sun), now=NOW)
    undo_merge_people(viewer=ops, match=first, now=NOW)
    assert seal_on(fang, key, there.wu.pk) == coach
    assert seal_on(fang, key, there.li.pk) is None


def test_with_two_records_of_one_person_his_own_is_opened_and_the_latest_proof_counts(
    company: Cast, there: People, coach: Coach
) -> None:
    fang = as_viewer(company.fang)
    own = note_coach(viewer=fang, account=company.harbour, person=there.sun, since_date=JOINED, now=NOW)
    add_coach_evidence(viewer=fang, coach=coach, service="WARNS", text="a rival", observed_date=OBSERVED, now=NOW)
    merge_people(viewer=as_viewer(company.ops), kept=there.sun, absorbed=there.wu, now=NOW)
    assert seal_on(fang, company.harbour.pk, there.sun.pk) == own
    held = seals_on(fang, [company.harbour.pk], TODAY)
    assert {one: seal.proven_date for one, seal in held.items()} == {(company.harbour.pk, there.sun.pk): OBSERVED}
