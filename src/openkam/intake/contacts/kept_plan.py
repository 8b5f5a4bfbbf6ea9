"""The plan of a trial, kept until publication, and whether it is still what a trial would find.

Every change of records appends a line to the audit trail. Where no line since the trial tells of a change it could rest
on, the trial need not be made again: that halves the work of publishing.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from openkam.core.access import Viewer
from openkam.core.audit.models import AuditLine
from openkam.core.audit.since import moved_since
from openkam.intake.contacts.plan import Plan

NAME: Final = "plan.json"
HARMLESS: Final = frozenset(
    [
        "arrange_map",
        "ask_contact_publication",
        "begin_contact_import",
        "begin_upload",
        "cancel_contact_import",
        "change_activity",
        "choose_contact_columns",
        "delete_view",
        "export_accounts",
        "note_activity",
        "save_view",
        "set_language",
        "set_theme",
        "sign_in",
        "sign_out",
        "try_contact_import_again",
    ]
)
"""Acts that change no account, no person and nobody's rights; after any other one the rows are tried again."""


@dataclass(frozen=True)
class Moment:
    """The latest line of the trail, by number and seal."""

    seq: int
    seal: str

    def stands(self) -> bool:
        """Whether nothing a trial could rest on was done since; certain while nobody else can write."""
        if self.seq and not AuditLine.objects.filter(seq=self.seq, seal=self.seal).exists():
            return False  # another database: it was restored meanwhile
        _, moved = moved_since(self.seq, harmless=HARMLESS)
        return not moved


@dataclass(frozen=True)
class Kept:
    """A plan, and the moment before its trial began."""

    plan: Plan
    since: Moment


def moment() -> Moment:
    """Now; taken before a trial reads anything."""
    line = AuditLine.objects.order_by("-seq").values_list("seq", "seal").first()
    return Moment(*line) if line else Moment(0, "")


def keep_plan(place: Path, plan: Plan, since: Moment, reading: Mapping[str, Any]) -> None:
    """Beside the rows, and gone with them; `reading` is how the sheets were read."""
    body = {"since": [since.seq, since.seal], "viewer": _viewer(plan.viewer), "today": plan.today.isoformat()}
    body["reading"] = _digest(reading)
    body |= {one.name: _listed(getattr(plan, one.name)) for one in fields(plan) if one.name not in _OWN}
    (place / NAME).write_text(json.dumps(body, ensure_ascii=False, default=date.isoformat), encoding="utf-8")


def kept_plan(place: Path, viewer: Viewer, reading: Mapping[str, Any]) -> Kept | None:
    """The plan as it was kept.

    None where there is none, or it was made for somebody else, on another day, or of other columns or keys.
    """
    try:
        body = json.loads((place / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    wanted = [_viewer(viewer), viewer.today.isoformat(), _digest(reading)]
    if [body.get(name) for name in ("viewer", "today", "reading")] != wanted:
        return None
    plan = Plan(viewer=viewer, today=viewer.today)
    for one in fields(plan):
        if one.name not in _OWN:
            held = body[one.name]
            setattr(plan, one.name, held if isinstance(getattr(plan, one.name), list) else dict(held))
    return Kept(plan, Moment(*body["since"]))


def forget_plan(place: Path) -> None:
    """It names people."""
    with suppress(FileNotFoundError):
        (place / NAME).unlink()


_OWN: Final = ("viewer", "today", "_next")


def _digest(reading: Mapping[str, Any]) -> str:
    """What each sheet lists, which header is which column, and what rows are known by: the plan rests on them."""
    told = [[[sheet["kind"], sheet["mapping"]] for sheet in reading["sheets"]], reading["keys"]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _viewer(viewer: Viewer) -> list[Any]:
    return [viewer.user, sorted(viewer.roles), sorted(viewer.readable), sorted(viewer.opened)]


def _listed(held: Any) -> Any:
    return list(held.items()) if isinstance(held, dict) else held
