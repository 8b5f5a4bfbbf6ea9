"""Users are created, changed, managed and let go; every act leaves one line and nobody locks everybody out."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client
from tests.cast import NOW, PASSWORD, TODAY, Cast, as_viewer, cast
from tests.web.litany import database_digest

from openkam.core.access import Denied, FieldClass, Role
from openkam.core.audit.models import AuditLine
from openkam.core.audit.verifying import audit_faults
from openkam.core.problem import Problem
from openkam.records.users import actions
from openkam.records.users.chain import Link, chain_of
from openkam.records.users.models import ChainLink, ReadLevel, RecoveryCode, Session, User
from openkam.records.users.rows import below
from openkam.records.users.second_factor import (
    accept_code,
    opened_secret,
    recovery_digest,
    sealed_secret,
    setup_address,
    step_of,
)

pytestmark = pytest.mark.django_db
LONG = "a bridge over the Huangpu"


@pytest.fixture
def company() -> Cast:
    """The company of the tests."""
    return cast()


def lines() -> list[str]:
    """What was done."""
    return list(AuditLine.objects.order_by("seq").values_list("action", flat=True))


def test_the_first_administrator_is_made_once() -> None:
    user = actions.create_first_administrator(login=" Root ", name="Root  Wang", password=LONG, now=NOW)
    assert (user.login, user.name, as_viewer(user).roles) == ("root", "Root Wang", {Role.ADMINISTRATOR})
    with pytest.raises(Problem, match="administrator already"):
        actions.create_first_administrator(login="other", name="Other", password=LONG, now=NOW)
    assert lines() == ["create_first_administrator"]


def test_a_user_is_created_with_roles_and_signs_in(company: Cast) -> None:
    root = as_viewer(company.root)
    user = actions.create_user(
        viewer=root, login="Hai@Example.com", name="海", password=LONG, roles=[Role.SELLER], reads_prices=True, now=NOW
    )
    assert user.check_password(LONG)
    assert User.objects.get_by_natural_key("HAI@example.com ") == user
    assert as_viewer(user).reads(FieldClass.PRICE)
    assert lines() == ["create_user"]
    assert "hai@example.com" not in str(AuditLine.objects.get().change)


@pytest.mark.parametrize(
    ("fault", "given"),
    [
        ("taken", {"login": "Fang"}),
        ("one word", {"login": "two words"}),
        ("12 to 256", {"password": "short"}),
        ("easily guessed", {"password": "haihaihaihaihai"}),
        ("role", {"roles": []}),
        ("name", {"name": "  "}),
        ("choices", {"language": "fr"}),
    ],
)
def test_a_faulty_user_is_refused_and_leaves_nothing(company: Cast, fault: str, given: dict[str, Any]) -> None:
    before = database_digest()
    whole = {"login": "hai", "name": "Hai", "password": LONG, "roles": [Role.SELLER]} | given
    with pytest.raises(Problem, match=fault):
        actions.create_user(viewer=as_viewer(company.root), now=NOW, **whole)
    assert (database_digest(), lines()) == (before, [])


def everything_only_administrators_do(company: Cast) -> dict[str, Callable[[Any], object]]:
    """Acts on bo that fang must not do."""
    bo = company.bo
    return {
        "create": lambda viewer: actions.create_user(
            viewer=viewer, login="x", name="x", password=LONG, roles=[Role.SELLER], now=NOW
        ),
        "change": lambda viewer: actions.change_user(viewer=viewer, user=bo, name="x", now=NOW),
        "roles": lambda viewer: actions.set_roles(viewer=viewer, user=bo, roles=[Role.MANAGER], now=NOW),
        "manager": lambda viewer: actions.set_manager(viewer=viewer, user=bo, manager=None, since=TODAY, now=NOW),
        "deactivate": lambda viewer: actions.deactivate_user(viewer=viewer, user=bo, now=NOW),
        "reactivate": lambda viewer: actions.reactivate_user(viewer=viewer, user=bo, now=NOW),
        "password": lambda viewer: actions.change_password(viewer=viewer, user=bo, new=LONG, now=NOW),
        "second factor": lambda viewer: actions.remove_second_factor(viewer=viewer, user=bo, now=NOW),
        "level": lambda viewer: actions.set_read_level(viewer=viewer, kind="account", level="COMPANY", now=NOW),
    }


def test_nobody_else_manages_users_and_nothing_is_changed_by_trying(company: Cast) -> None:
    before = database_digest()
    for act in everything_only_administrators_do(company).values():
        with pytest.raises(Denied):
            act(as_viewer(company.fang))
    assert (database_digest(), lines()) == (before, [])


def test_every_act_of_an_administrator_is_one_line(company: Cast) -> None:
    acts = everything_only_administrators_do(company)
    for count, act in enumerate(acts.values(), 1):
        act(as_viewer(company.root))
        assert len(lines()) == count
    assert not list(audit_faults())


def test_a_user_changes_his_own_name_but_not_his_rights(company: Cast) -> None:
    fang = as_viewer(company.fang)
    assert actions.change_user(viewer=fang, user=company.fang, name="方小芳", now=NOW).name == "方小芳"
    actions.change_user(viewer=fang, user=company.fang, name="方小芳", now=NOW)
    assert lines() == ["change_user"]
    for more in ({"login": "boss"}, {"reads_prices": True}):
        with pytest.raises(Denied):
            actions.change_user(viewer=fang, user=company.fang, now=NOW, **more)


def test_the_last_administrator_stays(company: Cast) -> None:
    root = as_viewer(company.root)
    with pytest.raises(Problem, match="last administrator"):
        actions.deactivate_user(viewer=root, user=company.root, now=NOW)
    with pytest.raises(Problem, match="last administrator"):
        actions.set_roles(viewer=root, user=company.root, roles=[Role.SELLER], now=NOW)
    actions.set_roles(viewer=root, user=company.ops, roles=[Role.SALES_OPERATIONS, Role.ADMINISTRATOR], now=NOW)
    actions.deactivate_user(viewer=root, user=company.root, now=NOW)
    assert not as_viewer(User.objects.get(pk=company.root.pk)).roles


def test_who_left_is_signed_out_at_once(company: Cast, client: Client) -> None:
    client.force_login(company.fang)
    assert Session.objects.filter(user=company.fang).count() == 1
    actions.deactivate_user(viewer=as_viewer(company.root), user=company.fang, now=NOW)
    assert not Session.objects.filter(user=company.fang).exists()
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_a_new_password_ends_every_other_session(company: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(company.fang)
    fang, kept = as_viewer(company.fang), here.session.session_key or ""
    with pytest.raises(Problem, match="wrong"):
        actions.change_password(viewer=fang, user=company.fang, new=LONG, current="not it", now=NOW)
    with pytest.raises(Problem, match="wrong"):
        actions.change_password(viewer=fang, user=company.fang, new=LONG, now=NOW)
    actions.change_password(viewer=fang, user=company.fang, new=LONG, current=PASSWORD, keep_session=kept, now=NOW)
    assert [session.pk for session in Session.objects.visible_to(fang)] == [kept]
    assert User.objects.get(pk=company.fang.pk).check_password(LONG)


def test_sessions_are_listed_for_their_owner_only_and_ended(company: Cast) -> None:
    for _ in range(3):
        Client().force_login(company.fang)
    fang, bo = as_viewer(company.fang), as_viewer(company.bo)
    first, second, _ = Session.objects.visible_to(fang)
    assert not Session.objects.visible_to(bo)
    with pytest.raises(Denied):
        actions.end_session(viewer=bo, session=first, now=NOW)
    actions.end_session(viewer=fang, session=first, now=NOW)
    assert actions.end_other_sessions(viewer=fang, keep_session=second.pk, now=NOW) == 1
    assert list(Session.objects.visible_to(fang)) == [second]


def test_managers_are_dated_and_the_chain_follows(company: Cast) -> None:
    root = as_viewer(company.root)
    autumn = date(2026, 10, 1)
    actions.set_manager(viewer=root, user=company.fang, manager=company.tang, since=autumn, now=NOW)

    def fang_is_below(manager: User, day: date) -> bool:
        return {"user": company.fang.pk} in below(as_viewer(manager, day))

    assert fang_is_below(company.wei, TODAY)
    assert fang_is_below(company.lin, autumn - timedelta(days=1))
    assert not fang_is_below(company.wei, autumn)
    assert fang_is_below(company.tang, autumn)
    assert ChainLink.objects.get(manager=company.wei, user=company.fang).until_date == autumn - timedelta(days=1)
    actions.set_manager(viewer=root, user=company.fang, manager=company.wei, since=TODAY, now=NOW)
    assert fang_is_below(company.wei, autumn)
    assert not fang_is_below(company.tang, autumn)


def test_nobody_stands_above_himself(company: Cast) -> None:
    root, before = as_viewer(company.root), database_digest()
    for user, manager in ((company.lin, company.fang), (company.wei, company.wei), (company.lin, company.wei)):
        with pytest.raises(Problem):
            actions.set_manager(viewer=root, user=user, manager=manager, since=TODAY, now=NOW)
    assert (database_digest(), lines()) == (before, [])


def test_a_circle_counts_only_on_days_on_which_it_holds() -> None:
    first, later = date(2020, 1, 1), date(2021, 1, 1)
    one = Link(1, 2, first, later - timedelta(days=1))
    assert len(chain_of([one, Link(2, 1, later)])) == 2
    with pytest.raises(Problem):
        chain_of([one, Link(2, 1, later - timedelta(days=1))])
    with pytest.raises(Problem):
        chain_of([Link(9, 8, first), Link(1, 9, first), Link(2, 1, first), Link(1, 2, first)])


def test_the_second_factor_opens_once_a_step(company: Cast) -> None:
    fang = as_viewer(company.fang)
    secret = actions.begin_second_factor(viewer=fang, password=PASSWORD, now=NOW)
    user = User.objects.get(pk=company.fang.pk)
    assert secret not in user.second_factor
    assert f"secret={secret}" in setup_address(user)
    totp = pyotp.TOTP(secret)
    assert not accept_code(user=user, code=totp.at(NOW), now=NOW), "not in force before it was confirmed"
    with pytest.raises(Problem):
        actions.confirm_second_factor(viewer=fang, code="000000", now=NOW)
    codes = actions.confirm_second_factor(viewer=fang, code=totp.at(NOW), now=NOW)
    assert not accept_code(user=user, code=totp.at(NOW), now=NOW), "the code of the confirmation is used"
    later = NOW + timedelta(minutes=5)
    code = totp.at(later)
    assert not accept_code(user=user, code=f"{(int(code) + 1) % 1000000:06}", now=later)
    assert accept_code(user=user, code=f"{code[:3]} {code[3:]}", now=later)
    assert not accept_code(user=user, code=code, now=later)
    assert not accept_code(user=user, code=totp.at(later - timedelta(seconds=30)), now=later), "an older step"
    assert len(set(codes)) == 10
    with pytest.raises(Problem):
        actions.begin_second_factor(viewer=fang, password=PASSWORD, now=NOW)


def test_a_recovery_code_opens_once_and_is_kept_as_a_hash(company: Cast) -> None:
    fang = as_viewer(company.fang)
    secret = actions.begin_second_factor(viewer=fang, password=PASSWORD, now=NOW)
    first, *_ = actions.confirm_second_factor(viewer=fang, code=pyotp.TOTP(secret).at(NOW), now=NOW)
    assert first not in RecoveryCode.objects.values_list("digest", flat=True)
    assert recovery_digest(company.fang, first) != recovery_digest(company.bo, first)
    assert accept_code(user=company.fang, code=first.upper().replace("-", " "), now=NOW)
    assert not accept_code(user=company.fang, code=first, now=NOW)
    assert lines()[-1] == "use_recovery_code"
    with pytest.raises(Problem):
        actions.remove_second_factor(viewer=fang, user=company.fang, password="wrong", now=NOW)
    actions.remove_second_factor(viewer=fang, user=company.fang, password=PASSWORD, now=NOW)
    assert not RecoveryCode.objects.exists()
    assert not accept_code(user=company.fang, code="123456", now=NOW)


def test_a_sealed_secret_is_different_every_time_and_cannot_be_changed() -> None:
    one, other = sealed_secret("JBSWY3DPEHPK3PXP"), sealed_secret("JBSWY3DPEHPK3PXP")
    assert one != other
    assert opened_secret(one) == opened_secret(other) == "JBSWY3DPEHPK3PXP"
    flipped = ("B" if one[30] != "B" else "C").join((one[:30], one[31:]))
    assert opened_secret(flipped) != "JBSWY3DPEHPK3PXP"
    assert step_of("JBSWY3DPEHPK3PXP" * 2, "一二三四五六", NOW) is None


def test_language_theme_and_read_level_take_their_words_only(company: Cast) -> None:
    fang, root = as_viewer(company.fang), as_viewer(company.root)
    actions.set_language(viewer=fang, language="zh", now=NOW)
    actions.set_theme(viewer=fang, theme="DARK", now=NOW)
    fresh = User.objects.get(pk=company.fang.pk)
    assert (fresh.language, fresh.theme) == ("zh", "DARK")
    actions.set_read_level(viewer=root, kind="account", level="COMPANY", now=NOW)
    assert ReadLevel.objects.get().level == "COMPANY"
    for act in (
        lambda: actions.set_language(viewer=fang, language="fr", now=NOW),
        lambda: actions.set_theme(viewer=fang, theme="PINK", now=NOW),
        lambda: actions.set_read_level(viewer=root, kind="coach", level="COMPANY", now=NOW),
    ):
        with pytest.raises(Problem):
            act()
    assert lines() == ["set_language", "set_theme", "set_read_level"]
