"""Teams a list can be narrowed to: which managers a viewer may choose, and who belongs to one."""

from dataclasses import replace

from openkam.core.access import Viewer
from openkam.records.users.models import User
from openkam.records.users.rows import below


def team_of(viewer: Viewer, manager: int) -> frozenset[int]:
    """The manager and everybody below him; nobody where the viewer does not stand above him himself."""
    if manager != viewer.user and not viewer.reads_all_accounts and not below(viewer).filter(user=manager).exists():
        return frozenset()
    return frozenset({manager, *below(replace(viewer, user=manager)).values_list("user", flat=True)})


def managers_of(viewer: Viewer) -> list[tuple[str, str]]:
    """Key and name of managers at or below the viewer; everybody who manages, for whom the whole company is open."""
    managers = User.objects.visible_to(viewer).filter(report_links__until_date=None, report_links__isnull=False)
    if not viewer.reads_all_accounts:
        managers = managers.filter(pk__in=below(viewer)) | managers.filter(pk=viewer.user)
    return [(str(key), name) for key, name in managers.distinct().order_by("name").values_list("pk", "name")]
