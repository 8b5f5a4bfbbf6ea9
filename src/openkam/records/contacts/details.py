"""What is written of a person and of his post, and what it must say before it is kept."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.limits import one_of, said
from openkam.records.contacts.kinds import Basis, Channel, Level
from openkam.records.contacts.labels import LANGUAGES
from openkam.records.contacts.reach import past_day
from openkam.records.contacts.wording import refuse_private

_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE: Final = re.compile(r"[+\d][\d\s().-]{4,30}(?:\s*(?:ext\.?|转|x)\s*\d{1,6})?")
_CHAIR: Final = Text("an empty chair", "空缺席位")


@dataclass(frozen=True)
class PersonDetails:
    """Somebody at a customer as he is to be kept; no field for birthday, family, health, religion or home.

    aliases  other names, one a line; noticed_date  when we learned of him, today unless said
    """

    name: str
    aliases: str = ""
    is_placeholder: bool = False
    email: str = ""
    phone: str = ""
    language: str = ""
    channel: str = ""
    basis: str = Basis.BUSINESS_CONTACT
    purpose: str = ""
    source: str = ""
    noticed_date: date | None = None


@dataclass(frozen=True)
class PostDetails:
    """A post as it is to be kept; None: the beginning is unknown, there is no end."""

    department: str = ""
    title: str = ""
    level: str = ""
    in_group: bool = False
    since_date: date | None = None
    until_date: date | None = None
    source: str = ""


def person_key(name: str) -> str:
    """The name without case and blanks: equal keys are perhaps one person."""
    return "".join(name.split()).casefold()[:150]


def checked_person(details: PersonDetails, viewer: Viewer) -> dict[str, Any]:
    """The columns of a person.

    Raises Problem where name, purpose or source is missing or something cannot be what it is to be.
    """
    name = said(details.name, 150, Text("The name", "姓名"))
    fallback = "empty chair" if details.is_placeholder else ""
    columns: dict[str, Any] = {
        "name": name,
        "name_key": person_key(name),
        "aliases": said(details.aliases, 300, Text("Other names", "其他名称"), may_be_blank=True),
        "is_placeholder": details.is_placeholder,
        "email": _of_form(details.email, _MAIL, 254, Text("The e-mail address", "邮箱")).lower(),
        "phone": _of_form(details.phone, _PHONE, 40, Text("The phone number", "电话")),
        "phone_key": re.sub(r"\D", "", details.phone)[:40],
        "language": one_of(details.language, {"", *LANGUAGES}),
        "channel": one_of(details.channel, {"", *Channel.values}),
        "basis": one_of(details.basis, Basis.values),
        "purpose": said(details.purpose or fallback, 200, Text("What the data is for", "使用目的")),
        "source": said(details.source or fallback, 200, Text("Where we know them from", "信息来源")),
        "noticed_date": past_day(viewer, details.noticed_date),
    }
    for field in ("name", "aliases", "purpose", "source"):
        refuse_private(columns[field])
    if details.is_placeholder and (columns["email"] or columns["phone"]):
        raise Problem(
            Text("{what} has no address.", "{what}没有联系方式。").filled(what=_CHAIR),
            remedy=Text("Say who it is, or take the address out.", "请写明是谁，或删去联系方式。"),
        )
    return columns


def checked_post(post: PostDetails, viewer: Viewer) -> dict[str, Any]:
    """The columns of an employment.

    Raises Problem where it ends before it begins, or lies ahead.
    """
    if post.since_date is not None and post.until_date is not None and post.until_date < post.since_date:
        raise Problem(
            Text("The post ends before it begins.", "离任日期早于到任日期。"),
            remedy=Text("Exchange the two days.", "请检查两个日期。"),
        )
    columns: dict[str, Any] = {
        "department": said(post.department, 100, Text("The department", "部门"), may_be_blank=True),
        "title": said(post.title, 100, Text("The title", "职务"), may_be_blank=True),
        "level": one_of(post.level, {"", *Level.values}),
        "in_group": post.in_group,
        "since_date": past_day(viewer, post.since_date) if post.since_date else None,
        "until_date": past_day(viewer, post.until_date) if post.until_date else None,
        "source": said(post.source, 200, Text("The source", "来源"), may_be_blank=True),
    }
    for field in ("department", "title", "source"):
        refuse_private(columns[field])
    return columns


def _of_form(text: str, form: re.Pattern[str], longest: int, what: Text) -> str:
    kept = said(text, longest, what, may_be_blank=True)
    if kept and not form.fullmatch(kept):
        raise Problem(
            Text("{what} cannot be right.", "{what}格式不正确。").filled(what=what),
            remedy=Text("Check it, or leave it empty.", "请核对，或先留空。"),
            value=kept,
        )
    return kept
