"""What an action may touch: rows the viewer may change, people he may give them to; anything else is refused."""

from collections.abc import Collection
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Right, Role, Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.users.models import User
from openkam.records.users.rows import below
from openkam.records.users.viewer import viewer_of

MOST_AT_ONCE: Final = 20_000
"""More accounts are not changed by one act: its line in the audit trail must stay readable."""


def changeable(viewer: Viewer, accounts: Collection[int]) -> list[Account]:
    """The accounts of these keys, all of them changeable by the viewer, in the order of their keys.

    Raises Problem where one is not; what is hidden, what may only be read and what is not there answer alike.
    """
    wanted = set(accounts)
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Problem(
            Text("{count} accounts are chosen.", "已选择{count}个客户。").filled(count=len(wanted)),
            remedy=Text("Choose between 1 and {most}.", "请选择1至{most}个。").filled(most=MOST_AT_ONCE),
        )
    found = list(Account.objects.writable_by(viewer).filter(pk__in=wanted).order_by("pk"))
    if len(found) < len(wanted):
        raise Problem(
            Text(
                "{count} of the chosen accounts are not there, or not yours to change.",
                "所选客户中有{count}个不存在，或您无权修改。",
            ).filled(count=len(wanted) - len(found)),
            remedy=Text("Load the list again and choose anew.", "请刷新列表后重新选择。"),
        )
    return found


def changeable_one(viewer: Viewer, account: Account) -> Account:
    """The account as it is now.

    Raises Problem where the viewer may not change it.
    """
    return changeable(viewer, [account.pk])[0]


def worker(viewer: Viewer, user: User) -> User:
    """Somebody who works here and may see accounts.

    Raises Problem otherwise.
    """
    known: User | None = User.objects.filter(pk=user.pk).first()
    if known is None or not viewer_of(known, viewer.today).may(Right.SEE_ACCOUNTS):
        raise Problem(
            Text("{name} cannot work on accounts.", "{name}不能负责客户。").filled(name=user.name),
            remedy=Text("Choose an active seller or manager.", "请选择在职的销售或销售经理。"),
        )
    return known


def own_worker(viewer: Viewer, user: User) -> User:
    """Somebody the viewer may give accounts to: for a manager himself and those below him.

    Raises Problem otherwise.
    """
    known = worker(viewer, user)
    is_own = known.pk == viewer.user or below(viewer).filter(user=known).exists()
    if Role.SALES_OPERATIONS not in viewer.roles and not is_own:
        raise Problem(
            Text("{name} is not in your team.", "{name}不在您的团队中。").filled(name=known.name),
            remedy=Text("Choose somebody of your team, or ask sales operations.", "请选择本团队成员，或联系销售运营。"),
        )
    return known
