"""Every address of the grading screen: who may, what it says, and what nobody learns from it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openkam.insight.grading.actions import save_scheme
from openkam.insight.grading.models import Run, SchemeVersion
from openkam.intake.uploads.models import Job
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account, Rating, TierOverride
from openkam.records.users.models import User
from openkam.web.grading.overview.pages import is_heavy
from tests.cast import NOW, TODAY, as_viewer
from tests.web.litany import check_litany, check_refusals, database_digest

PAGES = (
    "/grading/",
    "/grading/progress/",
    "/grading/schemes/",
    "/grading/schemes/scorecard/",
    "/grading/schemes/six_criteria/",
    "/grading/schemes/scorecard/scheme.toml",
    "/grading/methods/",
    "/grading/criteria/",
    "/grading/people/",
    "/grading/runs/",
)
TRIALS = ("/grading/schemes/text/", "/grading/schemes/scorecard/editor/", "/grading/schemes/pyramid/editor/")
People = dict[str, User]


@pytest.mark.parametrize("url", PAGES)
def test_every_page_answers_those_who_see_accounts(client: Client, people: People, url: str) -> None:
    check_litany(client, url, works_for=people["fang"], no_right=people["root"])


@pytest.mark.parametrize("url", TRIALS)
def test_schemes_are_tried_by_those_who_may(client: Client, people: People, url: str) -> None:
    check_litany(client, url, works_for=people["wei"], no_right=people["fang"], wrong_verb="DELETE")


def test_a_run_and_its_scheme_have_pages(client: Client, people: People) -> None:
    run = Run.objects.latest("number")
    for url in (f"/grading/runs/{run.number}/", f"/grading/schemes/{run.scheme_id}/"):
        check_litany(client, url, works_for=people["bo"], no_right=people["root"])


def test_drafts_and_unpublished_gradings_are_for_those_who_try_schemes(client: Client, people: People) -> None:
    run = Run.objects.latest("number")
    draft = SchemeVersion.objects.create(
        code="draft", number=1, label_en="D", label_zh="D", text=run.scheme.text, written_at=NOW
    )
    Run.objects.filter(pk=run.pk).update(published_at=None)
    for url in (f"/grading/runs/{run.number}/", f"/grading/schemes/{draft.pk}/"):
        check_litany(client, url, works_for=people["lin"], stranger=people["fang"], no_right=people["root"])


@pytest.mark.parametrize(
    "url",
    [
        "/grading/schemes/none/",
        "/grading/schemes/999999/",
        "/grading/schemes/none/scheme.toml",
        "/grading/runs/999999/",
        "/grading/runs/?before=999999&after=1",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, people: People, url: str) -> None:
    client.force_login(people["ops"])
    assert client.get(url).status_code == 404


def test_acts_are_refused_without_the_right(client: Client, people: People) -> None:
    run = Run.objects.latest("number")
    Run.objects.filter(pk=run.pk).update(published_at=None)
    for url, works, denied in (
        ("/grading/now/", "ops", "lin"),
        (f"/grading/runs/{run.number}/publication/", "ops", "lin"),
        (f"/grading/schemes/{run.scheme_id}/retirement/", "ops", "cfo"),
        (f"/grading/schemes/{run.scheme_id}/grading/", "wei", "fang"),
        (f"/grading/schemes/{run.scheme_id}/discard/", "wei", "fang"),
        (f"/grading/schemes/{run.scheme_id}/effect/", "wei", "fang"),
        ("/grading/people/ratings/", "fang", "cfo"),
    ):
        check_refusals(
            client, url, works_for=people[works], stranger=None, no_right=people[denied], method="POST", verb="GET"
        )
    assert Run.objects.get(pk=run.pk).published_at is None


@pytest.mark.parametrize("login", ["fang", "bo", "mei"])
@pytest.mark.parametrize("url", [url for url in PAGES if url.count("/") == 3])
def test_a_seller_meets_his_own_accounts_only(client: Client, people: People, login: str, url: str) -> None:
    client.force_login(people[login])
    told = client.get(url).content.decode()
    seen = set(Account.objects.visible_to(as_viewer(people[login])).values_list("pk", flat=True))
    hidden = Account.objects.exclude(pk__in=seen).values_list("pk", "name")
    assert not [name for pk, name in hidden if f'/accounts/{pk}/"' in told or f">{name}<" in told]


def test_without_prices_there_is_no_profit(client: Client, people: People) -> None:
    for login, reads in (("ops", True), ("bo", False), ("compliance", False)):
        client.force_login(people[login])
        overview = client.get("/grading/").content.decode()
        assert (("of profit" in overview) or ("占毛利" in overview)) is reads
        card = client.get("/grading/criteria/").content.decode()
        assert ("rest on profit" in card) is not reads
        assert ("Creates a large part of profit" in card) is reads


def test_grades_that_ran_out_and_a_ledger_that_moved_on_are_told(client: Client, people: People) -> None:
    client.force_login(people["ops"])
    assert "banner warning" not in client.get("/grading/").content.decode()
    Run.objects.update(ledger_version=0)
    assert "The ledger has moved on" in client.get("/grading/").content.decode()
    Run.objects.update(expires_date=TODAY.replace(year=2025))
    assert "older than 12 months" in client.get("/grading/").content.decode()


def test_overrides_that_stand_and_those_that_ran_out_are_listed(client: Client, people: People) -> None:
    seen = Account.objects.visible_to(as_viewer(people["fang"])).order_by("pk")[:2]
    for account, year in zip(seen, (2027, 2025), strict=True):
        TierOverride.objects.create(
            account=account, tier="KEY", reason=f"reason {year}", decided_by=people["wei"], decided_at=NOW,
            since_date=TODAY.replace(year=2024), expires_date=TODAY.replace(year=year),
        )  # fmt: skip
    client.force_login(people["fang"])
    told = client.get("/grading/people/").content.decode()
    assert told.index("reason 2027") < told.index("Run out") < told.index("reason 2025")
    client.force_login(people["mei"])
    assert "reason 20" not in client.get("/grading/people/").content.decode()


def test_an_account_is_rated_in_the_list_and_leaves_it(client: Client, people: People) -> None:
    account = Account.objects.filter(owner=people["fang"], grades__isnull=False).order_by("pk").first()
    assert account is not None
    client.force_login(people["fang"])
    listed = f'name="account" value="{account.pk}"'
    assert listed in client.get("/grading/people/?measure=behaviour_value").content.decode()
    given = {"account": account.pk, "measure": "behaviour_value", "value": "7", "evidence": "", "rated": "2026-06-30"}
    before = database_digest()
    refused = client.post("/grading/people/ratings/", given)
    assert (refused.status_code, database_digest()) == (422, before)
    assert 'value="7"' in refused.content.decode()
    answer = client.post("/grading/people/ratings/", given | {"evidence": "keeps its word"})
    assert answer.status_code == 302
    assert Rating.objects.get(account=account, measure="behaviour_value").value == 7
    assert listed not in client.get("/grading/people/?measure=behaviour_value").content.decode()
    other = Account.objects.filter(owner=people["mei"]).first()
    assert other is not None
    assert client.post("/grading/people/ratings/", given | {"account": other.pk}).status_code == 404


@pytest.mark.parametrize("url", [*PAGES, *TRIALS])
def test_queries_do_not_grow_with_accounts(client: Client, people: People, url: str, folder: DataFolder) -> None:
    """The director sees everybody, the manager half of them: as many questions for both."""
    del folder
    counts = []
    for login in ("lin", "wei"):
        client.force_login(people[login])
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 22


def test_how_far_a_grading_is_shows_to_those_who_may_ask_for_one(client: Client, people: People) -> None:
    Job.objects.create(kind=Job.Kind.GRADE, asked_by=people["ops"], asked_at=NOW)
    for login, is_told in (("wei", True), ("cfo", True), ("fang", False), ("compliance", False)):
        client.force_login(people[login])
        assert ("<progress" in client.get("/grading/progress/").content.decode()) is is_told, login


def test_merges_since_the_grading_are_told_and_graded_by_those_who_may(client: Client, people: People) -> None:
    words, button = "that is not in these grades yet", "/grading/now/"
    client.force_login(people["ops"])
    assert words not in client.get("/grading/").content.decode()
    Run.objects.update(merged={"C-GONE": "C-KEPT"})
    shown = client.get("/grading/").content.decode()
    assert words in shown
    assert button in shown
    client.force_login(people["cfo"])
    shown = client.get("/grading/").content.decode()
    assert words in shown
    assert button not in shown
    client.force_login(people["wei"])
    assert words not in client.get("/grading/").content.decode(), "the codes may be somebody else's"


def test_a_draft_is_discarded_with_its_trials_by_its_author(client: Client, people: People) -> None:
    run = Run.objects.latest("number")
    draft = SchemeVersion.objects.create(
        code="draft",
        number=1,
        label_en="D",
        label_zh="D",
        text=run.scheme.text,
        written_at=NOW,
        written_by=people["wei"],
    )
    other = SchemeVersion.objects.create(
        code="draft",
        number=2,
        label_en="E",
        label_zh="E",
        text=run.scheme.text,
        written_at=NOW,
        written_by=people["ops"],
    )
    tried = Run.objects.latest("number")
    tried.pk, tried.scheme, tried.published_at = None, draft, None
    tried.save()
    client.force_login(people["wei"])
    assert "Discard this draft" in client.get(f"/grading/schemes/{draft.pk}/").content.decode()
    assert "Discard this draft" not in client.get(f"/grading/schemes/{other.pk}/").content.decode()
    assert client.post(f"/grading/schemes/{other.pk}/discard/").status_code == 422
    assert client.post(f"/grading/schemes/{run.scheme_id}/discard/").status_code == 422
    assert client.post(f"/grading/schemes/{draft.pk}/discard/").status_code == 302
    assert client.get(f"/grading/schemes/{draft.pk}/").status_code == 404
    assert client.get(f"/grading/runs/{tried.number}/").status_code == 404
    assert run.published_at is not None
    again = save_scheme(viewer=as_viewer(people["wei"]), text=run.scheme.text, now=NOW)
    assert again.state != SchemeVersion.State.DISCARDED


@pytest.mark.parametrize(
    ("of_sales", "of_profit", "told"),
    [
        (0.011, 0.002, False),
        (0.4, 0.21, False),
        (0.4, 0.2, True),
        (0.1, -0.1, True),
        (0.099, 0.0, False),
        (None, 0.1, False),
        (0.5, None, False),
    ],
)
def test_only_a_tier_with_a_tenth_of_sales_and_half_that_share_of_profit_has_more_volume_than_profit(
    of_sales: float | None, of_profit: float | None, told: bool
) -> None:
    assert is_heavy(of_sales, of_profit) is told
