"""What answers to flags and strengths do, and what is refused where it was typed."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from openkam.core.access import Role
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.insight.health.flags import red_flags
from openkam.records.reviews.actions import note_strength
from openkam.records.reviews.models import FlagAnswer, Strength
from tests.cast import NOW, TODAY, Cast, People, as_viewer
from tests.web.litany import check_litany, check_refusals
from tests.web.visit.shown import form_of, page

pytestmark = pytest.mark.django_db


def test_a_flag_is_acknowledged_and_taken_back(client: Client, company: Cast, people: People) -> None:
    pk = company.harbour.pk
    form = form_of(company, "TECH_GATE_UNMET") | {"reason": "he is ill until August", "until": "2026-08-01"}
    url = f"/accounts/{pk}/visit/acknowledgements/"
    check_litany(
        client,
        url,
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.cfo,
        method="POST",
        data=form,
        wrong_verb="GET",
    )
    answer = FlagAnswer.objects.get()
    assert (answer.reason, str(answer.until_date), answer.author) == (
        "he is ill until August",
        "2026-08-01",
        company.fang,
    )
    line = AuditLine.objects.latest("seq")
    assert line.action == "acknowledge_flag"
    assert "ill" not in str(line.change), "sealed"
    assert "he is ill until August" in page(client, company.wei, company)
    url = f"/accounts/{pk}/visit/answers/{answer.pk}/withdrawal/"
    check_litany(
        client, url, works_for=company.wei, stranger=company.mei, no_right=company.cfo, method="POST", wrong_verb="GET"
    )
    assert "he is ill until August" not in page(client, company.wei, company)


def test_a_strength_is_noted_and_set_against_a_flag(client: Client, company: Cast, people: People) -> None:
    pk = company.harbour.pk
    works = {"works_for": company.fang, "stranger": company.mei, "no_right": company.cfo, "method": "POST"}
    told = {"text": "our figures lead", "evidence": "test of May"}
    check_litany(client, f"/accounts/{pk}/visit/strengths/", **works, data=told, wrong_verb="GET")
    strength = Strength.objects.get()
    form = form_of(company, "TECH_GATE_UNMET") | {"strength": str(strength.pk), "action": "show them on Friday"}
    check_litany(client, f"/accounts/{pk}/visit/counters/", **works, data=form, wrong_verb="GET")
    assert "Against it: our figures lead → show them on Friday" in page(client, company.fang, company)
    url = f"/accounts/{pk}/visit/strengths/{strength.pk}/withdrawal/"
    check_litany(client, url, **works, wrong_verb="GET")
    assert "our figures lead" not in page(client, company.fang, company)


def test_who_changes_every_account_still_judges_only_where_he_works(company: Cast, people: People) -> None:
    both = replace(as_viewer(company.bo), roles=frozenset({Role.SELLER, Role.SALES_OPERATIONS}))
    with pytest.raises(Problem):
        note_strength(viewer=both, account=company.harbour, text="s", evidence="e", now=NOW)
    assert note_strength(viewer=both, account=company.northwind, text="s", evidence="e", now=NOW).pk


def test_flags_without_an_answer_are_counted_down_to_none(client: Client, company: Cast, people: People) -> None:
    viewer = as_viewer(company.fang)
    strength = note_strength(viewer=viewer, account=company.harbour, text="s", evidence="e", now=NOW)
    found = red_flags(viewer, [company.harbour], TODAY)[company.harbour.pk]
    assert f"{len(found)}, {len(found)} without an answer" in page(client, company.fang, company)
    for flag in found:
        sent = {"flag": flag.code, "facts": flag.facts, "opportunity": str(flag.opportunity or "")}
        chosen = {"strength": str(strength.pk), "action": "go and see"}
        client.post(f"/accounts/{company.harbour.pk}/visit/counters/", sent | chosen)
    assert f"{len(found)}, 0 without an answer" in page(client, company.fang, company)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"facts": "0" * 64},
        {"flag": "NO_SUCH_FLAG"},
        {"until": "tomorrow"},
        {"until": "2020-01-01"},
        {"reason": "回扣"},
        {"opportunity": "999999"},
    ],
)
def test_a_wrong_answer_is_refused_with_a_remedy(
    client: Client, company: Cast, people: People, wrong: dict[str, str]
) -> None:
    client.force_login(company.fang)
    form = form_of(company, "TECH_GATE_UNMET") | {"reason": "ill"} | wrong
    answer = client.post(f"/accounts/{company.harbour.pk}/visit/acknowledgements/", form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not FlagAnswer.objects.exists()


def refused(client: Client, company: Cast, form: str, sent: dict[str, str]) -> str:
    """The page that answers a form that was refused."""
    client.force_login(company.fang)
    answer = client.post(f"/accounts/{company.harbour.pk}/visit/{form}/", sent)
    assert answer.status_code == 422
    return answer.content.decode()


def open_parts(shown: str) -> list[str]:
    """What stands in the forms that are open."""
    return [one.partition("</details>")[0] for one in shown.split('<details class="act no-print" open>')[1:]]


def test_a_refused_acknowledgement_stays_open_at_its_flag_with_what_was_typed(
    client: Client, company: Cast, people: People
) -> None:
    sent = form_of(company, "TECH_GATE_UNMET") | {"reason": "he is ill <b>", "until": "2020-01-01"}
    shown = refused(client, company, "acknowledgements", sent)
    (form,) = open_parts(shown)
    assert 'name="flag" value="TECH_GATE_UNMET"' in form
    assert 'role="alert"' in form
    assert re.search(r'name="reason"[^>]*value="he is ill &lt;b&gt;"[^>]* autofocus', form)
    assert re.search(r'name="until"[^>]*value="2020-01-01"', form)
    assert shown.count('class="banner error"') == 1
    assert shown.count("he is ill") == 1, "at no other flag"


def test_a_refused_counter_and_a_refused_strength_keep_what_was_typed(
    client: Client, company: Cast, people: People
) -> None:
    viewer = as_viewer(company.fang)
    for text in ("one", "two"):
        note_strength(viewer=viewer, account=company.harbour, text=text, evidence="e", now=NOW)
    chosen = Strength.objects.get(text="one")
    sent = form_of(company, "TECH_GATE_UNMET") | {"strength": str(chosen.pk), "action": "call 13912345678"}
    (form,) = open_parts(refused(client, company, "counters", sent))
    assert f'value="{chosen.pk}" selected' in form
    assert re.search(r'name="action"[^>]*value="call 13912345678"', form)
    assert 'role="alert"' in form
    shown = refused(client, company, "strengths", {"text": "our figures lead", "evidence": ""})
    form = shown.partition('<details class="act" open>')[2].partition("</details>")[0]
    assert 'value="our figures lead"' in form
    assert 'role="alert"' in form


def test_an_answer_to_a_flag_that_is_gone_is_refused_above(client: Client, company: Cast, people: People) -> None:
    shown = refused(client, company, "acknowledgements", {"flag": "NO_SUCH_FLAG", "reason": "ill"})
    assert not open_parts(shown)
    assert shown.index('role="alert"') < shown.index("<h1>")


def test_who_only_reads_may_answer_nothing(client: Client, company: Cast, people: People) -> None:
    shown = page(client, company.cfo, company)
    assert '<form method="post"' not in shown.partition("<main")[2]
    check_refusals(
        client,
        f"/accounts/{company.harbour.pk}/visit/strengths/",
        works_for=company.fang,
        stranger=None,
        no_right=company.cfo,
        method="POST",
        data={"text": "a", "evidence": "b"},
        verb="GET",
    )
