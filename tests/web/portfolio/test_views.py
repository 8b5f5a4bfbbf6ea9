"""The portfolio: who may, what is computed of what he sees, and what it costs."""

import html
import re
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openkam.core.access import FieldClass
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.standing import standing_of, visible_mask
from openkam.insight.value.curves import curves_of
from openkam.insight.value.layers import layers_of
from openkam.insight.value.levers import loss_with
from openkam.insight.value.shown import Shown, shown_accounts
from openkam.insight.value.watched import decliners_of
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account
from openkam.records.users.models import User
from openkam.web.grading.overview.pages import overview_page
from openkam.web.portfolio import pages
from openkam.web.portfolio.forms import Asked
from openkam.web.portfolio.pages import forget
from openkam.web.portfolio.scope import QUESTION, scope_of
from tests.cast import as_viewer
from tests.web.litany import check_litany

PAGES = ["/portfolio/", "/portfolio/accounts/?which=decliners", "/portfolio/concentration/"]
LISTS = ["all", "vital", "tier.KEY", "tier.none", "quadrant.KEEP", "decliners", "lost", "one_offs", "over", "under"]
PRICED = ["losses", "room", "room.0", "quadrant.INVEST"]


def user(login: str) -> User:
    return User.objects.get(login=login)


def page(client: Client, login: str, address: str = "/portfolio/", **headers: str) -> str:
    client.force_login(user(login))
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def shown_of(folder: DataFolder, login: str, *, months: int = 12, by_profit: bool = True) -> tuple[Shown, Any]:
    run = run_in_force()
    assert run is not None
    standing = standing_of(run, folder)
    mask = visible_mask(standing, as_viewer(user(login)))
    return shown_accounts(standing, mask, months=months, by_profit=by_profit), mask


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("address", PAGES)
def test_the_litany(client: Client, address: str) -> None:
    check_litany(client, address, works_for=user("ops"), no_right=user("root"))


@pytest.mark.parametrize(("login", "by_profit"), [("ops", True), ("wei", True), ("fang", True), ("bo", False)])
def test_findings_are_those_of_the_accounts_somebody_sees(
    client: Client, world: DataFolder, login: str, by_profit: bool
) -> None:
    for months in (12, 24, 36):
        shown, mask = shown_of(world, login, months=months, by_profit=by_profit)
        found = curves_of(shown)
        text = page(client, login, f"/portfolio/?months={months}")
        assert found.title.en in text
        assert found.line_finding.en in text
        assert found.spread_finding.en in text
        assert (found.curve_finding is not None and found.curve_finding.en in text) is by_profit
        assert decliners_of(shown.standing, mask).finding.en in text


@pytest.mark.usefixtures("world")
def test_the_title_states_how_few_bring_most(client: Client) -> None:
    assert re.search(r"<title>\d+ accounts bring 80% of the gross profit", page(client, "ops"))
    assert re.search(r"<title>\d+ accounts? brings? 80% of the net sales", page(client, "bo"))


@pytest.mark.usefixtures("world")
def test_without_prices_there_is_no_trace_of_profit(client: Client) -> None:
    text = page(client, "bo", "/portfolio/?fixed=500000&floor=20")
    main = text[text.index("<main") :]
    assert not re.search(
        "profit|margin|discount|loss|fixed|quadrant", main.split("kicker", 1)[1].replace('class="loss"', "")
    )
    assert 'id="whale"' not in main


@pytest.mark.usefixtures("world")
def test_a_list_about_prices_is_answered_as_one_that_is_not_there(client: Client) -> None:
    client.force_login(user("bo"))
    answers = [client.get(f"/portfolio/accounts/?which={which}") for which in (*PRICED, "nonsense", "", "tier.GOLD")]
    assert {answer.status_code for answer in answers} == {422}
    mains = {re.sub("csrf.*", "", answer.content.decode().split("<main")[1]) for answer in answers}
    assert len(mains) == 1


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("which", [*LISTS, *PRICED])
def test_every_list_holds_visible_accounts_only(client: Client, which: str) -> None:
    text = page(client, "fang", f"/portfolio/accounts/?which={which}")
    named = {int(key) for key in re.findall(r'<th scope="row"><a href="/accounts/(\d+)/">', text)}
    seen = set(Account.objects.visible_to(as_viewer(user("fang"))).values_list("pk", flat=True))
    assert named <= seen


@pytest.mark.usefixtures("world")
def test_links_of_the_charts_lead_somewhere(client: Client) -> None:
    text = page(client, "ops", "/portfolio/?region=North&months=24")
    links = set(re.findall(r'href="(/portfolio/accounts/\?[^"]+)"', text))
    assert len(links) > 10
    for link in links:
        assert "region=North" in link
        assert client.get(link).status_code == 200, link


def test_filters_narrow_what_is_computed(client: Client, world: DataFolder) -> None:
    shown, mask = shown_of(world, "ops")
    names = {"industry=Steel": "industry", "region=North": "region"}
    for query, column in names.items():
        value = query.partition("=")[2]
        keys = Account.objects.filter(**{column: value}).values_list("pk", flat=True)
        part = shown_accounts(shown.standing, mask & np.isin(shown.standing.account, list(keys)), by_profit=True)
        assert curves_of(part).line_finding.en in page(client, "ops", f"/portfolio/?{query}")
    own = page(client, "ops", f"/portfolio/?owner={user('mei').pk}")
    assert curves_of(shown_of(world, "mei")[0]).line_finding.en in own
    assert page(client, "ops", f"/portfolio/?team={user('wei').pk}").count("Company 0") > 0
    assert "None of these accounts bought anything" in page(client, "ops", "/portfolio/?region=Nowhere")


@pytest.mark.usefixtures("world")
def test_a_team_beside_ones_own_is_empty(client: Client) -> None:
    assert "None of these accounts bought anything" in page(client, "wei", f"/portfolio/?team={user('tang').pk}")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "query", ["months=7&floor=x&currency=XXX&owner=a&team=b&pick=c&pick=%00", "fixed=nan&find=%00"]
)
def test_what_makes_no_sense_counts_as_not_asked(client: Client, query: str) -> None:
    assert "latest 12 months" in page(client, "ops", f"/portfolio/?{query}")


def test_the_loss_of_picked_accounts(client: Client, world: DataFolder) -> None:
    shown, mask = shown_of(world, "fang")
    rows = np.flatnonzero(mask)[:2]
    result = loss_with(shown.standing, mask, rows, by_profit=True, fixed_cost=500_000 * 10_000)
    picks = "&".join(f"pick={key}" for key in shown.standing.account[rows].tolist())
    text = page(client, "fang", f"/portfolio/?{picks}&fixed=50万")
    assert result.finding.en in text
    assert result.loss.fixed_cost_cover is not None
    assert f"Profit covers the fixed cost {result.loss.fixed_cost_cover:.2f}"[:-1] in text


@pytest.mark.usefixtures("world")
def test_accounts_out_of_sight_count_as_not_picked(client: Client) -> None:
    hidden = Account.objects.filter(owner__login="mei").first()
    assert hidden is not None
    strange, plain = (page(client, "fang", f"/portfolio/?pick={key}").split("<main")[1] for key in (hidden.pk, 999_999))
    assert strange == plain
    assert "Pick accounts to see" in plain


@pytest.mark.usefixtures("world")
def test_an_account_is_found_by_name_and_picked(client: Client) -> None:
    own = Account.objects.filter(owner__login="fang", name="Company 4").get()
    assert f'id="pick-{own.pk}"' in page(client, "fang", "/portfolio/?find=Company+4")
    other = page(client, "fang", "/portfolio/?find=C006")
    assert "No further account of that name" in other


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("login", "query"), [("ops", ""), ("ops", "region=North"), ("wei", "industry=Steel"), ("fang", ""), ("bo", "")]
)
def test_the_list_of_accounts_and_the_portfolio_agree_on_how_few_bring_most(
    client: Client, login: str, query: str
) -> None:
    told = [
        re.findall(r"(\d+) (?:of these \d+ )?accounts? brings? 80% of (?:their |the )?(?:gross |net )?(\w+)", one)
        for one in (_heading(page(client, login, f"/{where}/?{query}")) for where in ("accounts", "portfolio"))
    ]
    assert told[0] == told[1] != [], told


@pytest.mark.usefixtures("world")
def test_no_chart_says_again_what_the_page_is_headed_with(client: Client) -> None:
    for login in ("ops", "bo"):
        text = page(client, login)
        assert _heading(text) in re.findall("<h1[^>]*>(.*?)</h1>", text)
        assert not [one for one in re.findall("<h2[^>]*>(.*?)</h2>", text) if _heading(text) in one]


def _heading(text: str) -> str:
    return re.findall("<h1[^>]*>(.*?)</h1>", text)[0]


@pytest.mark.usefixtures("world")
def test_only_the_region_is_answered_to_htmx(client: Client) -> None:
    client.force_login(user("ops"))
    answer = client.get("/portfolio/?region=North&months=12", headers={"HX-Request": "true"})
    assert "<body" not in answer.content.decode()
    assert answer["HX-Push-Url"] == "/portfolio/?region=North"
    assert answer["Vary"] == "HX-Request, Cookie, Accept-Language" or "HX-Request" in answer["Vary"]


@pytest.mark.usefixtures("world")
def test_what_is_kept_for_one_is_not_shown_to_another(client: Client) -> None:
    for _ in range(2):
        assert "Company 0" in page(client, "fang")
        assert "Company 0" not in page(client, "mei")
        assert "gross profit" not in page(client, "bo")


@pytest.mark.usefixtures("world")
def test_a_new_name_is_shown_at_once(client: Client) -> None:
    page(client, "fang")
    with transaction.atomic():
        Account.objects.filter(name="Company 0").update(name="Renamed & Sons")
        assert "Renamed & Sons" in page(client, "fang")
        transaction.set_rollback(True)


@pytest.mark.usefixtures("world")
def test_a_portfolio_of_a_ledger_that_moved_on_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "moved on" not in page(client, "ops")
    monkeypatch.setattr(pages, "ledger_version", lambda: 99)
    assert "it is at version 99" in page(client, "ops")


@pytest.mark.usefixtures("world")
def test_queries_do_not_depend_on_what_is_seen(client: Client) -> None:
    counts = {(login, address): _queries(client, login, address) for login in ("fang", "ops") for address in PAGES}
    assert max(counts.values()) <= 15, counts
    whole = "/portfolio/?region=North&industry=Steel&months=24&pick=5&pick=9&find=Company"
    assert _queries(client, "ops", whole) <= 20


@pytest.mark.usefixtures("world")
def test_before_the_first_grading_the_page_teaches(client: Client) -> None:
    with transaction.atomic():
        Run.objects.update(published_at=None)
        assert "Load a file" in page(client, "ops")
        fang = page(client, "fang")
        assert "Nothing is graded yet" in fang
        assert "/data/" not in fang
        assert "Nothing is graded yet" in page(client, "ops", "/portfolio/accounts/?which=all")
        assert "Nothing is graded yet" in page(client, "ops", "/portfolio/concentration/")
        transaction.set_rollback(True)


@pytest.mark.usefixtures("world")
def test_lost_arrays_are_told_not_a_fault(client: Client) -> None:
    with transaction.atomic():
        Run.objects.update(columns="runs/gone")
        assert "are not there any more" in page(client, "ops")
        transaction.set_rollback(True)


@pytest.mark.usefixtures("world")
def test_the_page_speaks_chinese(client: Client) -> None:
    with transaction.atomic():
        User.objects.filter(login="ops").update(language=User.Language.CHINESE)
        text = page(client, "ops")
        assert "贡献了80%的毛利" in text
        assert "请选择客户，查看其流失的影响。" in text
        transaction.set_rollback(True)


def _queries(client: Client, login: str, address: str) -> int:
    client.force_login(user(login))
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_shares_of_profit_are_those_of_the_grading_and_lead_to_whom_they_leave_out(
    client: Client, world: DataFolder
) -> None:
    ops = User.objects.get(login="ops")
    viewer = as_viewer(ops)
    scope = scope_of(viewer, Asked(), world)
    here = [one.profit_share for one in layers_of(scope.shown, scope.places, [t.label for t in scope.tiers]).layers]
    there = [one.of_profit for one in overview_page(viewer, folder=world).tiers]
    assert any(here)
    assert here == pytest.approx(there[: len(here)])
    client.force_login(ops)
    assert 'value="profit-unknown" selected' in client.get("/accounts/?state=profit-unknown").content.decode()
    seller = User.objects.get(login="fang")
    client.force_login(seller)
    reads = as_viewer(seller).reads(FieldClass.PRICE)
    assert ("profit-unknown" in client.get("/accounts/?state=profit-unknown").content.decode()) is reads


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("question", ["", "months=24"])
def test_another_floor_changes_the_room_for_discounts_and_the_addresses_alone(client: Client, question: str) -> None:
    forget()
    first = page(client, "ops", f"/portfolio/?{question}")
    again = page(client, "ops", f"/portfolio/?{question}&floor=35")
    forget()
    assert _main(again) == _main(page(client, "ops", f"/portfolio/?{question}&floor=35"))
    links = [set(re.findall(r'"(/portfolio/[a-z]+/\?[^"]*)"', text)) for text in (first, again)]
    assert links[0]
    assert all(link.startswith(("/portfolio/accounts/?", "/portfolio/concentration/?")) for link in links[0])
    assert {_without_floor(link) for link in links[1] if "room." not in link} == {
        _without_floor(link) for link in links[0] if "room." not in link
    }
    assert all("floor=35" in link and not link.endswith(("&", "-")) for link in links[1])
    assert all("floor" not in link and not link.endswith("&") for link in links[0])
    assert QUESTION not in first + again
    assert _section(first, "pareto") == _section(again.replace("floor=35&", ""), "pareto")
    assert _section(first, "room") != _section(again.replace("floor=35&", ""), "room")


def _main(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


def _without_floor(link: str) -> str:
    return re.sub(r"&?floor=35", "", link).replace("?&", "?")


def _section(text: str, name: str) -> str:
    return text.split(f'<section id="{name}">')[1].split("</section>", maxsplit=1)[0]
