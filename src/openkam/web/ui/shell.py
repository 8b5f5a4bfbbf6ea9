"""What the frame of every page knows: the screens of the viewer, addresses that exist, the theme."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, get_urlconf, resolve, reverse

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer


@dataclass(frozen=True)
class Screen:
    """A place of the top bar: who has the right sees it."""

    name: Text
    address: str
    right: Right


SCREENS: Final = (
    Screen(Text("Accounts", "客户"), "/accounts/", Right.SEE_ACCOUNTS),
    Screen(Text("Red flags", "预警"), "/flags/", Right.SEE_ACCOUNTS),
    Screen(Text("Portfolio", "组合"), "/portfolio/", Right.SEE_ACCOUNTS),
    Screen(Text("Grading", "分级"), "/grading/", Right.SEE_ACCOUNTS),
    Screen(Text("Data", "数据"), "/data/", Right.LOAD_DATA),
    Screen(Text("Users", "用户"), "/users/", Right.MANAGE_USERS),
    Screen(Text("Audit", "审计"), "/audit/", Right.READ_AUDIT),
    Screen(Text("Personal data", "个人信息"), "/privacy/", Right.PROTECT_PERSONS),
)


def screens(viewer: Viewer) -> list[Screen]:
    """The screens this viewer may open."""
    return [screen for screen in SCREENS if viewer.may(screen.right) and exists(screen.address)]


def exists(path: str) -> bool:
    """Whether a screen answers at this path, whatever part of it is meant."""
    return _is_answered(path.partition("#")[0], get_urlconf())


def address(name: str, **parts: Any) -> str:
    """The address of a named view, blank where there is none: `{{ address("accounts:account", pk=7) }}`."""
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=256, typed=True)
def explanation(measure: str, **about: Any) -> str:
    """Where a figure explains itself; `about` names the account, the run, whatever the figure is of.

    A link asks for it twice, for who has no script as well.
    """
    return "/explain/?" + urlencode({"measure": measure} | {k: v for k, v in about.items() if v is not None})


def theme_of(request: HttpRequest) -> str:
    """The theme the reader chose, AUTOMATIC for a stranger."""
    return str(getattr(getattr(request, "user", None), "theme", "AUTOMATIC"))


@lru_cache(maxsize=256)
def _is_answered(path: str, urlconf: str | None) -> bool:
    try:
        resolve(path, urlconf)
    except Resolver404:
        return False
    return True


ACCOUNT_TABS: Final = (
    ("", Text("Value", "价值")),
    ("visit/", Text("Prepare a visit", "拜访准备")),
    ("people/", Text("People", "人脉图")),
    ("opportunities/", Text("Opportunities", "商机")),
    ("log/", Text("Log", "往来记录")),
    ("archive/", Text("Archive", "档案")),
)
"""The pages of one account below its address; one that nobody serves is left out."""


def account_tabs(key: int, current: str) -> list[tuple[Text, str, bool]]:
    """The pages of an account as tabs, for `components.tabs`; `current` is the part of the address."""
    places = [(label, f"/accounts/{key}/{part}", part == current) for part, label in ACCOUNT_TABS]
    return [(label, place, is_here) for label, place, is_here in places if exists(place)]


DATA_TABS: Final = (
    Screen(Text("Files and loads", "文件与批次"), "/data/", Right.LOAD_DATA),
    Screen(Text("Possible duplicates", "疑似重复客户"), "/data/matches/", Right.MATCH_ACCOUNTS),
    Screen(Text("Import people", "导入联系人"), "/data/people/", Right.IMPORT_CUSTOMERS),
    Screen(Text("People listed twice", "疑似重复联系人"), "/data/matches/people/", Right.MATCH_ACCOUNTS),
)
"""The parts of the data screen, each for who has its right."""


def data_tabs(viewer: Viewer, current: str) -> tuple[tuple[Text, str, bool], ...]:
    """Those the viewer may open, for `components.tabs`."""
    shown = [screen for screen in DATA_TABS if viewer.may(screen.right) and exists(screen.address)]
    return tuple((screen.name, screen.address, screen.address == current) for screen in shown)
