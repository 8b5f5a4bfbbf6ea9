"""A scheme as an address names it: a saved version by its key, or a shipped one by its name."""

from dataclasses import dataclass

from django.http import Http404

from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.insight.grading.models import SchemeVersion
from openkam.insight.grading.run_scheme import scheme_of_text
from openkam.insight.grading.schemes import SHIPPED, scheme_source
from openkam.web.policy import found_or_404
from openkam.web.typed import key_of

NOTE = "# note: "


@dataclass(frozen=True)
class Source:
    """The scheme and its text; version is None for one that comes with the product.

    which  as addresses name it
    """

    which: str
    scheme: Scheme
    text: str
    version: SchemeVersion | None

    @property
    def name(self) -> Text:
        """Label with the number of the version."""
        if self.version is None:
            return self.scheme.label
        words = Text("{label} v{number}", "{label} 第{number}版")
        return words.filled(label=self.scheme.label, number=self.version.number)

    @property
    def note(self) -> str:
        """What its author noted when it was saved, blank for nothing."""
        return note_of(self.text)


def source_of(viewer: Viewer, which: str) -> Source:
    """The scheme of an address.

    Raises Http404 where the viewer sees none of this name.
    """
    if which in SHIPPED:
        text, name = scheme_source(which)
        return Source(which, scheme_of_text(text, name), text, None)
    key = key_of(which)
    if key is None:
        raise Http404
    version = found_or_404(SchemeVersion.objects.visible_to(viewer).select_related("written_by"), pk=key)
    return Source(which, scheme_of_text(version.text, str(version)), version.text, version)


def note_of(text: str) -> str:
    """The note in the first line of a scheme's text."""
    first = text.partition("\n")[0]
    return first.removeprefix(NOTE).strip() if first.startswith(NOTE) else ""


def with_note(text: str, note: str) -> str:
    """The text with the note as its first line, instead of the one it had."""
    bare = text.partition("\n")[2] if text.startswith(NOTE) else text
    words = " ".join(note.split())
    return f"{NOTE}{words}\n{bare}" if words else bare
