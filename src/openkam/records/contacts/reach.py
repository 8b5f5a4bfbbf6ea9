"""What an act on people may touch; what is hidden, what may only be read and what is not there answer alike."""

from datetime import date

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.rows import worked_on_by
from openkam.records.contacts.models import Person
from openkam.records.users.models import User


def person_at(viewer: Viewer, account: Account, person: Person) -> Person:
    """The person as he is now, who works or worked at an account of the viewer's.

    Raises Problem otherwise.
    """
    known: Person | None = (
        Person.objects.visible_to(viewer).filter(pk=person.pk, employments__account=account).distinct().first()
    )
    if known is None:
        raise no_such_person()
    return known


def own_account(viewer: Viewer, account: Account) -> Account:
    """The account as it is now, on which the viewer works himself, or somebody below him: there opinions are formed.

    Raises Problem otherwise.
    """
    known = changeable_one(viewer, account)
    works = viewer.reads(FieldClass.INTEL) and (
        Account.objects.filter(worked_on_by(viewer, Account), pk=known.pk).exists()
    )
    if not works:
        raise Problem(
            Text("Only those who work on the account form opinions of its people.", "只有负责该客户的人才能记录研判。"),
            remedy=Text("Ask its owner to note it.", "请由客户负责人记录。"),
        )
    return known


def colleague_of(user: User) -> User:
    """Somebody who works here.

    Raises Problem otherwise.
    """
    known: User | None = User.objects.filter(pk=user.pk, is_active=True).first()
    if known is None:
        raise Problem(
            Text("This colleague is not known here.", "系统中没有这位同事。"),
            remedy=Text("Choose somebody who works here.", "请选择在职同事。"),
        )
    return known


def past_day(viewer: Viewer, day: date | None) -> date:
    """The day, today where none is said.

    Raises Problem where it lies ahead.
    """
    if day is not None and day > viewer.today:
        raise Problem(
            Text("This day lies ahead.", "该日期晚于今天。"),
            remedy=Text("Note what is; plans go into the next steps.", "请记录已发生的事；计划请写入下一步。"),
            value=str(day),
        )
    return day or viewer.today


def no_such_person() -> Problem:
    """He is not there, or not the viewer's to change."""
    return Problem(
        Text("This person is not there any more, or not yours to change.", "此人已不存在，或您无权修改。"),
        remedy=Text("Load the page again.", "请刷新页面。"),
    )


def nothing_to_end() -> Problem:
    """What should end has ended already, or never was."""
    return Problem(
        Text("There is nothing to end here.", "没有可结束的内容。"), remedy=Text("Load the page again.", "请刷新页面。")
    )
