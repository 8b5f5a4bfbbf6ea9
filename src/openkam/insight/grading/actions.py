"""Publishing grades, and saving schemes as versions that never change again."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.insight.grading.drafts import may_be_discarded
from openkam.insight.grading.models import Run, SchemeVersion
from openkam.insight.grading.scheme_file.findings import Severity
from openkam.insight.grading.scheme_file.reader import read_scheme

_OUT_OF_CHOICE: Final = (SchemeVersion.State.RETIRED, SchemeVersion.State.DISCARDED)


@transaction.atomic
def publish_run(*, viewer: Viewer, run: Run, now: datetime) -> Run:
    """Put the grades of a run in force for its currency; its scheme version is published with it.

    Raises Problem where the run is not finished; one that is in force stays as it is.
    """
    require(viewer, Right.PUBLISH_GRADES)
    run = Run.objects.select_for_update().select_related("scheme").get(pk=run.pk)
    if not run.columns:
        raise Problem(
            Text("This run is not finished.", "这次分级尚未完成。"),
            remedy=Text("Wait until it is, or grade again.", "请等待完成，或重新分级。"),
        )
    if run.published_at is not None:
        return run
    run.published_at = now
    run.save(update_fields=["published_at"])
    SchemeVersion.objects.filter(pk=run.scheme_id).update(state=SchemeVersion.State.PUBLISHED)
    record(viewer, "publish_run", kind="run", key=run.pk, change={"published_at": [None, now.isoformat()]}, now=now)
    return run


@transaction.atomic
def save_scheme(*, viewer: Viewer, text: str, now: datetime) -> SchemeVersion:
    """Keep the TOML of a scheme as the next version of its code; the same text again is the same version.

    Raises Problem with the first error of a text that is no scheme.
    """
    require(viewer, Right.TRY_SCHEMES)
    scheme, findings = read_scheme(text, "scheme")
    if scheme is None:
        raise next(one for one in findings if one.severity is Severity.ERROR).problem()
    locked_head()  # of two who save at once, the second counts on from the first
    versions = SchemeVersion.objects.filter(code=scheme.code)
    latest = versions.order_by("-number").first()
    if latest is not None and latest.text == text and latest.state not in _OUT_OF_CHOICE:
        return latest
    number = (versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    version = SchemeVersion.objects.create(
        code=scheme.code,
        number=number,
        label_en=scheme.label.en,
        label_zh=scheme.label.zh,
        text=text,
        written_by_id=viewer.user or None,
        written_at=now,
    )
    record(viewer, "save_scheme", kind="scheme", key=version.pk, change={"version": [None, str(version)]}, now=now)
    return version


@transaction.atomic
def retire_scheme(*, viewer: Viewer, scheme: SchemeVersion, now: datetime) -> SchemeVersion:
    """Take a version out of the choice; runs that used it keep it."""
    require(viewer, Right.PUBLISH_GRADES)
    scheme = SchemeVersion.objects.select_for_update().get(pk=scheme.pk)
    before, scheme.state = scheme.state, SchemeVersion.State.RETIRED
    scheme.save(update_fields=["state"])
    record(viewer, "retire_scheme", kind="scheme", key=scheme.pk, change={"state": [before, scheme.state]}, now=now)
    return scheme


@transaction.atomic
def discard_draft(*, viewer: Viewer, scheme: SchemeVersion, now: datetime) -> None:
    """Give a draft up, with what was graded by it to try it; the next grading clears those runs away.

    Raises Problem for a version that was published, or somebody else's draft where the viewer publishes no grades.
    """
    require(viewer, Right.TRY_SCHEMES)
    scheme = SchemeVersion.objects.select_for_update().get(pk=scheme.pk)
    if not may_be_discarded(viewer, scheme):
        raise Problem(
            Text(
                "Only a draft can be discarded, by its author or sales operations.",
                "只有草稿可以删除，且仅限作者本人或销售运营。",
            ),
            remedy=Text("Retire a published version instead.", "已发布的版本请改为停用。"),
        )
    before, scheme.state = scheme.state, SchemeVersion.State.DISCARDED
    scheme.save(update_fields=["state"])
    Run.objects.filter(scheme=scheme, published_at=None).update(columns="")
    record(viewer, "discard_draft", kind="scheme", key=scheme.pk, change={"state": [before, scheme.state]}, now=now)
