"""The demo company moves in: people, ledger, accounts and grades, by the same actions as any other."""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openkam.analysis.words import Language, Text
from openkam.cli.demo.calendar import SINCE, UNTIL
from openkam.cli.demo.people import COMPLIANCE, DIRECTOR, OPERATIONS, Person, managers, sellers
from openkam.cli.ledger_trail import noting_load
from openkam.core.access import Role, Viewer
from openkam.ledger.folder import DataFolder

if TYPE_CHECKING:
    from openkam.records.users.models import User

_SOURCE: Final = "erp"
_SIGN_INS: Final = "sign-ins.json"
_YEAR_BEFORE: Final = UNTIL.replace(year=UNTIL.year - 1)


@dataclass(frozen=True)
class SignIns:
    """How one gets into the demo: the logins worth trying, and the one password made for this installation."""

    operations: str
    director: str
    manager: str
    seller: str
    compliance: str
    password: str


@dataclass(frozen=True)
class _Terms:
    """What everybody gets who begins: the password, the language of his pages, the moment."""

    password: str
    language: Language
    now: datetime


def install_company(
    files: dict[str, Path],
    folder: DataFolder,
    now: datetime,
    *,
    seed: int = 1,
    language: Language = "zh",
    tell: Callable[[Text], None] | None = None,
) -> SignIns:
    """Make the demo's installation in this folder, whose database is open; one that is there already is left as it is.

    The password is new for every installation and kept beside it, readable by its owner only. `tell` is told each step
    when it begins.
    """
    from openkam.core.audit.origin import coming_from
    from openkam.records.users.first_run import has_users

    kept = folder.path / _SIGN_INS
    if has_users() and kept.exists():
        return _kept(kept)
    with coming_from("cli"):
        password = secrets.token_urlsafe(9)
        _say(tell, Text("users and their managers …", "用户与上下级……"))
        viewer = _people(_Terms(password, language, now))
        _keep(kept, password)
        _say(tell, Text("ledger and accounts …", "账本与客户……"))
        _load(files, folder, viewer, now)
        _say(tell, Text("grades of this year and of a year before …", "今年与上一年的分级……"))
        _grade(folder, viewer, now)
        _say(tell, Text("people, log, opportunities and archive …", "联系人、往来、商机与档案……"))
        _customers(viewer, seed, language, now)
    return _kept(kept)


def _say(tell: Callable[[Text], None] | None, step: Text) -> None:
    if tell is not None:
        tell(step)


def _kept(file: Path) -> SignIns:
    """Of an installation made before there was somebody for compliance, without him."""
    return SignIns(**{"compliance": "–", **json.loads(file.read_text("utf-8"))})


def _keep(file: Path, password: str) -> None:
    logins = SignIns(
        OPERATIONS.login, DIRECTOR.login, managers()[0].login, sellers()[0].login, COMPLIANCE.login, password
    )
    with os.fdopen(os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
        json.dump(logins.__dict__, out)


def _people(terms: _Terms) -> Viewer:
    """Everybody with the right role and manager; answers sales operations, on whose behalf the rest is done."""
    from openkam.records.users.actions import create_first_administrator
    from openkam.records.users.viewer import viewer_of

    first = create_first_administrator(
        login=OPERATIONS.login,
        name=OPERATIONS.name,
        password=terms.password,
        language=terms.language,
        works_with_data=True,
        now=terms.now,
    )
    viewer = viewer_of(first, terms.now.date())
    director = _hired(viewer, DIRECTOR, None, terms)
    _hired(viewer, COMPLIANCE, None, terms)
    heads = {person.name: _hired(viewer, person, director, terms) for person in managers()}
    for person in sellers():
        _hired(viewer, person, heads[person.manager], terms)
    return viewer


def _hired(viewer: Viewer, person: Person, manager: "User | None", terms: _Terms) -> "User":
    from openkam.records.users.actions import change_password, create_user, set_manager
    from openkam.records.users.viewer import viewer_of

    handed = secrets.token_urlsafe(12)
    user = create_user(
        viewer=viewer,
        login=person.login,
        name=person.name,
        password=handed,
        roles=(person.role,),
        reads_prices=person.role is Role.SELLER and person.reads_prices,
        language=terms.language,
        now=terms.now,
    )
    # His own change, as after a first sign-in: nobody in the demo meets the page that asks for a new password.
    change_password(
        viewer=viewer_of(user, terms.now.date()), user=user, new=terms.password, current=handed, now=terms.now
    )
    if manager is not None:
        set_manager(viewer=viewer, user=user, manager=manager, since=SINCE, now=terms.now)
    return user


def _load(files: dict[str, Path], folder: DataFolder, viewer: Viewer, now: datetime) -> None:
    from openkam.intake.load import load_files
    from openkam.intake.reading import Reading

    readings = [Reading(files=(path,), table=table) for table, path in files.items()]
    load_files(
        folder=folder,
        readings=readings,
        source=_SOURCE,
        actor=viewer.name,
        now=now,
        alongside=noting_load(viewer, now),
    )


def _customers(viewer: Viewer, seed: int, language: Language, now: datetime) -> None:
    """People and a log at the customers that matter, and the three teaching cases, played by the first seller."""
    from openkam.cli.demo.case_loading import Cast, load_cases
    from openkam.cli.demo.contacts import people_company
    from openkam.records.users.models import User

    people_company(viewer, seed, language, now)
    users = {user.login: user for user in User.objects.visible_to(viewer)}
    parts = {"seller": sellers()[0].login, "manager": managers()[0].login, "director": DIRECTOR.login}
    load_cases(Cast(viewer, {part: users[login] for part, login in parts.items()}), language, now)


def _grade(folder: DataFolder, viewer: Viewer, now: datetime) -> None:
    """Two runs, a year apart, so that the pages have something to compare."""
    from openkam.insight.grading.actions import publish_run, save_scheme
    from openkam.insight.grading.schemes import DEFAULT_SCHEME, scheme_source
    from openkam.insight.report.actions import grade_ledger
    from openkam.intake.uploads.customers import take_in_ledger

    take_in_ledger(folder, viewer, _SOURCE, now)
    scheme = save_scheme(viewer=viewer, text=scheme_source(DEFAULT_SCHEME)[0], now=now)
    for until in (_YEAR_BEFORE, UNTIL):
        run = grade_ledger(viewer=viewer, folder=folder, scheme=scheme, since=SINCE, until=until, now=now)
        publish_run(viewer=viewer, run=run, now=now)
