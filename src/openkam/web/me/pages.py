"""What a user sees about himself."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import ROLE_LABELS, Viewer
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.users.models import Session, User
from openkam.web.audit.pages import Entry, entries_of

_ACTS_SHOWN: Final = 12
DONE: Final = {
    "name": Text("Your name is changed.", "姓名已更新。"),
    "password": Text("Your password is changed; all other sessions have ended.", "密码已修改，其他会话均已结束。"),
    "session": Text("The session has ended.", "该会话已结束。"),
    "sessions": Text("All other sessions have ended.", "其他会话均已结束。"),
    "removed": Text("The second factor is removed.", "两步验证已关闭。"),
    "theme": Text("The theme is changed.", "外观已更新。"),
    "language": Text("The language is changed.", "语言已更新。"),
}
_SYSTEMS: Final = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("harmonyos", "HarmonyOS"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)
# The first that fits: every browser also claims to be the ones below it.
_BROWSERS: Final = (
    (r"micromessenger", "WeChat"),
    (r"edg(e|a|ios)?/", "Edge"),
    (r"(opr|opera)/", "Opera"),
    (r"firefox|fxios", "Firefox"),
    (r"(headless)?chrome|crios", "Chrome"),
    (r"safari", "Safari"),
)


@dataclass(frozen=True)
class Place:
    """Where the user is signed in; `mark` names the session without giving it away."""

    mark: str
    device: Text
    address: str
    begun_at: datetime | None
    latest_at: datetime | None
    is_this: bool


@dataclass(frozen=True)
class MePage:
    """done  what was just done; problem  why something was refused, and in which part of the page."""

    name: str
    login: str
    roles: list[Text]
    language: str
    theme: str
    second_factor_at: datetime | None
    codes_left: int
    places: list[Place]
    acts: list[Entry]
    done: Text | None = None
    problem: Problem | None = None
    part: str = ""


@dataclass(frozen=True)
class PasswordPage:
    """must  somebody else chose the password in force."""

    must: bool
    login: str
    problem: Problem | None = None


@dataclass(frozen=True)
class SecondFactorPage:
    """qr  the address as SVG; secret  the same in groups of four, to be typed."""

    qr: str
    secret: str
    problem: Problem | None = None


def me_page(
    viewer: Viewer, user: User, session_key: str, *, done: str = "", problem: Problem | None = None, part: str = ""
) -> MePage:
    """Everything about oneself; four queries."""
    lines = AuditLine.objects.visible_to(viewer).filter(actor=viewer.user).order_by("-seq")[:_ACTS_SHOWN]
    return MePage(
        name=user.name,
        login=user.login,
        roles=[label for role, label in ROLE_LABELS.items() if role in viewer.roles],
        language=user.language,
        theme=user.theme,
        second_factor_at=user.second_factor_at,
        codes_left=user.recovery_codes.filter(used_at=None).count() if user.second_factor_at else 0,
        places=places_of(sessions_of(viewer), session_key),
        acts=entries_of(viewer, lines),
        done=DONE.get(done),
        problem=problem,
        part=part,
    )


def sessions_of(viewer: Viewer) -> list[Session]:
    """Where one is signed in oneself, the latest first; also for whoever manages users."""
    rows = Session.objects.visible_to(viewer).filter(user=viewer.user, expire_date__gt=timezone.now())
    return list(rows.order_by("-latest_at"))


def places_of(sessions: Iterable[Session], session_key: str) -> list[Place]:
    """The sessions for people, this one first."""
    places = [
        Place(
            mark=mark_of(session.session_key),
            device=device_of(session.device),
            address=session.address or "",
            begun_at=session.begun_at,
            latest_at=session.latest_at,
            is_this=session.session_key == session_key,
        )
        for session in sessions
    ]
    return sorted(places, key=lambda place: not place.is_this)


def mark_of(session_key: str) -> str:
    """A name for a session that opens nothing: whoever reads the page must not learn the key itself."""
    return hashlib.sha256(b"session mark\n" + session_key.encode()).hexdigest()[:24]


def device_of(words: str) -> Text:
    """The browser and system somebody uses, as he would say it."""
    told = words.lower()
    system = next((name for sign, name in _SYSTEMS if sign in told), "")
    browser = next((name for sign, name in _BROWSERS if re.search(sign, told)), "")
    if browser and system:
        return Text(f"{browser} on {system}", f"{system} 上的 {browser}")
    known = browser or system
    return Text(known, known) if known else Text("Unknown device", "未知设备")
