"""The question of an address answered from what the viewer sees; the page, the exports and assignments begin here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from openkam.analysis.methods.grading.scheme import Tier
from openkam.core.access import Viewer
from openkam.insight.grading.models import Run
from openkam.records.accounts.models import AccountCode
from openkam.records.accounts.search import found_keys
from openkam.web.accounts.listing.asked import Asked, asked_of
from openkam.web.accounts.listing.scene import Scene, scene_of
from openkam.web.accounts.listing.sifting import Known, Sifted, sifted
from openkam.web.sight.columns import Column
from openkam.web.sight.seen import Seen
from openkam.web.sight.teams import team_of


@dataclass(frozen=True)
class Answer:
    """Which accounts, in which order."""

    viewer: Viewer
    scene: Scene
    asked: Asked
    known: Known
    sifted: Sifted

    @property
    def run(self) -> Run | None:
        """The run in force."""
        return self.scene.run

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """Of the scheme in force, the best first."""
        return self.scene.tiers

    @property
    def allowed(self) -> Mapping[str, Column]:
        """The columns this viewer may read."""
        return self.scene.allowed

    @property
    def first(self) -> str:
        """Code of the column the list is ordered by unless asked."""
        return self.scene.first

    @property
    def seen(self) -> Seen:
        """Everything the viewer sees."""
        return self.scene.seen

    @property
    def count(self) -> int:
        """How many accounts were asked for."""
        return len(self.sifted.rows)

    def keys(self, start: int = 0, stop: int | None = None) -> list[int]:
        """Keys of the accounts asked for, in order."""
        found: list[int] = self.seen.account[self.sifted.rows[start:stop]].tolist()
        return found


def answer_to(viewer: Viewer, given: QueryDict) -> Answer:
    """A fixed number of queries, whatever the number of accounts.

    Raises Problem where something is asked that the list has not.
    """
    scene = scene_of(viewer)
    asked = asked_of(given, scene.allowed)
    if asked.words:  # what is found is asked of the database
        known, rows = _sifted(viewer, scene, asked)
    else:
        known, rows = scene.answers.of(asked.with_(columns=()), lambda: _sifted(viewer, scene, asked))
    return Answer(viewer, scene, asked, known, rows)


def _sifted(viewer: Viewer, scene: Scene, asked: Asked) -> tuple[Known, Sifted]:
    known = _known(viewer, scene, asked)
    found = sifted(scene.seen, asked, known, scene.allowed, scene.first)
    return replace(known, codes=(), found=None), found  # they have done their work


def _known(viewer: Viewer, scene: Scene, asked: Asked) -> Known:
    return Known(
        places=scene.places,
        overrides=scene.overrides,
        team=None if asked.team is None else team_of(viewer, asked.team),
        found=found_keys(asked.words) if asked.words else None,
        owners=scene.owners,
        codes=_codes(viewer, scene.seen) if asked.sort == "code" else (),
        is_expired=scene.run is not None and scene.run.expires_date < viewer.today,
    )


def _codes(viewer: Viewer, seen: Seen) -> tuple[str, ...]:
    rows = AccountCode.objects.visible_to(viewer).order_by("-code").values_list("account_id", "code")
    codes = dict(rows)
    return tuple(codes.get(key, "") for key in seen.account.tolist())
