"""All schemes with their versions, and one of them in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.figures import counted
from openkam.insight.grading.currencies import CurrencyChoice, currency_choice
from openkam.insight.grading.drafts import may_be_discarded
from openkam.insight.grading.models import Run, SchemeVersion
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.scheme_file.findings import Finding
from openkam.insight.grading.scheme_file.reader import read_scheme
from openkam.insight.grading.schemes import SHIPPED, load_scheme
from openkam.ledger.folder import DataFolder
from openkam.web.grading.jobs import Work, work_of
from openkam.web.grading.schemes.sources import Source, note_of, source_of
from openkam.web.grading.schemes.words import METHODS, SchemeWords, scheme_words
from openkam.web.grading.tabs import Tabs, tabs_of

_STATES = {
    SchemeVersion.State.DRAFT: (Text("draft", "草稿"), "plain"),
    SchemeVersion.State.PUBLISHED: (Text("published", "已发布"), "good"),
    SchemeVersion.State.RETIRED: (Text("retired", "已停用"), "plain"),
}


@dataclass(frozen=True)
class VersionLine:
    """One saved version; a state in words with the kind of its chip."""

    version: SchemeVersion
    label: Text
    state: Text
    kind: str
    is_in_force: bool
    note: str


@dataclass(frozen=True)
class ShippedLine:
    """A scheme that comes with the product."""

    code: str
    label: Text
    about: Text
    method: Text


@dataclass(frozen=True)
class SchemesPage:
    """Saved versions by code, the latest first; then what comes with the product."""

    title: Text
    tabs: Tabs
    versions: Sequence[VersionLine]
    shipped: Sequence[ShippedLine]
    may_try: bool


@dataclass(frozen=True)
class SchemePage:
    """One scheme: its words, its state, the gradings by it, and what may be done with it.

    unpublished  the latest finished run by it that is not in force and could be
    """

    source: Source
    tabs: Tabs
    words: SchemeWords
    state: Text
    kind: str
    doubts: Sequence[Finding]
    runs: Sequence[Run]
    unpublished: Run | None
    in_force: Run | None
    work: Work
    may_try: bool
    may_publish: bool
    has_ledger: bool
    currency: CurrencyChoice | None
    may_discard: bool


def schemes_page(viewer: Viewer) -> SchemesPage:
    """Two queries."""
    run = run_in_force()
    rows = SchemeVersion.objects.visible_to(viewer).select_related("written_by").order_by("code", "-number")
    versions = [_version(one, run) for one in rows]
    shipped = [
        ShippedLine(code, one.label, one.about, METHODS[one.method])
        for code, one in ((code, load_scheme(code)) for code in SHIPPED)
    ]
    count = counted(
        len({one.version.code for one in versions}), "scheme of your own", "schemes of your own", "个自有方案"
    )
    words = Text("{count}, {shipped} to start from", "{count}，另有{shipped}个内置方案可用")
    if not versions:
        words = Text(
            "No scheme of your own yet, {shipped} to start from", "还没有自有方案，可从{shipped}个内置方案开始"
        )
    title = words.filled(count=count, shipped=len(shipped))
    return SchemesPage(title, tabs_of("schemes"), versions, shipped, viewer.may(Right.TRY_SCHEMES))


def scheme_page(viewer: Viewer, which: str, *, folder: DataFolder) -> SchemePage:
    """One scheme.

    Raises Http404 where the viewer sees none of this name.
    """
    source, run = source_of(viewer, which), run_in_force()
    may_try = viewer.may(Right.TRY_SCHEMES)
    state, kind = (
        (Text("comes with the product", "内置方案"), "plain") if source.version is None else _state(source.version)
    )
    runs = []
    if source.version is not None:
        found = Run.objects.visible_to(viewer).filter(scheme=source.version).exclude(columns="")
        runs = list(found.select_related("scheme", "graded_by").order_by("-number")[:_MOST_RUNS])
    newest = runs[0] if runs else None
    return SchemePage(
        source=source,
        tabs=tabs_of("schemes"),
        words=scheme_words(source.scheme),
        state=state,
        kind=kind,
        doubts=read_scheme(source.text, which)[1],
        runs=runs,
        unpublished=newest if newest is not None and newest.published_at is None else None,
        in_force=run if run is not None and source.version is not None and run.scheme_id == source.version.pk else None,
        work=work_of(viewer, folder),
        may_try=may_try,
        may_publish=viewer.may(Right.PUBLISH_GRADES),
        has_ledger=run is not None,
        currency=currency_choice(viewer, folder) if may_try else None,
        may_discard=source.version is not None and may_be_discarded(viewer, source.version),
    )


_MOST_RUNS = 20


def _version(one: SchemeVersion, run: Run | None) -> VersionLine:
    state, kind = _state(one)
    is_in_force = run is not None and run.scheme_id == one.pk
    return VersionLine(one, Text(one.label_en, one.label_zh), state, kind, is_in_force, note_of(one.text))


def _state(version: SchemeVersion) -> tuple[Text, str]:
    return _STATES[SchemeVersion.State(version.state)]
