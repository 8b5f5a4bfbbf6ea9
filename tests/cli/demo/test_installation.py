"""The demo company as an installation: people, accounts and grades stand as a customer's own would."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from django.db import connections
from django.db.models import Count, F
from pytest_django import DjangoDbBlocker
from tests.installation import new_installation, shared_database_aside

from openkam.analysis.words import Language
from openkam.cli.demo.company import Order, make_company
from openkam.cli.demo.contacts import new_name
from openkam.cli.demo.deals import plan_deals
from openkam.cli.demo.installation import SignIns, install_company
from openkam.cli.demo.stage import MOODS, Scene, Stage
from openkam.core.access import Right
from openkam.core.audit.models import AuditLine
from openkam.core.environment import SETTINGS
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.queries import grades_of, run_in_force
from openkam.insight.health.flag import Severity
from openkam.insight.health.flags import red_flags
from openkam.records.accounts.models import Account, MergeProposal
from openkam.records.activities.models import Activity
from openkam.records.contacts.models import Person
from openkam.records.contacts.wording import refuse_private
from openkam.records.opportunities.models import DealRole, DealView, Opportunity, Promise
from openkam.records.users.models import User
from openkam.records.users.viewer import viewer_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ACCOUNTS = 120
CASES = 3


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[SignIns]:
    place = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), shared_database_aside(), pytest.MonkeyPatch.context() as patch:
        for setting in SETTINGS:
            patch.delenv(setting.name, raising=False)
        patch.setenv("OPENKAM_DATA", str(place / "data"))
        files = make_company(Order(ACCOUNTS, 6000, 1, "csv"), place)
        folder = new_installation(place / "data")
        signs = install_company(files, folder, NOW, language="en")
        assert install_company(files, folder, NOW) == signs, "a second call leaves the company as it is"
        yield signs
        connections.close_all()


def test_the_password_is_this_installations_own_and_opens_the_door(company: SignIns) -> None:
    signs = company
    user = User.objects.get(login=signs.seller)
    assert user.check_password(signs.password)
    assert len(signs.password) >= 12


def test_everybody_has_the_language_the_company_was_made_in(company: SignIns) -> None:
    assert company.seller
    assert set(User.objects.values_list("language", flat=True)) == {"en"}


def test_compliance_reads_the_trail_and_may_take_a_dossier(company: SignIns) -> None:
    viewer = viewer_of(User.objects.get(login=company.compliance), NOW.date())
    assert viewer.may(Right.PROTECT_PERSONS)
    assert AuditLine.objects.visible_to(viewer).exists()


def test_the_director_stands_above_everybody_and_sees_every_owned_account(company: SignIns) -> None:
    director = viewer_of(User.objects.get(login="director"), NOW.date())
    owned = Account.objects.exclude(owner=None).count()
    assert owned == ACCOUNTS + CASES
    assert Account.objects.visible_to(director).count() == owned


def test_a_seller_sees_his_own_accounts_already_graded(company: SignIns) -> None:
    seller = User.objects.get(login=company.seller)
    viewer = viewer_of(seller, NOW.date())
    run = run_in_force()
    assert run is not None
    grades = grades_of(viewer, run)
    assert 0 < grades.count() < ACCOUNTS
    assert {grade.account.owner_id for grade in grades} == {seller.pk}


def test_there_is_an_earlier_run_to_compare_with_and_a_pair_to_decide_on(company: SignIns) -> None:
    assert Run.objects.exclude(published_at=None).count() == 2
    assert MergeProposal.objects.exists()


def test_every_step_left_its_line(company: SignIns) -> None:
    actions = set(AuditLine.objects.values_list("action", flat=True))
    assert {"create_user", "set_manager", "grade_ledger", "publish_run"} <= actions
    assert set(AuditLine.objects.values_list("channel", flat=True)) == {"cli"}


def test_customers_that_matter_have_people_and_a_log_and_some_of_them_trouble(company: SignIns) -> None:
    director = viewer_of(User.objects.get(login="director"), NOW.date())
    peopled = list(Account.objects.filter(employments__isnull=False).distinct().order_by("pk"))
    own = [account for account in peopled if not account.codes.filter(code__startswith="CASE").exists()]
    assert len(own) > 10
    sizes = [account.employments.count() for account in own]
    assert (min(sizes) >= 2, max(sizes) <= 12, max(sizes) > 6) == (True, True, True)
    assert all(account.activities.exists() for account in own)
    flags = red_flags(director, own, NOW.date())
    alarming = [sum(flag.severity is Severity.ALERT for flag in found) for found in flags.values()]
    assert alarming.count(0) >= 2, "some customers are well"
    assert max(alarming) >= 2, "some are not"
    codes = {flag.code for found in flags.values() for flag in found}
    assert {"SINGLE_THREAD", "PERSON_LEFT", "NEW_CHIEF", "NO_DECIDER"} <= codes


def test_customers_of_the_first_tier_may_buy_something_and_somebody_decides_it(company: SignIns) -> None:
    run = run_in_force()
    assert run is not None
    best = Grade.objects.filter(run=run, tier_place=0).exclude(account__owner=None).values("account")
    deals = Opportunity.objects.filter(account__in=best)
    assert deals.filter(outcome="OPEN").values("account").distinct().count() == best.count()
    filled = DealRole.objects.filter(opportunity__in=deals).values("opportunity").annotate(n=Count("role"))
    counts = set(filled.values_list("n", flat=True))
    assert max(counts) == 4, "some know everybody"
    assert min(counts) < 4, "and some do not"
    assert not DealView.objects.filter(observed_date__lt=F("opportunity__opened_date")).exists()
    assert not Promise.objects.filter(confirmed_by=F("person")).exists()
    assert Activity.objects.exclude(opportunity=None).exists()


def test_the_demo_tells_nobody_birthdays_phones_or_bribes(company: SignIns) -> None:
    del company
    for text in Activity.objects.values_list("said", flat=True).distinct():
        refuse_private(text)
    assert not Person.objects.exclude(phone="").exists()


def test_the_same_seed_makes_the_same_people() -> None:
    words = [[scene_of(seed) for _ in range(2)] for seed in (1, 2)]
    assert words[0][0] == words[0][1] != words[1][0]


def test_the_same_seed_makes_the_same_opportunities() -> None:
    told = [[deals_of(seed, language) for language in ("zh", "zh", "en")] for seed in (1, 2)]
    assert told[0][0] == told[0][1] != told[1][0]
    assert len(told[0][2]) == len(told[0][0]), "in English the same, in other words"
    assert all(name.isascii() for name, _ in told[0][2])


def deals_of(seed: int, language: Language) -> list[tuple[str, int | None]]:
    """What twenty imaginary accounts may buy."""
    stage = Stage(np.random.default_rng(seed), language, NOW.date(), NOW)
    scenes = [Scene(Account(), User(), None, MOODS[place % len(MOODS)], is_first=True) for place in range(20)]
    plan_deals(stage, scenes, seed)
    return [(plan.deal.name, plan.deal.amount_units) for scene in scenes for plan in scene.deals]


def scene_of(seed: int) -> list[str]:
    """Names at an imaginary account."""
    stage = Stage(np.random.default_rng(np.random.SeedSequence([seed, 4])), "zh", NOW.date(), NOW)
    names: set[str] = set()
    return [new_name(stage, names) for _ in range(8)]
